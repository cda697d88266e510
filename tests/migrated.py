"""The migrated SQLite database, kept between runs: its migrations take twelve seconds, its copy a tenth of one."""

import hashlib
import os
import sqlite3
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

FOLDER = settings.BASE_DIR / "var" / "tests"


def kept() -> Path:
    """Where the copy made by these very migrations is, or would be."""
    fingerprint = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            fingerprint.update(file.read_bytes())
    return FOLDER / f"{fingerprint.hexdigest()}.sqlite3"


def copy_in(connection) -> None:
    """Fill the test database with the copy."""
    with sqlite3.connect(f"{kept().as_uri()}?mode=ro", uri=True) as source:
        source.backup(connection.connection)
    source.close()
    ContentType.objects.clear_cache()


def keep(connection) -> None:
    """Keep a copy of the test database that has just been migrated, in place of the former ones."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{os.getpid()}.unfinished"
    with sqlite3.connect(unfinished) as target:
        connection.connection.backup(target)
    target.close()
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.replace(kept())
