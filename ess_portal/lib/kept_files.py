"""Files that belong to a row: written before it, and taken away when the row cannot be written."""

from django.db import models, transaction

from ess_portal.lib.uploads import Accepted


def keep(row: models.Model, upload, accepted: Accepted) -> None:
    """Write an inspected `upload` to `row.file` under a name of ours, then the new `row` with what was found.

    `row` has the fields file, name, size and content_type. When it cannot be written, the file is deleted.
    """
    row.name, row.size, row.content_type = accepted.name, accepted.size, accepted.content_type
    row.file.save(accepted.name, upload, save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except Exception:
        row.file.delete(save=False)
        raise
