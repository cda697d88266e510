"""Decisions: pending, published together or not at all, replaced with a reason; places are never exceeded."""

import datetime as dt

import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import Mail
from applications import committee, decisions, letters, places, workflow
from applications.committee import CommitteeRefused
from applications.decisions import Stale
from applications.models import CommitteeSession, Decision, Letter, RedirectProposal
from tests import factories
from tests.applications.selection import another_file, close, decided, in_committee, publish, set_phase, sit, states
from tests.cast import seat_of

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def ranks(cast):
    return {decision.application.project.title: decision.rank for decision in decisions.waiting_list(cast.call)}


def test_a_pending_decision_moves_nothing_and_writes_to_nobody():
    cast = in_committee("discussion")

    decided(cast, cast.item, "admit", now(), message="Une enquête solide.")

    assert states(cast) == {"Conciergerie des collines": "admissible"}
    assert (Letter.objects.count(), Mail.objects.count()) == (0, 0)


def test_a_decision_taken_again_replaces_the_pending_one_and_keeps_it():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())
    decided(cast, cast.item, "decline", now(), reason="fit", advice="Testez le prix.")

    assert [d.outcome for d in Decision.objects.filter(superseded_at=None)] == ["decline"]
    assert Decision.objects.count() == 2


def test_a_pending_decision_is_taken_back():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())

    decided(cast, cast.item, "", now())

    assert decisions.current(cast.application) is None


def test_two_secretaries_from_the_same_page_the_second_is_told_and_nothing_is_lost():
    cast = in_committee("discussion")
    decisions.decide(cast.item, "admit", by=cast.officer, now=now(), version=1, note="Besoin démontré.")

    with pytest.raises(Stale):
        decisions.decide(cast.item, "decline", by=cast.superuser, now=now(), version=1, note="Autre texte.")

    cast.item.refresh_from_db()
    assert (cast.item.discussion_note, decisions.current(cast.application).outcome) == ("Besoin démontré.", "admit")


def test_nothing_is_decided_while_a_recused_person_is_in_the_room():
    cast = in_committee("discussion")
    cast.item.declarations.update(left_room_at=None)

    with pytest.raises(CommitteeRefused, match="récusée"):
        decided(cast, cast.item, "admit", now())
    committee.note_exit(cast.item, now=now())

    assert decided(cast, cast.item, "admit", now()).outcome == "admit"


@pytest.mark.parametrize("phase", ["reading", "closed", "published"])
def test_decisions_are_taken_in_session_only(phase):
    cast = in_committee(phase)

    with pytest.raises(CommitteeRefused):
        decided(cast, cast.item, "admit", now())


def test_one_admission_more_than_the_places_is_refused_and_the_old_decision_stays():
    cast = sit(in_committee("discussion"), places_of_call=1)
    other = another_file(cast)
    decided(cast, cast.item, "admit", now())
    decided(cast, other, "waitlist", now())

    with pytest.raises(places.NoPlaceLeft):
        decided(cast, other, "admit", now())

    assert decisions.current(other.application).outcome == "waitlist"
    assert places.left(cast.call) == 0


def test_admitting_again_the_last_admitted_file_takes_no_second_place():
    cast = sit(in_committee("discussion"), places_of_call=1)
    decided(cast, cast.item, "admit", now())

    decided(cast, cast.item, "admit", now(), message="Mieux dit.")

    assert (places.taken(cast.call), decisions.current(cast.application).message) == (1, "Mieux dit.")


def test_ranks_follow_one_another_without_hole_and_are_exchanged():
    cast = in_committee("discussion")
    second, third = another_file(cast, "Recousu"), another_file(cast, "Toits en commun")
    for item in (cast.item, second, third):
        decided(cast, item, "waitlist", now())
    decisions.move(decisions.current(third.application), up=True)
    decided(cast, cast.item, "admit", now())

    assert ranks(cast) == {"Toits en commun": 1, "Recousu": 2}


def test_a_waitlisted_file_saved_again_keeps_its_rank():
    cast = in_committee("discussion")
    second = another_file(cast, "Recousu")
    decided(cast, cast.item, "waitlist", now())
    decided(cast, second, "waitlist", now())

    decided(cast, cast.item, "waitlist", now(), message="Un mot de plus.")

    assert ranks(cast) == {"Conciergerie des collines": 1, "Recousu": 2}


@pytest.mark.parametrize(
    ("outcome", "wording", "lacking"),
    [
        ("decline", {"advice": "Testez le prix."}, "le motif manque"),
        ("decline", {"reason": "fit"}, "conseil"),
        ("redirect", {"message": "Le DLA convient mieux."}, "programme vers lequel"),
        ("redirect", {}, "dites pourquoi"),
    ],
)
def test_publication_waits_for_reason_advice_and_programme(outcome, wording, lacking):
    cast = in_committee("discussion")
    decided(cast, cast.item, outcome, now(), **wording)
    close(cast)

    with pytest.raises(CommitteeRefused, match=lacking):
        publish(cast)

    assert states(cast) == {"Conciergerie des collines": "admissible"}


