"""The inbox: written with the mail, read by POST, counted without a query, erased after a year."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import inbox, outbox
from accounts.models import Mail, Notification
from tests.factories import NotificationFactory, UserFactory

LINK = "http://testserver/gestion/applications/application/"
INBOX = reverse("accounts:notifications")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_ADDRESS = "http://testserver"


def test_a_mail_owed_is_a_notification_too(db):
    person = UserFactory()

    outbox.owe(person, "new_application", key="new:1", link=LINK, application=person)

    told = Notification.objects.get()
    assert (told.user, told.category, told.text) == (person, "desk", "Une nouvelle candidature est arrivée")
    assert (told.link, told.read_at, told.digest_on) == ("/gestion/applications/application/", None, None)


def test_the_same_mail_owed_twice_is_one_notification(db):
    person = UserFactory()

    for _ in range(2):
        outbox.owe(person, "committee_invitation", key="invitation:1", link=LINK)

    assert (Notification.objects.count(), Mail.objects.count()) == (1, 1)


def test_an_event_rolled_back_leaves_no_notification(db):
    person = UserFactory()

    with transaction.atomic():
        outbox.owe(person, "committee_invitation", key="invitation:1", link=LINK)
        transaction.set_rollback(True)

    assert not Notification.objects.exists()


@pytest.mark.parametrize("link", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_a_notification_never_leads_elsewhere(db, link):
    outbox.owe(UserFactory(), "committee_invitation", key="invitation:1", link=link)

    assert Notification.objects.get().link == "/espace/"


def test_opening_a_notification_marks_it_read_and_leads_to_its_page(signed_in, holder):
    mine = NotificationFactory(user=holder, link="/projets/")

    seen = signed_in(holder).get(INBOX)
    unread_after_reading_the_list = Notification.objects.unread().count()
    answer = signed_in(holder).post(reverse("accounts:notification", args=[mine.pk]))

    mine.refresh_from_db()
    assert (seen.status_code, unread_after_reading_the_list) == (200, 1)
    assert (answer["Location"], mine.read_at is None) == ("/projets/", False)


def test_somebody_else_s_notification_does_not_exist(signed_in, holder):
    hers = NotificationFactory()

    answer = signed_in(holder).post(reverse("accounts:notification", args=[hers.pk]))

    hers.refresh_from_db()
    assert (answer.status_code, hers.read_at) == (404, None)
    assert hers.text not in signed_in(holder).get(INBOX).content.decode()


def test_what_came_after_the_page_was_shown_stays_unread(signed_in, holder):
    shown = timezone.now() - timedelta(minutes=5)
    NotificationFactory(user=holder, at=shown - timedelta(hours=1))
    since = NotificationFactory(user=holder, at=shown + timedelta(minutes=1))

    signed_in(holder).post(reverse("accounts:notifications_read"), {"jusqu-a": shown.isoformat()})

    assert list(Notification.objects.unread()) == [since]


@pytest.mark.parametrize("moment", ["", "demain", "2027-13-45T00:00:00+00:00", "2027-01-01", "x" * 5000])
def test_a_forged_instant_marks_what_is_there(signed_in, holder, moment):
    NotificationFactory(user=holder)
    NotificationFactory()

    answer = signed_in(holder).post(reverse("accounts:notifications_read"), {"jusqu-a": moment})

    assert (answer.status_code, Notification.objects.unread().count()) == (302, 1)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_inbox_query_count(signed_in, holder, rows, django_assert_num_queries):
    NotificationFactory.create_batch(rows, user=holder)
    client = signed_in(holder)

    with django_assert_num_queries(4):
        response = client.get(INBOX)

    assert response.context["page"].paginator.count == rows


def test_the_number_of_unread_ones_comes_with_the_person(signed_in, holder, django_assert_num_queries):
    NotificationFactory.create_batch(3, user=holder)
    NotificationFactory(user=holder, read_at=timezone.now())
    NotificationFactory()
    client = signed_in(holder)

    with django_assert_num_queries(2):  # the session, then the person with her number
        response = client.get(reverse("accounts:identity"))

    assert "Notifications, 3\u00a0non lues" in response.content.decode()


def test_my_space_says_what_waits(signed_in, holder):
    NotificationFactory.create_batch(2, user=holder)

    html = signed_in(holder).get(reverse("workspace")).content.decode()

    assert "2\u00a0notifications non lues" in html


def test_only_unread_ones_are_shown_when_asked(signed_in, holder):
    NotificationFactory(user=holder, text="Déjà vue", read_at=timezone.now())
    NotificationFactory(user=holder, text="Toute neuve")

    html = signed_in(holder).get(INBOX, {"etat": "non-lues"}).content.decode()

    assert ("Toute neuve" in html, "Déjà vue" in html) == (True, False)


def test_notifications_are_erased_a_year_after_they_came(db):
    now = timezone.now()
    NotificationFactory(at=now - inbox.KEPT - timedelta(seconds=1))
    kept = NotificationFactory(at=now - inbox.KEPT)

    counts = inbox.forget(now), inbox.forget(now)

    assert (counts, list(Notification.objects.all())) == ((1, 0), [kept])
