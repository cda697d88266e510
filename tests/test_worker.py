"""The worker as a process: it stops when told to, outlives the database, and several share the work."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django import db
from django.core.management import call_command

from accounts.models import Mail
from ess_portal.management.commands import worker
from tests.factories import MailFactory
from tests.smtp import smtp_server

ROOT = Path(__file__).resolve().parent.parent


def manage(*arguments, folder, **options):
    environment = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "ess_portal.settings.demo"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, **options)


def test_worker_once_says_what_it_did(db, mailoutbox):
    MailFactory.create_batch(2)
    said = StringIO()

    call_command("worker", once=True, stdout=said)

    assert (said.getvalue(), len(mailoutbox)) == ("2 envoyés, 0 en échec\n", 2)


def test_two_workers_on_sqlite_send_each_mail_once_and_stop_when_told(tmp_path):
    rows = "from tests.factories import MailFactory; MailFactory.create_batch(20)"
    assert manage("migrate", "--verbosity=0", folder=tmp_path).wait(timeout=300) == 0
    workers = [manage("worker", "--every", "0.1", folder=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    starts = [process.stderr.readline().rstrip().endswith("worker started") for process in workers]

    assert manage("shell", "--verbosity=0", "-c", rows, folder=tmp_path).wait(timeout=300) == 0
    deadline = time.monotonic() + 30
    while len(recipients(tmp_path)) < 20 and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in workers:
        process.send_signal(signal.SIGTERM)
    logs = [process.communicate(timeout=60)[1] for process in workers]

    assert (len(recipients(tmp_path)), len(set(recipients(tmp_path)))) == (20, 20)
    assert (starts, [process.returncode for process in workers]) == ([True, True], [0, 0])
    assert [log.rstrip().endswith("worker stopped") for log in logs] == [True, True]


def recipients(folder):
    written = "".join(path.read_text() for path in folder.glob("mails/*"))
    return re.findall(r"^To: (.+)$", written, re.MULTILINE)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_workers_on_postgresql_send_each_mail_once(settings):
    MailFactory.create_batch(60)

    def work():
        try:
            worker.round_of(threading.Event())
        finally:
            db.connections.close_all()

    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)

    reached = [message["To"] for message in server.received]
    assert (len(reached), len(set(reached))) == (60, 60)
    assert Mail.objects.filter(attempts=1).exclude(sent_at=None).count() == 60


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_worker_outlives_a_database_restart_in_the_middle_of_a_mail(settings, caplog):
    MailFactory()
    with db.connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        server.meanwhile = lambda: cut_connection(pid)
        worker.round_despite_the_database(threading.Event())
        worker.round_despite_the_database(threading.Event())

    warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert warnings == ["database out of reach, trying again: OperationalError"]
    assert (len(server.received), Mail.objects.get().attempts) == (1, 1)  # tried again when the lease is over


def cut_connection(pid):
    """End the server's side of a connection, as a restart does."""
    given = db.connection.settings_dict
    other = psycopg2.connect(
        dbname=given["NAME"],
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        host=given["HOST"] or None,
        port=given["PORT"] or None,
    )
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
