"""The mail server away for an hour, the clock moved: nothing lost, nothing doubled, all delivered soon after."""

from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts import outbox
from accounts.models import Mail
from tests.factories import MailFactory
from tests.smtp import GREETING, smtp_server

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=timezone.get_default_timezone())
AN_HOUR = timedelta(hours=1)
FAULTS = {
    "busy": {GREETING: "421 too busy"},
    "hangs up": {GREETING: ""},
    "closing": {b"MAIL": "421 closing"},
    "disk full": {b"MAIL": "452 no room"},
    "breaks at RCPT": {b"RCPT": ""},
    "closing at RCPT": {b"RCPT": "421 closing"},
    "breaks at DATA": {b"DATA": ""},
}


@pytest.fixture
def server(settings):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 2
        yield server


def rounds(start, length, step=timedelta(seconds=10)):
    """What the worker does from `start`, with a mail owed each two minutes; returns the instant reached."""
    now = start
    while now < start + length:
        if (now - NOW) % timedelta(minutes=2) == timedelta(0):
            MailFactory(subject=f"Message de {now:%H:%M}", created_at=now, next_try_at=now)
        outbox.deliver_due(now)
        now += step
    return now


def check_that_all_left(received, late):
    mails = list(Mail.objects.all())
    assert [mail.subject for mail in mails if mail.sent_at is None] == []
    assert Counter(received) == Counter(mail.subject for mail in mails)
    assert late <= timedelta(minutes=5)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_in_trouble_for_an_hour_loses_and_doubles_nothing(db, server, fault):
    server.faults = FAULTS[fault]
    back = rounds(NOW, AN_HOUR)
    before = list(server.subjects)
    server.faults = {}

    rounds(back, timedelta(minutes=10))

    of_the_hour = Mail.objects.filter(created_at__lt=back)
    assert before == []
    check_that_all_left(server.subjects, max(mail.sent_at for mail in of_the_hour) - back)


@contextmanager
def closed_port(settings):
    with smtp_server() as closed:
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.server_address
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield settings.EMAIL_PORT


def test_a_server_down_for_an_hour_then_back_gets_everything_once(db, settings):
    with closed_port(settings) as port:
        back = rounds(NOW, AN_HOUR)

    with smtp_server(port) as server:
        rounds(back, timedelta(minutes=10))

    of_the_hour = Mail.objects.filter(created_at__lt=back)
    assert of_the_hour.count() == 30
    check_that_all_left(server.subjects, max(mail.sent_at for mail in of_the_hour) - back)


def test_while_the_server_is_away_it_is_tried_once_in_two_minutes(db, server):
    MailFactory.create_batch(20, next_try_at=NOW, created_at=NOW)
    server.faults = {GREETING: "421 too busy"}

    tries = [sum(outbox.deliver_due(NOW + timedelta(seconds=second))) for second in range(0, 241, 5)]

    assert [number for number, tried in enumerate(tries) if tried] == [0, 24, 48]
    assert sum(tries) == 3


def test_a_mail_on_which_the_server_breaks_never_stands_before_the_others(db, server):
    MailFactory(address="nobody@example.org", created_at=NOW - AN_HOUR, next_try_at=NOW)
    MailFactory.create_batch(5, created_at=NOW, next_try_at=NOW)
    server.breaks_on = b"nobody@"

    outcomes = [outbox.deliver_due(NOW + timedelta(minutes=minutes)) for minutes in (0, 2)]

    assert outcomes == [(0, 1), (5, 1)]


def test_a_server_away_for_four_days_is_given_up(db, server):
    mail = MailFactory(next_try_at=NOW)
    server.faults = {GREETING: ""}

    outbox.deliver_due(NOW)
    outbox.deliver_due(NOW + outbox.PATIENCE)

    mail.refresh_from_db()
    assert (mail.given_up_at, mail.state) == (NOW + outbox.PATIENCE, Mail.State.GIVEN_UP)


def test_a_mail_that_left_is_no_longer_said_to_fail(db, server):
    mail = MailFactory(next_try_at=NOW, created_at=NOW)
    server.faults = {GREETING: ""}
    outbox.deliver_due(NOW)
    mail.refresh_from_db()
    failing = mail.state
    server.faults = {}

    outbox.deliver_due(NOW + outbox.WHILE_AWAY)

    mail.refresh_from_db()
    assert (failing, mail.state, mail.last_error) == (Mail.State.FAILING, Mail.State.SENT, "")


def test_a_worker_that_dies_between_sending_and_noting_sends_again_under_the_same_number(db, server, settings):
    MailFactory(next_try_at=NOW, created_at=NOW)
    settings.EMAIL_BACKEND = "tests.smtp.DyingBackend"
    with pytest.raises(SystemExit):
        outbox.deliver_due(NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    rounds_after = [outbox.deliver_due(NOW + delay) for delay in (timedelta(minutes=9), outbox.LEASE, AN_HOUR)]

    assert rounds_after == [(0, 0), (1, 0), (0, 0)]
    assert len(server.received) == 2
    assert len({message["Message-ID"] for message in server.received}) == 1


def test_a_server_away_for_an_hour_refuses_nothing_to_the_only_mail(db, server):
    mail = MailFactory(next_try_at=NOW, created_at=NOW)
    server.faults = {GREETING: ""}
    for number in range(30):
        outbox.deliver_due(NOW + number * outbox.WHILE_AWAY)
    server.faults = {}

    outbox.deliver_due(NOW + AN_HOUR)

    mail.refresh_from_db()
    assert (mail.refusals, mail.sent_at) == (0, NOW + AN_HOUR)
