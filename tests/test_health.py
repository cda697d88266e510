"""`/sante/` tells a load balancer whether to send people here, and an alarm whether the mails leave."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from ess_portal import health
from tests.factories import MailFactory

ROOT = Path(__file__).resolve().parent.parent


def test_health_is_public_and_never_stored(client, db):
    answer = client.get(reverse("health"))

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json() == {
        "database": True,
        "storage": True,
        "mail": {"due": 0, "given_up": 0, "oldest_due_seconds": 0},
    }
    assert answer.cookies == {}


def test_health_takes_one_query(client, db, django_assert_num_queries):
    MailFactory.create_batch(3)

    with django_assert_num_queries(1):
        client.get(reverse("health"))


def test_health_tells_how_late_the_worker_is(db):
    now = timezone.now()
    MailFactory(next_try_at=now - timedelta(minutes=20))
    MailFactory(next_try_at=now - timedelta(minutes=5))
    MailFactory(next_try_at=now + timedelta(minutes=5))
    MailFactory(next_try_at=now - timedelta(days=1), sent_at=now)
    MailFactory(next_try_at=now - timedelta(days=2), given_up_at=now)

    assert health.mail_state(now) == {"due": 2, "given_up": 1, "oldest_due_seconds": 1200}


def test_health_fails_when_the_private_folder_is_out_of_reach(client, db, settings, tmp_path):
    (tmp_path / "file").touch()
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "file" / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}

    answer = client.get(reverse("health"))

    assert (answer.status_code, answer.json()["storage"]) == (503, False)


def test_health_fails_when_the_database_is_out_of_reach(tmp_path):
    code = "from django.test import Client; answer = Client().get('/sante/'); print(answer.status_code, answer.json())"
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "ALLOWED_HOSTS": "testserver",
    }

    answer = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert answer.stdout == "503 {'database': False, 'storage': True, 'mail': None}\n"
