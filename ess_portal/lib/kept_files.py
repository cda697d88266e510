"""Files that belong to a row: written before it, and taken away when the row cannot be written."""

from typing import Protocol

from django.db import transaction
from django.db.models.fields.files import FieldFile

from ess_portal.lib.uploads import Accepted


class Kept(Protocol):
    """A row that keeps a file and what was found of it."""

    name: str
    size: int
    content_type: str

    @property
    def file(self) -> FieldFile: ...

    def save(self, *, force_insert: bool) -> None: ...


def keep(row: Kept, upload, accepted: Accepted) -> None:
    """Write an inspected `upload` to `row.file` under a name of ours, then the new `row` with what was found.

    When it cannot be written, the file is deleted.
    """
    row.name, row.size, row.content_type = accepted.name, accepted.size, accepted.content_type
    row.file.save(accepted.name, upload, save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except Exception:
        row.file.delete(save=False)
        raise
