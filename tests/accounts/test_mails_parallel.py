"""Several at once on PostgreSQL: one digest, one notification, one new text, one resend, each mail once."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import db

from accounts import digests, inbox, outbox, resending, wording
from accounts.categories import Category
from accounts.models import Mail, Notification, Wording
from accounts.resending import Answer
from tests.factories import MailFactory, UserFactory
from tests.smtp import GREETING, smtp_server

EVENING = datetime(2027, 3, 1, 18, 0, tzinfo=ZoneInfo("Europe/Paris"))
MORNING = datetime(2027, 3, 2, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(act, workers=6):
    """Run `act` in several threads at the same time; returns what each gave."""
    start, given = threading.Barrier(workers), []

    def work():
        try:
            start.wait(timeout=30)
            given.append(act())
        finally:
            db.connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


def test_six_workers_at_once_send_each_digest_once():
    people = UserFactory.create_batch(30)
    for person in people:
        for number in range(3):
            key, text = f"{person.pk}:{number}", f"Nouvelle {number}"
            inbox.notify(person, Category.DESK, key=key, text=text, link="/", now=EVENING, digest=True)

    owed = at_once(lambda: digests.send_due(MORNING))

    assert sum(owed) == 30
    assert sorted(Mail.objects.values_list("address", flat=True)) == sorted(person.email for person in people)
    assert {mail.body.count("Nouvelle") for mail in Mail.objects.all()} == {3}
    assert not Notification.objects.exclude(digest_on=None).exists()


def test_the_same_event_told_by_six_workers_is_one_notification():
    person = UserFactory()

    at_once(lambda: outbox.owe(person, "committee_invitation", key="invitation:1", link="/") and 1)

    assert (Notification.objects.count(), Mail.objects.count()) == (1, 1)


def test_six_workers_meet_a_server_away_and_then_deliver_each_mail_once(settings):
    MailFactory.create_batch(60, next_try_at=EVENING, created_at=EVENING)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with smtp_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        server.faults = {GREETING: "421 too busy"}
        during = at_once(lambda: outbox.deliver_due(EVENING))
        server.faults = {}
        after = at_once(lambda: outbox.deliver_due(EVENING + timedelta(minutes=3)))

    assert (sum(sent for sent, _ in during), sum(sent for sent, _ in after)) == (0, 60)
    assert set(Counter(message["To"] for message in server.received).values()) == {1}
    assert not Mail.objects.filter(sent_at=None).exists()


def test_six_editors_at_once_one_text_is_kept():
    person = UserFactory()

    def write():
        try:
            return wording.save("mail:letter", "Objet", "{lien}", version=0, by=person, now=EVENING).version
        except wording.Stale:
            return 0

    assert sorted(at_once(write)) == [0, 0, 0, 0, 0, 1]
    assert Wording.objects.count() == 1


def test_six_people_send_the_same_mail_again_once():
    mail, person = MailFactory(template="letter", given_up_at=EVENING), UserFactory()

    answers = at_once(lambda: resending.resend(mail, by=person, now=MORNING))

    assert Counter(answers) == {Answer.RESENT: 1, Answer.LEAVING: 5}
    assert mail.resends.count() == 1
