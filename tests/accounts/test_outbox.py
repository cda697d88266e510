"""Each mail once, tried again with a growing delay, over a real SMTP conversation on the loopback."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts import outbox
from accounts.models import Mail
from tests.factories import MailFactory, UserFactory
from tests.smtp import smtp_server

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LINK = "http://testserver/candidatures/1/"


@pytest.fixture
def smtp(settings):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 2
        yield server


def test_the_same_mail_owed_twice_is_one_row(db):
    person = UserFactory()

    first = outbox.owe(person, "committee_invitation", key="new:1", link=LINK)
    second = outbox.owe(person, "committee_invitation", key="new:1", link=LINK)

    assert (first, Mail.objects.count()) == (second, 1)


def test_nothing_is_owed_to_somebody_without_an_address(db):
    person = UserFactory(email=None)

    mail = outbox.owe(person, "committee_invitation", key="new:1", link=LINK)

    assert (mail, Mail.objects.count()) == (None, 0)


def test_an_event_rolled_back_owes_and_sends_nothing(db, smtp):
    person = UserFactory()

    with transaction.atomic():
        outbox.owe(person, "committee_invitation", key="new:1", link=LINK)
        transaction.set_rollback(True)  # the event did not happen

    assert outbox.deliver_due(NOW + timedelta(days=900)) == (0, 0)
    assert (smtp.received, Mail.objects.count()) == ([], 0)


def test_due_mails_are_sent_once_oldest_first(db, smtp):
    MailFactory(subject="Second", created_at=NOW - timedelta(minutes=1), next_try_at=NOW)
    MailFactory(subject="Premier", created_at=NOW - timedelta(minutes=2), next_try_at=NOW)
    MailFactory(subject="Demain", next_try_at=NOW + timedelta(days=1))

    rounds = [outbox.deliver_due(NOW), outbox.deliver_due(NOW + outbox.LEASE)]

    assert rounds == [(2, 0), (0, 0)]
    assert smtp.subjects == ["Premier", "Second"]


def test_a_mail_keeps_its_message_id_from_one_try_to_the_next(db, smtp):
    mail = MailFactory(created_at=NOW, next_try_at=NOW)

    outbox.deliver_due(NOW)
    Mail.objects.update(sent_at=None)  # as when the process dies between the sending and the note of it
    outbox.deliver_due(NOW + outbox.LEASE)

    expected = f"<{mail.pk}.20270301090000@correspondances.example>"
    assert [message["Message-ID"] for message in smtp.received] == [expected, expected]


def test_delays_grow_until_a_refused_mail_is_given_up(db, smtp):
    mail = MailFactory(address="nobody@example.org", next_try_at=NOW)
    tries, now = [], NOW

    while mail.given_up_at is None:
        tries.append(outbox.deliver_due(now))
        mail.refresh_from_db()
        assert outbox.deliver_due(now) == (0, 0)
        delay, now = mail.next_try_at - now, mail.next_try_at
        if mail.given_up_at is None:
            assert delay == outbox.RETRY_DELAYS[mail.attempts - 1]

    assert sorted(outbox.RETRY_DELAYS) == outbox.RETRY_DELAYS
    assert tries == [(0, 1)] * (len(outbox.RETRY_DELAYS) + 1)
    assert mail.last_error == "SMTPRecipientsRefused"
    assert outbox.deliver_due(now + timedelta(days=30)) == (0, 0)


def test_one_refused_address_does_not_hold_back_the_others(db, smtp):
    refused = MailFactory(address="nobody@example.org", created_at=NOW - timedelta(hours=1), next_try_at=NOW)
    MailFactory(subject="Suivant", created_at=NOW, next_try_at=NOW)

    outcome = outbox.deliver_due(NOW)

    refused.refresh_from_db()
    assert (outcome, smtp.subjects) == ((1, 1), ["Suivant"])
    assert (refused.sent_at, refused.last_error) == (None, "SMTPRecipientsRefused")


def test_a_mail_that_cannot_be_written_does_not_stop_the_worker(db, smtp):
    MailFactory(subject="Une ligne\nBcc: ailleurs@example.org", created_at=NOW - timedelta(hours=1), next_try_at=NOW)
    MailFactory(subject="Suivant", created_at=NOW, next_try_at=NOW)

    outcome = outbox.deliver_due(NOW)

    assert (outcome, smtp.subjects) == ((1, 1), ["Suivant"])
    assert Mail.objects.get(sent_at=None).last_error == "BadHeaderError"


def test_a_claimed_mail_is_left_alone_until_the_lease_is_over(db, smtp):
    mail = MailFactory(next_try_at=NOW)
    outbox.claim(NOW)  # by a worker that dies before it sends

    before = outbox.deliver_due(NOW + outbox.LEASE - timedelta(seconds=1))
    after = outbox.deliver_due(NOW + outbox.LEASE)

    mail.refresh_from_db()
    assert (before, after, mail.attempts) == ((0, 0), (1, 0), 2)


def test_a_failure_logs_no_address(db, smtp, caplog):
    MailFactory(address="nobody@example.org", next_try_at=NOW)

    outbox.deliver_due(NOW)

    assert [record.getMessage().split(" ", 2)[2] for record in caplog.records] == ["not sent: SMTPRecipientsRefused"]


def test_forgetting_an_address_leaves_a_mail_that_is_being_sent(db):
    kept = MailFactory(template="alert", address="a@example.org", recipient=None, attempts=1)
    others = [MailFactory(template="alert", address="b@example.org", recipient=None)]
    others.append(MailFactory(template="welcome", address="a@example.org", recipient=None))
    MailFactory(template="alert", address="a@example.org", recipient=None)
    MailFactory(template="alert", address="a@example.org", recipient=None, attempts=1, sent_at=NOW)

    outbox.forget("a@example.org", ["alert"])

    assert set(Mail.objects.all()) == {kept, *others}
