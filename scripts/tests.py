"""The tests in one command: on SQLite, and on PostgreSQL where there is a server.

Run through `scripts/python.sh` once the environment is made. Arguments it does not know go to pytest.
"""

import argparse
import contextlib
import os
import subprocess
from urllib.parse import urlsplit

from environment import ROOT, SetupError, clean_environment, python_of, say, sentences

PYTHON = python_of(ROOT / ".venv")
LOCAL_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
NO_TEST_FOUND = 5
PROBE = "import psycopg2, sys; psycopg2.connect(sys.argv[1], connect_timeout=5).close()"
DROP = """
import psycopg2, sys
connection = psycopg2.connect(sys.argv[1])
connection.autocommit = True
cursor = connection.cursor()
cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [sys.argv[2]])
for (name,) in cursor.fetchall():
    cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
"""


def main():
    parser = argparse.ArgumentParser(description="Lance les tests.")
    parser.add_argument("--postgres", action="store_true", help="toute la suite sur PostgreSQL")
    options, arguments = parser.parse_known_args()
    with sentences():
        subprocess.run([PYTHON, "manage.py", "prepare_font"], cwd=ROOT, env=clean_environment(), check=True)
        raise SystemExit(on_postgres(arguments) if options.postgres else everywhere(arguments))


def everywhere(arguments):
    """The suite on SQLite, after the tests that only PostgreSQL can prove; returns the exit code."""
    if arguments:
        return pytest(*arguments)
    if not server_answers():
        absence = f"Aucun serveur PostgreSQL ne répond ({display(server())}) : ses tests ne sont pas lancés."
        if os.environ.get("CI"):
            raise SetupError(absence)
        say(absence)
        return pytest()
    say("Tests propres à PostgreSQL :")
    code = on_postgres(["-m", "postgres"])
    if code not in {0, NO_TEST_FOUND}:
        return code
    say("Toute la suite, sur SQLite :")
    return pytest("-m", "not postgres")


def on_postgres(arguments):
    """Run pytest on databases of its own, dropped at the end even when it was stopped; returns the exit code."""
    if not server_answers():
        raise SetupError(f"Aucun serveur PostgreSQL ne répond ({display(server())}) : donnez DATABASE_URL.")
    name = f"portal_{os.getpid()}"
    try:
        return pytest(*arguments, DATABASE_URL=urlsplit(server())._replace(path=f"/{name}").geturl())
    finally:
        subprocess.run([PYTHON, "-c", DROP, server(), f"test_{name}"], check=False)


def pytest(*arguments, **variables):
    command = [PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=clean_environment(**variables)) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):  # pytest hears Ctrl-C too, and closes by itself
                return process.wait()


def server():
    return os.environ.get("DATABASE_URL") or LOCAL_SERVER


def server_answers():
    return subprocess.run([PYTHON, "-c", PROBE, server()], capture_output=True).returncode == 0


def display(url):
    """`url` without its password."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.hostname}:{parts.port or 5432}").geturl()


if __name__ == "__main__":
    main()
