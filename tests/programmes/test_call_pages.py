"""Public pages of the calls: phases, dates in the call's own time, what is asked, where else to go."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.models.call import Phase
from programmes.opening import announce, announced
from tests.factories import (
    CallCriterionFactory,
    CallDocumentFactory,
    CallFactory,
    DocumentKindFactory,
    FormRevisionFactory,
    ProgrammeFactory,
    QuestionFactory,
    RegionFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 6, 7, 10, tzinfo=dt.UTC)


def content(client, call):
    return client.get(call.get_absolute_url()).content.decode()


def days(number):
    return NOW + dt.timedelta(days=number)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_page_takes_the_same_queries_whatever_it_holds(client, rows, django_assert_num_queries):
    call = CallFactory()
    for n in range(rows):
        QuestionFactory(revision=FormRevisionFactory(call=call))
        CallDocumentFactory(call=call, kind=DocumentKindFactory(code=f"piece-{n}"))
        CallCriterionFactory(call=call)
        RuleFactory(programme=call.programme).redirects.add(ProgrammeFactory())

    with django_assert_num_queries(4):
        client.get(call.get_absolute_url())


def test_an_open_call_can_be_applied_to_and_says_its_time_zone(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    call = CallFactory(opens_at=days(-5), closes_at=dt.datetime(2027, 6, 18, 16, tzinfo=dt.UTC))

    text = content(client, call)

    assert reverse("applications:start", args=[call.slug]) in text
    assert "18\u00a0juin\u00a02027 à 18\u00a0h</strong> (heure de Paris)" in text
    assert "<b>11</b>" in text


def test_a_call_overseas_counts_its_days_in_its_own_time():
    region = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")
    evening = dt.datetime(2027, 6, 7, 21, tzinfo=dt.UTC)  # already the 8th in La Réunion, still the 7th in Paris
    call = CallFactory(
        programme__region=region, opens_at=days(-1), closes_at=dt.datetime(2027, 6, 8, 14, tzinfo=dt.UTC)
    )

    one = announce(call, evening)

    assert (one.days, one.zone_words) == (0, "heure de La Réunion")


def test_a_closed_call_says_so_and_offers_others_of_its_line_first(client):
    closed = CallFactory(closed=True)
    other = CallFactory(title="Ailleurs")

    response = client.get(closed.get_absolute_url())

    text = response.content.decode()
    assert "Appel clos" in text
    assert "Commencer ma candidature" not in text
    assert [one.call for one in response.context["leads"]] == [other]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_at": timezone.now() + dt.timedelta(days=3)}, "Pas encore ouvert"),
        ({"cancelled_at": timezone.now()}, "Appel annulé"),
    ],
)
def test_a_call_that_cannot_be_applied_to_says_why(client, fields, sentence):
    text = content(client, CallFactory(**fields))

    assert sentence in text
    assert "Commencer ma candidature" not in text


def test_closing_is_exclusive():
    call = CallFactory(opens_at=days(-5), closes_at=days(0))

    assert call.phase_at(days(0) - dt.timedelta(seconds=1)) == Phase.OPEN
    assert call.phase_at(days(0)) == Phase.CLOSED


def test_calls_that_are_not_announced_or_of_the_unlisted_are_not_there(client):
    hidden = CallFactory(unpublished=True)
    unlisted = CallFactory(programme__lead_actor__listed=False)

    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(unlisted.get_absolute_url()).status_code == 404
    assert client.get("/appels/").context["sections"] == []


def test_the_first_to_close_comes_first_then_those_to_come_then_the_past():
    late, soon = CallFactory(opens_at=days(-5), closes_at=days(9)), CallFactory(opens_at=days(-5), closes_at=days(2))
    permanent = CallFactory(opens_at=days(-9), closes_at=None)
    upcoming = CallFactory(opens_at=days(3), closes_at=days(30))
    past = CallFactory(opens_at=days(-30), closes_at=days(-3))

    ordered = announced([past, permanent, late, upcoming, soon], NOW)

    assert [one.call for one in ordered] == [soon, late, permanent, upcoming, past]


def test_what_is_asked_is_that_of_the_latest_form_with_documents_criteria_and_all_conditions(client):
    call = CallFactory()
    QuestionFactory(revision=FormRevisionFactory(call=call, number=1), label="Ancienne question")
    QuestionFactory(revision=FormRevisionFactory(call=call, number=2), label="Nouvelle question")
    CallDocumentFactory(call=call, required=False, help_text="De moins de trois mois.")
    CallCriterionFactory(call=call, name="Utilité sociale", weight=3)
    RuleFactory(programme=call.programme, not_met="Condition du programme.")
    RuleFactory(programme=None, call=call, not_met="Condition de l’appel.")
    RuleFactory(not_met="Condition d’un autre.")

    text = content(client, call)

    assert "Nouvelle question" in text
    assert "Ancienne question" not in text
    assert "De moins de trois mois." in text
    assert "facultatif" in text
    assert "poids 3" in text
    assert "Condition du programme." in text
    assert "Condition de l’appel." in text
    assert "Condition d’un autre." not in text


def test_a_call_overseas_says_its_own_time_and_that_of_paris(client):
    region = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")
    closing = (timezone.now() + dt.timedelta(days=12)).replace(hour=16, minute=0)
    call = CallFactory(programme__region=region, closes_at=closing)

    page, listed = content(client, call), client.get("/appels/").content.decode()

    paris = 18 if closing.astimezone(ZoneInfo("Europe/Paris")).utcoffset() == dt.timedelta(hours=2) else 17
    assert f"(heure de La Réunion, {paris}\u00a0h à Paris)" in page
    assert "à 20\u00a0h (heure de La Réunion," in listed
    assert "Clôture dans 12\u00a0jours" in listed


def test_a_call_in_france_does_not_say_paris_twice(client):
    text = content(client, CallFactory())

    assert "heure de Paris" in text
    assert "à Paris)" not in text
