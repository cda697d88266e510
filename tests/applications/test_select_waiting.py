"""After the publication: the waiting list, silences, revisions."""

import datetime as dt

import pytest
from django.utils import timezone

from applications import decisions, places, waiting, workflow
from applications.committee import CommitteeRefused
from applications.decisions import Wording
from applications.models import Application, Letter
from tests.applications.selection import another_file, close, decided, in_committee, publish, sit, states

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def after_publication(places_of_call=1):
    """One place, given; two files wait, in rank order Recousu then Toits."""
    cast = sit(in_committee("discussion"), places_of_call)
    decided(cast, cast.item, "admit", now())
    for title in ("Recousu", "Toits"):
        decided(cast, another_file(cast, title), "waitlist", now())
    close(cast)
    publish(cast)
    return cast


def test_nobody_is_called_up_while_no_place_is_free():
    cast = after_publication()

    with pytest.raises(CommitteeRefused, match="Aucune place"):
        waiting.call_up(cast.call, by=cast.officer, now=now())


def test_the_first_of_the_list_is_called_up_with_her_own_date_when_a_place_is_free():
    cast = after_publication()
    workflow.perform("withdraw", cast.application, by=cast.holder, now=now())

    called = waiting.call_up(cast.call, by=cast.officer, now=now())
    decision = decisions.current(called)

    assert (called.project.title, decision.outcome) == ("Recousu", "admit")
    assert decision.confirm_by == timezone.localdate() + dt.timedelta(days=10)
    assert Letter.objects.filter(template="waitlist_call_up").count() == 1
    with pytest.raises(CommitteeRefused, match="Aucune place"):
        waiting.call_up(cast.call, by=cast.officer, now=now())


def test_nobody_is_called_up_from_an_empty_list():
    cast = in_committee("published")

    with pytest.raises(CommitteeRefused, match="Personne"):
        waiting.call_up(cast.call, by=cast.officer, now=now())


def test_a_silence_is_noted_after_the_date_only_and_frees_the_place():
    cast = after_publication()
    with pytest.raises(workflow.TransitionRefused):
        waiting.lapse(cast.application, by=cast.officer, now=now())

    later = now() + dt.timedelta(days=11)
    late = [application.project.title for application in waiting.overdue(cast.call, later)]
    waiting.lapse(cast.application, by=cast.officer, now=later)

    assert (late, places.left(cast.call)) == (["Conciergerie des collines"], 1)
    assert Letter.objects.filter(template="place_lapsed").count() == 1


def test_closing_the_list_declines_each_file_that_waits_with_a_letter():
    cast = after_publication()

    assert waiting.close_list(cast.call, by=cast.officer, now=now()) == 2
    assert states(cast)["Recousu"] == "declined"
    assert Letter.objects.filter(template="declined").count() == 2


def test_a_published_decision_is_revised_with_a_reason_and_the_old_one_kept():
    cast = after_publication()
    wording = Wording(reason="team", advice="Trouvez un relais.")

    waiting.revise(cast.application, "decline", why="Erreur de dossier.", by=cast.officer, now=now(), wording=wording)

    assert states(cast)["Conciergerie des collines"] == "declined"
    assert [d.outcome for d in cast.application.decisions.order_by("pk")] == ["admit", "decline"]
    assert decisions.current(cast.application).revision_reason == "Erreur de dossier."


@pytest.mark.parametrize(
    ("outcome", "why", "wording", "refusal"),
    [
        ("decline", " ", Wording(reason="fit", advice="Oui."), "Dites pourquoi"),
        ("admit", "Parce que.", Wording(), "déjà la décision"),
        ("decline", "Parce que.", Wording(), "le motif manque"),
    ],
)
def test_a_revision_without_reason_or_words_is_refused(outcome, why, wording, refusal):
    cast = after_publication()

    with pytest.raises(CommitteeRefused, match=refusal):
        waiting.revise(cast.application, outcome, why=why, by=cast.officer, now=now(), wording=wording)

    assert states(cast)["Conciergerie des collines"] == "admitted"


def test_a_revision_never_exceeds_the_places():
    cast = after_publication()
    waiting_file = Application.objects.get(project__title="Recousu")

    with pytest.raises(places.NoPlaceLeft):
        waiting.revise(waiting_file, "admit", why="Parce que.", by=cast.officer, now=now())


def test_a_pending_decision_is_not_revised():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())

    with pytest.raises(CommitteeRefused, match="publiée"):
        waiting.revise(cast.application, "decline", why="Parce que.", by=cast.officer, now=now())