def test_publication_waits_for_the_session_to_be_closed_and_every_file_decided():
    cast = in_committee("discussion")

    assert [gap.masked([]) for gap in decisions.missing(cast.session)] == [
        "La séance n’est pas close.",
        "Conciergerie des collines : aucune décision n’est prise.",
    ]


def test_publication_waits_for_the_quorum():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())
    close(cast)
    cast.session.members.update(present=False)

    with pytest.raises(CommitteeRefused, match="quorum"):
        publish(cast)


def every_outcome():
    """Four files, one of each outcome, session closed."""
    cast = in_committee("discussion")
    dla = factories.ProgrammeFactory(name="DLA d’essai")
    decided(cast, cast.item, "admit", now(), message="Une enquête solide.")
    decided(cast, another_file(cast, "Recousu"), "waitlist", now())
    decided(cast, another_file(cast, "Toits"), "decline", now(), reason="model", advice="Testez le prix.")
    decided(cast, another_file(cast, "Radio"), "redirect", now(), message="Besoin précis.", programmes=(dla,))
    close(cast)
    return cast


def test_all_decisions_are_published_together_each_with_its_letter_and_one_mail():
    cast = every_outcome()

    published = publish(cast)

    assert published == 4
    assert states(cast) == {
        "Conciergerie des collines": "admitted",
        "Recousu": "waitlisted",
        "Toits": "declined",
        "Radio": "redirected",
    }
    assert sorted(Letter.objects.values_list("template", flat=True)) == [
        "admitted",
        "declined",
        "redirected",
        "waitlisted",
    ]
    assert Mail.objects.count() == 4
    assert CommitteeSession.objects.get().phase == "published"
    assert not Decision.objects.filter(published_at=None).exists()


def test_the_admitted_have_a_date_to_confirm_and_the_redirected_are_asked():
    cast = every_outcome()

    publish(cast)

    admitted = Decision.objects.get(outcome="admit")
    assert admitted.confirm_by == timezone.localdate() + dt.timedelta(days=10)
    assert [programme.name for programme in RedirectProposal.objects.get().programmes.all()] == ["DLA d’essai"]


def test_letters_say_the_reason_the_advice_the_rank_and_leave_no_hole():
    cast = every_outcome()

    publish(cast)

    bodies = {letter.template: letter.body for letter in Letter.objects.all()}
    assert "Testez le prix." in bodies["declined"]
    assert "Le modèle économique reste à travailler" in bodies["declined"]
    assert "au rang 1" in bodies["waitlisted"]
    assert "DLA d’essai" in bodies["redirected"]
    assert [body for body in bodies.values() if "{" in body] == []


def test_publishing_twice_writes_nothing_more():
    cast = every_outcome()
    publish(cast)

    with pytest.raises(CommitteeRefused):
        publish(cast)

    assert (Letter.objects.count(), Mail.objects.count()) == (4, 4)


def test_a_failure_in_the_middle_of_the_publication_moves_nothing(monkeypatch):
    cast = every_outcome()
    written = []
    write = letters.write

    def fails_at_the_third(*args, **words):
        if len(written) == 2:
            raise DatabaseError
        written.append(args)
        return write(*args, **words)

    monkeypatch.setattr(letters, "write", fails_at_the_third)
    with pytest.raises(DatabaseError):
        publish(cast)

    assert set(states(cast).values()) == {"admissible"}
    assert (Letter.objects.count(), Mail.objects.count()) == (0, 0)
    assert Decision.objects.filter(published_at=None).count() == 4


@pytest.mark.parametrize("role", ["other_officer", "partner_officer", "chair", "member", "holder"])
def test_only_an_officer_of_the_call_publishes(role):
    cast = every_outcome()

    with pytest.raises(workflow.TransitionClosed):
        publish(cast, by=cast.person(role))

    assert set(states(cast).values()) == {"admissible"}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        *[(role, 1) for role in ("officer", "superuser", "chair", "member")],
        *[(role, 0) for role in ("conflicted", "other_officer", "partner_officer", "holder", "colleague", "stranger")],
    ],
)
def test_who_sees_a_pending_decision(role, seen):
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())

    assert decisions.seen_by(cast.person(role), cast.session).count() == seen


def test_a_member_out_of_the_room_sees_no_pending_decision():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())
    committee.attend(cast.session, {seat_of(cast, "chair").pk})

    assert not decisions.seen_by(cast.member, cast.session).exists()


def test_a_recusal_hides_the_count_of_places_until_the_publication():
    cast = in_committee("discussion")

    before = [decisions.counts_places(cast.person(role), cast.session) for role in ("officer", "member", "conflicted")]
    set_phase(cast.session, "published")

    assert before == [True, True, False]
    assert decisions.counts_places(cast.conflicted, cast.session)
