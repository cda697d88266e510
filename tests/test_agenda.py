"""« Mes dates » and the private calendar: what it holds, what it never says, who may read it."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import calendar_keys
from accounts.models import CalendarKey
from ess_portal import agenda
from ess_portal.settings import base
from tests import cast as scenes
from tests.factories import ApplicationFactory, CallFactory, ProjectFactory

NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def limits(settings):
    """The real limits, which the other tests leave out."""
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


def address_for(user):
    return reverse("calendar", args=[calendar_keys.renew(user, now=NOW)])


def events(response):
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def draft_of(user, **call):
    return ApplicationFactory(owner=user, call=CallFactory(**call))


def test_draft_closes_in_the_zone_of_its_call(client, holder):
    draft_of(holder, closes_at=timezone.now() + dt.timedelta(days=9), time_zone="Indian/Reunion")

    response = client.get(address_for(holder))

    (event,) = events(response)
    assert event["DTSTART"].params["TZID"] == "Indian/Reunion"
    assert b"BEGIN:VTIMEZONE" in response.content


def test_calendar_holds_neutral_titles_and_links_only(client, holder):
    project = ProjectFactory(title="Sortir de prison", owner=holder)
    application = ApplicationFactory(project=project, call=CallFactory(title="Appel Itinéraire"))

    response = client.get(address_for(holder))

    (event,) = events(response)
    text = response.content.decode().replace("\r\n ", "")
    assert str(event["SUMMARY"]) == "Clôture d’un appel"
    assert application.get_absolute_url() in text
    assert [word for word in ["prison", "Itinéraire", "Nour", holder.email] if word in text] == []


def test_calendar_is_kept_by_nobody_and_not_indexed(client, holder):
    response = client.get(address_for(holder))

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert dict(response.cookies) == {}


def test_calendar_of_one_person_holds_nothing_of_another(client, holder, stranger):
    draft_of(holder)

    assert events(client.get(address_for(stranger))) == []


def test_renewed_address_closes_the_former_one(client, holder):
    former = address_for(holder)
    renewed = address_for(holder)

    assert (client.get(former).status_code, client.get(renewed).status_code) == (404, 200)


def test_stopped_address_is_a_404_at_the_next_reading(client, holder):
    address = address_for(holder)
    calendar_keys.stop(holder)

    assert client.get(address).status_code == 404


def test_address_of_a_closed_account_is_a_404(client, holder):
    address = address_for(holder)
    holder.is_active = False
    holder.save()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "abc.def", "é" * 40, "a" * 3000])
def test_wrong_token_is_a_404(client, db, token):
    assert client.get(reverse("calendar", args=[token])).status_code == 404


def test_signature_of_another_purpose_opens_nothing(client, holder):
    token = calendar_keys.renew(holder, now=NOW)
    changed = ("A" if token[0] != "A" else "B") + token[1:]

    assert client.get(reverse("calendar", args=[changed])).status_code == 404


def test_guessing_is_put_off(client, db, limits):
    answers = [client.get(reverse("calendar", args=[f"essai-{n}.x"])).status_code for n in range(31)]

    assert answers == [404] * 30 + [429]


def test_reading_without_end_is_put_off_for_that_calendar_only(client, holder, stranger, limits):
    address = address_for(holder)
    answers = {client.get(address).status_code for _ in range(60)}

    assert (answers, client.get(address).status_code) == ({200}, 429)
    assert client.get(address_for(stranger)).status_code == 200


def test_database_does_not_hold_the_secret(holder):
    token = calendar_keys.renew(holder, now=NOW)

    assert token.split(".")[0] not in CalendarKey.objects.get().fingerprint


def test_account_page_shows_the_address_once(signed_in, holder):
    client = signed_in(holder)
    made = client.post(reverse("accounts:calendar"), {"act": "renouveler"})
    again = client.get(reverse("accounts:calendar"))

    assert "/espace/agenda/" in made.text
    assert "/espace/agenda/" not in again.text
    assert Client().get(made.context["address"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_account_page_stops_the_address(signed_in, holder):
    address = address_for(holder)
    client = signed_in(holder)
    client.post(reverse("accounts:calendar"), {"act": "fermer"})

    assert Client().get(address).status_code == 404


def test_a_get_or_a_forged_act_changes_nothing(signed_in, holder):
    client = signed_in(holder)
    client.get(reverse("accounts:calendar"), {"act": "renouveler"})
    client.post(reverse("accounts:calendar"), {"act": "autre"})

    assert not CalendarKey.objects.exists()


def test_committee_request_and_confirmation_are_dates(db):
    cast = scenes.convene(scenes.build_cast(admissible=True))
    holder = scenes.person("Naïma")
    asked = ApplicationFactory(owner=holder, submitted=True)
    request = asked.requests.create(due_on=dt.date(2099, 5, 2))
    request.items.create(kind=scenes.factories.DocumentKindFactory())
    admitted = ApplicationFactory(owner=holder, admitted=True)
    admitted.decisions.create(outcome="admit", published_at=NOW, confirm_by=dt.date(2099, 5, 1))

    mine = agenda.dates_of(holder, timezone.now())
    members = agenda.dates_of(cast.member, timezone.now())

    assert [(one.kind.value, one.at) for one in mine] == [
        ("place", dt.date(2099, 5, 1)),
        ("piece", dt.date(2099, 5, 2)),
    ]
    assert [(one.kind.value, one.at) for one in members] == [("comite", cast.session.meets_at)]


def test_unpublished_decision_is_no_date(holder):
    admitted = ApplicationFactory(owner=holder, admitted=True)
    admitted.decisions.create(outcome="admit", confirm_by=dt.date(2099, 5, 1))

    assert agenda.dates_of(holder, timezone.now()) == []


def test_follow_up_gives_its_first_day_and_the_meetings_held(db):
    cast = scenes.follow(scenes.build_cast(confirmed=True))
    cast.participation.meetings.create(
        held_by=cast.referent, held_as="referent", held_on=timezone.localdate(), minutes=60, key=scenes.factories.key()
    )

    kinds = {
        role: [one.kind.value for one in agenda.dates_of(cast.person(role), timezone.now())]
        for role in ["holder", "referent", "mentor", "officer"]
    }

    assert kinds == {
        "holder": ["debut", "suivi"],
        "referent": ["debut", "suivi"],
        "mentor": ["debut"],
        "officer": [],
    }


def test_day_is_over_at_its_end_and_an_instant_at_once(holder):
    paris = ZoneInfo("Europe/Paris")
    instant = dt.datetime(2027, 3, 10, 18, tzinfo=paris)
    dates = [
        agenda.PersonalDate(agenda.Kind.DUE, "a", dt.date(2027, 3, 10), "", "/"),
        agenda.PersonalDate(agenda.Kind.CLOSING, "b", instant, "", "/"),
    ]

    def keys(now):
        return [one.key for one in agenda.coming(dates, now)]

    assert keys(instant) == ["a", "b"]
    assert keys(instant + dt.timedelta(microseconds=1)) == ["a"]
    assert keys(dt.datetime(2027, 3, 11, tzinfo=paris)) == []


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_dates_page_query_count(signed_in, holder, rows, django_assert_num_queries):
    for _ in range(rows):
        draft_of(holder)
    client = signed_in(holder)

    with django_assert_num_queries(8):
        response = client.get(reverse("dates"))

    assert response.context["page"].paginator.count == min(rows, 100)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_calendar_query_count(client, holder, rows, django_assert_num_queries):
    for _ in range(rows):
        draft_of(holder)
    address = address_for(holder)

    with django_assert_num_queries(6):
        response = client.get(address)

    assert len(events(response)) == min(rows, 100)
