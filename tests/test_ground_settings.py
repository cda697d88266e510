"""Production refuses to start with one sentence; SQLite and PostgreSQL are set up as promised."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from ess_portal.lib import env

ROOT = Path(__file__).resolve().parent.parent
STRONG = "kP3-vZ8_qLr2TfW9xYbN5sDg7JhMc4AeRuQo1IiEaXtVnBwSd0FzGlHy6CpK"
COMPLETE = {
    "SECRET_KEY": STRONG,
    "ALLOWED_HOSTS": "portail.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "portail@portail.example",
}
WRONG = [
    ("SECRET_KEY", None, "SECRET_KEY manque"),
    ("SECRET_KEY", STRONG[:49], "SECRET_KEY est trop facile à deviner"),
    ("SECRET_KEY", "a" * 60, "SECRET_KEY est trop facile à deviner"),
    ("SECRET_KEY", "only-for-development-and-tests-never-for-production", "SECRET_KEY est trop facile à deviner"),
    ("ALLOWED_HOSTS", None, "ALLOWED_HOSTS manque"),
    ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS doit nommer les hôtes"),
    ("EMAIL_HOST", None, "EMAIL_HOST manque"),
    ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL manque"),
    ("DATABASE_URL", "mysql://localhost/portail", "DATABASE_URL doit ressembler à postgres://"),
]


def portal(*arguments, **variables):
    """Run manage.py with exactly these portal variables."""
    known = {*COMPLETE, "DATABASE_URL", "REDIS_URL", "DEBUG", "SITE_ADDRESS", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in os.environ.items() if name not in known}
    environment["DJANGO_SETTINGS_MODULE"] = "ess_portal.settings.dev"
    environment |= {name: str(value) for name, value in variables.items() if value is not None}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def production(*arguments, **variables):
    return portal(*arguments, **{**COMPLETE, "DJANGO_SETTINGS_MODULE": "ess_portal.settings.production", **variables})


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_production_refuses_to_start_in_one_sentence(name, value, sentence, tmp_path):
    answer = production("check", **{name: value}, VAR_DIR=tmp_path)

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"La variable d’environnement {sentence}")
    assert answer.stderr.count("\n") == 1


def test_production_refuses_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()

    answer = production("check", VAR_DIR=tmp_path / "file" / "var")

    assert answer.returncode == 1
    assert re.search(r"VAR_DIR un dossier où le portail peut écrire\.\n$", answer.stderr)


def test_web_server_stops_with_the_sentence_instead_of_a_trace(tmp_path):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "ess_portal.wsgi", "--bind", "127.0.0.1:0"]

    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30)

    assert answer.returncode == 3
    assert answer.stderr == "La variable d’environnement SECRET_KEY manque : donnez-lui une valeur, puis relancez.\n"


def test_production_is_clean_for_the_deployment_checks(tmp_path):
    answer = production("check", "--deploy", "--fail-level", "WARNING", VAR_DIR=tmp_path)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_sqlite_writes_ahead_and_takes_its_lock_at_once(tmp_path):
    code = """
import sqlite3
from django.db import connection, transaction
pragmas = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"]
print([connection.cursor().execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas])
other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
with transaction.atomic():
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        print(error)
"""

    answer = portal("shell", "--no-imports", "-c", code, VAR_DIR=tmp_path)

    assert answer.stdout == "['wal', 1, 1, 20000]\ndatabase is locked\n"


@pytest.mark.postgres
def test_production_bounds_the_time_of_a_query_on_postgresql(db_url, tmp_path):
    show = "cursor.execute('SHOW statement_timeout'); print(cursor.fetchone())"
    code = f"from django.db import connection; cursor = connection.cursor(); {show}"

    bounded = production("shell", "--no-imports", "-c", code, DATABASE_URL=db_url, VAR_DIR=tmp_path)
    free = production(
        "shell", "--no-imports", "-c", code, DATABASE_URL=db_url, DATABASE_STATEMENT_TIMEOUT=0, VAR_DIR=tmp_path
    )

    assert (bounded.stdout, free.stdout) == ("('10s',)\n", "('0',)\n")


@pytest.fixture
def db_url(db):
    given = connection.settings_dict
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"


def test_database_url_is_read_whole():
    read = env.database("postgresql://nom:p%40sse@serveur:6543/base?sslmode=require")

    assert [read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")] == [
        "base",
        "nom",
        "p@sse",
        "serveur",
        "6543",
        {"sslmode": "require"},
    ]


@pytest.mark.parametrize("url", ["postgres://serveur", "postgres://serveur:port/base", "postgres://[serveur/base", "x"])
def test_malformed_database_url_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL doit ressembler"):
        env.database(url)


@pytest.mark.parametrize("value", ["peut-être", "2"])
def test_flag_is_yes_or_no(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)

    with pytest.raises(ImproperlyConfigured, match="DEBUG doit valoir"):
        env.flag("DEBUG")


@pytest.mark.parametrize("value", ["-1", "dix", "1.5", "²"])
def test_number_is_whole(monkeypatch, value):
    monkeypatch.setenv("EMAIL_PORT", value)

    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT doit être un nombre entier"):
        env.number("EMAIL_PORT", 587)


def test_redis_is_one_cache_for_every_process(tmp_path):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 6379)):
            pytest.skip("no Redis server on 127.0.0.1:6379")
    key, redis = f"portal-{tmp_path.name}-{os.getpid()}", "redis://127.0.0.1:6379/15"
    code = "from django.core.cache import cache; print(cache.{}('" + key + "', {}))"

    first = portal("shell", "--no-imports", "-c", code.format("add", "7, 60"), REDIS_URL=redis, VAR_DIR=tmp_path)
    second = portal("shell", "--no-imports", "-c", code.format("get", "None"), REDIS_URL=redis, VAR_DIR=tmp_path)

    assert (first.stdout, second.stdout) == ("True\n", "7\n")
