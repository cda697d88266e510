"""Files that no row names, and rows whose file is gone: what a process that died half-way leaves behind."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField, Model

HOUR = timedelta(hours=1)


@dataclass
class Found:
    """`orphans` are (storage, name) of files without a row; `lost` are (row, name) of rows without a file."""

    orphans: list[tuple[Storage, str]] = field(default_factory=list)
    lost: list[tuple[Model, str]] = field(default_factory=list)


def look(now: datetime, age: timedelta = HOUR) -> Found:
    """Compare disk and tables, leaving out files younger than `age`: their row may be about to be written.

    Files are listed before rows are read, so that a row written meanwhile is never taken for missing.
    """
    found = Found()
    for storage, fields in fields_by_storage().items():
        files = set(walk(storage))
        named = {name: row for model_field in fields for row, name in rows_of(model_field)}
        old = [name for name in files - set(named) if storage.get_modified_time(name) <= now - age]
        found.orphans += [(storage, name) for name in sorted(old)]
        gone = set(named) - files
        found.lost += [(named[name], name) for name in sorted(gone) if not storage.exists(name)]
    return found


def fields_by_storage() -> dict[Storage, list[FileField]]:
    """Every field of every model that keeps a file."""
    fields = defaultdict(list)
    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if isinstance(one, FileField):
                fields[one.storage].append(one)
    return fields


def rows_of(model_field: FileField) -> Iterator[tuple[Model, str]]:
    rows = model_field.model._base_manager.exclude(**{model_field.name: ""}).only("pk", model_field.name)
    for row in rows.iterator():
        yield row, getattr(row, model_field.name).name


def walk(storage: Storage, folder: str = "") -> Iterator[str]:
    """Names of every file of a storage, however deep; nothing before the first file is written."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from walk(storage, f"{folder}/{name}" if folder else name)


def clear(found: Found) -> None:
    """Delete the files that nobody names; rows are left for a person to look at."""
    for storage, name in found.orphans:
        storage.delete(name)
