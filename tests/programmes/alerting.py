"""Alerts as the tests ask for them."""

import datetime as dt

from accounts.models import Mail
from programmes import alerts
from tests.factories import CallFactory

MORNING = dt.datetime(2027, 6, 7, 8, tzinfo=dt.UTC)
EMAIL = "curieuse@example.org"
ALL = alerts.Search("appels", "", [])


def days(number):
    return MORNING + dt.timedelta(days=number)


def alert_of(query="", subject="appels", email=EMAIL, at=None):
    """An alert asked and confirmed, three days ago unless said; its mail forgotten."""
    at = at or days(-3)
    alert = alerts.ask(email, alerts.Search(subject, query, []), at)
    alerts.confirm(alert, at)
    Mail.objects.all().delete()
    return alert


def opened(title="Nouveau", **fields):
    return CallFactory(title=title, **{"published_at": days(-2), "opens_at": days(-1), "closes_at": days(40)} | fields)


def bodies():
    return [mail.body.replace("\u00a0", " ") for mail in Mail.objects.order_by("pk")]
