"""Several workers on PostgreSQL: each subscriber gets her digest once."""

import datetime as dt
import threading

import pytest
from django import db

from accounts.models import Mail
from programmes import alerts
from programmes.models import AlertNews
from tests.factories import CallFactory

NOW = dt.datetime(2027, 6, 7, 8, tzinfo=dt.UTC)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_six_workers_at_once_send_each_digest_once():
    before = NOW - dt.timedelta(days=3)
    for number in range(30):
        alerts.confirm(alerts.ask(f"personne{number}@example.org", alerts.Search("appels", "", []), before), before)
    Mail.objects.all().delete()
    CallFactory(published_at=NOW - dt.timedelta(days=2), opens_at=NOW - dt.timedelta(days=1), closes_at=None)
    owed = []

    def work():
        try:
            owed.append(alerts.send_due(NOW))
        finally:
            db.connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sum(owed) == 30
    assert sorted(Mail.objects.values_list("address", flat=True)) == sorted(
        f"personne{number}@example.org" for number in range(30)
    )
    assert AlertNews.objects.count() == 60  # announced, then opened
