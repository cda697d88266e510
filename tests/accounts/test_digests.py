"""Choices for each category, the digest of the morning, and the link that stops a category."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import choices, digests, inbox, outbox
from accounts.categories import CHOSEN, Category
from accounts.models import Mail, MailChoice, Notification
from tests.factories import NotificationFactory, UserFactory

PARIS = ZoneInfo("Europe/Paris")
EVENING = datetime(2027, 3, 1, 18, 0, tzinfo=PARIS)
MORNING = datetime(2027, 3, 2, 7, 0, tzinfo=PARIS)
LINK = "http://testserver/comite/"
Rhythm = MailChoice.Rhythm


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_ADDRESS = "http://testserver"


def tell(user, key, now=EVENING, text="Une réponse est arrivée", digest=True):
    inbox.notify(user, Category.DESK, key=key, text=text, link=LINK, now=now, digest=digest)


def owe(user):
    return outbox.owe(user, "sheet_reminder", key=f"sheet:{user.pk}", link=LINK)


@pytest.mark.parametrize(
    ("rhythm", "mails", "digests_to_come"), [("at_once", 1, 0), ("digest", 0, 1), ("none", 0, 0), (None, 1, 0)]
)
def test_a_mail_goes_as_the_person_chose(db, rhythm, mails, digests_to_come):
    person = UserFactory()
    if rhythm:
        choices.choose(person, {"sheet": rhythm})

    owe(person)

    told = Notification.objects.all()
    assert (Mail.objects.count(), told.count(), told.exclude(digest_on=None).count()) == (mails, 1, digests_to_come)


def test_decisions_and_invitations_always_go_at_once(db):
    person = UserFactory()
    choices.choose(person, dict.fromkeys([one.value for one in CHOSEN], Rhythm.NONE))

    outbox.owe(person, "committee_invitation", key="invitation:1", link=LINK)

    assert (Mail.objects.get().unsubscribe, outbox.FOOT in Mail.objects.get().body) == ("", False)


@pytest.mark.parametrize("category", ["decision", "invitation", "security"])
def test_the_base_refuses_a_choice_about_an_obligatory_category(db, category):
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChoice.objects.create(user=UserFactory(), category=category, rhythm="none")


def test_a_digest_lists_what_waits_once_and_from_seven(db):
    person = UserFactory(first_name="Nour")
    tell(person, "a", text="Une candidature est arrivée")
    tell(person, "b", now=EVENING + timedelta(hours=1), text="Une place a été confirmée")

    rounds = [digests.send_due(now) for now in (EVENING, MORNING - timedelta(seconds=1), MORNING, MORNING)]

    mail = Mail.objects.get()
    assert rounds == [0, 0, 1, 0]
    assert mail.body.index("Une place a été confirmée") < mail.body.index("Une candidature est arrivée")
    assert mail.body.count("http://testserver/comite/") == 2
    assert (mail.address, mail.body.startswith("Bonjour Nour,")) == (person.email, True)


def test_one_digest_a_day_what_comes_later_waits_for_the_next(db):
    person = UserFactory()
    tell(person, "a")
    digests.send_due(MORNING)
    tell(person, "b", now=MORNING + timedelta(minutes=1))
    late = Notification.objects.get(key="b")
    Notification.objects.filter(pk=late.pk).update(digest_on=MORNING.date())  # was being written at seven

    same_day = [digests.send_due(MORNING + timedelta(hours=hours)) for hours in (1, 2)]
    next_day = digests.send_due(MORNING + timedelta(days=1))

    assert (same_day, next_day, Mail.objects.count()) == ([0, 0], 1, 2)


def test_what_was_read_meanwhile_is_not_told_again(db):
    person = UserFactory()
    tell(person, "a")
    inbox.read_all(person, until=MORNING, now=MORNING)

    assert (digests.send_due(MORNING), Mail.objects.count()) == (0, 0)
    assert not Notification.objects.exclude(digest_on=None).exists()


def test_a_closed_account_has_no_digest(db):
    tell(UserFactory(is_active=False), "a")

    assert (digests.send_due(MORNING), Mail.objects.count()) == (0, 0)


def test_a_digest_of_many_stays_short_and_counts_the_rest(db):
    person = UserFactory()
    for number in range(25):
        tell(person, f"n{number}")

    digests.send_due(MORNING)

    body = Mail.objects.get().body
    assert (body.count("Une réponse est arrivée"), "Et 5\u00a0autres notifications." in body) == (20, True)


def test_a_worker_down_for_two_days_sends_one_digest(db):
    person = UserFactory()
    tell(person, "a")
    tell(person, "b", now=EVENING + timedelta(days=1))

    owed = [digests.send_due(MORNING + timedelta(days=3)), digests.send_due(MORNING + timedelta(days=3, minutes=1))]

    assert (owed, Mail.objects.count()) == ([1, 0], 1)


def test_choosing_no_mail_takes_what_waits_out_of_the_digest(db):
    person = UserFactory()
    tell(person, "a")

    choices.choose(person, {"desk": Rhythm.NONE})

    assert (digests.send_due(MORNING), Notification.objects.count()) == (0, 1)


def test_a_mail_that_one_may_refuse_says_where(db):
    person = UserFactory()

    mail = owe(person)

    assert mail.unsubscribe.startswith("http://testserver/compte/notifications/arreter/")
    assert mail.body.endswith(f"{outbox.FOOT}\n{mail.unsubscribe}\n")


def test_the_link_of_a_mail_changes_nothing_until_the_button(db, client):
    person = UserFactory()
    link = owe(person).unsubscribe

    page = client.get(link)
    before = choices.rhythm(person, "sheet")
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

    assert (page.status_code, before, answer.status_code) == (200, "at_once", 200)
    assert choices.rhythms(person) == {one.value: "at_once" for one in CHOSEN} | {"sheet": "none"}


def test_stopping_a_digest_stops_all_that_it_gathers(db, client):
    person = UserFactory()
    choices.choose(person, {"desk": Rhythm.DIGEST, "message": Rhythm.DIGEST, "sheet": Rhythm.AT_ONCE})
    tell(person, "a")
    digests.send_due(MORNING)

    client.post(Mail.objects.get().unsubscribe)

    kept = choices.rhythms(person)
    assert (kept["desk"], kept["message"], kept["sheet"]) == ("none", "none", "at_once")


@pytest.mark.parametrize("forged", ["1-sheet", "1-sheet.AAAA", "x", "1-decision.AAAA"])
def test_a_forged_link_stops_nothing(db, client, forged):
    person = UserFactory()

    answer = client.post(reverse("accounts:stop_mails", args=[forged]))

    assert (answer.status_code, MailChoice.objects.filter(user=person).exists()) == (404, False)


def test_choices_are_kept_and_shown_again(signed_in, holder):
    client, page = signed_in(holder), reverse("accounts:mail_choices")
    wanted = {one.value: "at_once" for one in CHOSEN} | {"message": "digest"}

    answer = client.post(page, wanted)

    assert (answer.status_code, choices.rhythms(holder)["message"]) == (302, "digest")
    assert client.get(page).context["form"]["message"].value() == "digest"


@pytest.mark.parametrize("wrong", [{}, {"message": "parfois"}])
def test_choices_that_do_not_exist_are_refused_with_a_sentence(signed_in, holder, wrong):
    answer = signed_in(holder).post(reverse("accounts:mail_choices"), wrong)

    assert (answer.status_code, MailChoice.objects.exists()) == (200, False)
    assert "message" in answer.context["form"].errors


def test_choices_query_count(signed_in, holder, django_assert_num_queries):
    NotificationFactory.create_batch(3, user=holder)
    client = signed_in(holder)

    with django_assert_num_queries(3):
        client.get(reverse("accounts:mail_choices"))
