"""A permanent call is answered file by file, without a session."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import continuous, places, screening
from applications.committee import CommitteeRefused
from applications.decisions import Wording
from applications.models import Application, Letter
from programmes.models import Call
from tests import factories
from tests.applications.selection import load_letters
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
DECLINED = Wording(reason="maturity", advice="Revenez avec un premier client.")


def permanent(**call):
    cast = build_cast(admissible=True)
    Call.objects.update(**{"entry": "permanent", "closes_at": None} | call)
    load_letters()
    cast.application = Application.objects.select_related("call").get()
    return cast


def decide(cast, outcome, wording=DECLINED, by=None):
    file = cast.application
    return continuous.decide(
        file, outcome, wording=wording, by=by or cast.officer, now=timezone.now(), version=file.version
    )


@pytest.mark.parametrize(
    ("outcome", "state"), [("admit", "admitted"), ("waitlist", "waitlisted"), ("decline", "declined")]
)
def test_the_answer_moves_the_file_and_writes_its_letter(outcome, state):
    cast = permanent()

    decide(cast, outcome)

    assert Application.objects.get().state == state
    assert "comité" not in Letter.objects.get().body


def test_a_call_by_session_waits_for_its_committee():
    cast = build_cast(admissible=True)

    with pytest.raises(CommitteeRefused, match="attend un comité"):
        decide(cast, "admit")


def test_a_file_on_an_agenda_waits_for_its_session():
    cast = permanent()
    factories.AgendaItemFactory(session=factories.CommitteeSessionFactory(call=cast.call), application=cast.application)

    with pytest.raises(CommitteeRefused, match="attend un comité"):
        decide(cast, "admit")


def test_places_hold_for_a_permanent_call_too():
    cast = permanent(places=1)
    factories.ApplicationFactory(call=cast.call, confirmed=True)

    with pytest.raises(places.NoPlaceLeft):
        decide(cast, "admit")

    assert Application.objects.get(pk=cast.application.pk).state == "admissible"


def test_a_refusal_without_reason_nor_advice_is_not_sent():
    cast = permanent()

    with pytest.raises(CommitteeRefused, match="le motif manque"):
        decide(cast, "decline", Wording())

    assert Letter.objects.count() == 0


def test_two_officers_never_answer_the_same_file():
    cast = permanent()
    decide(cast, "waitlist")

    with pytest.raises(screening.Stale):
        decide(cast, "admit")


def test_the_page_of_the_file_answers_it(signed_in):
    cast = permanent()
    client = signed_in(cast.officer)
    page = client.get(reverse("admin:applications_application_change", args=[cast.application.pk])).content.decode()

    client.post(
        reverse("admin:applications_act", args=[cast.application.pk, "decider"]),
        {"version": cast.application.version, "outcome": "admit", "message": "Un projet clair."},
    )

    assert "Répondre à ce dossier" in page
    assert Application.objects.get().state == "admitted"


def test_the_receipt_speaks_of_no_committee(signed_in):
    cast = permanent()

    html = signed_in(cast.holder).get(reverse("applications:receipt", args=[cast.application.pk])).text

    assert ("sans attendre de comité" in html, "<dt>Comité</dt>" in html) == (True, False)
