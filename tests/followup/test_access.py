"""Who sees what of a follow-up: the grid, its twin predicates, and the private note that nobody else reads."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import AccessEntry
from followup import access
from followup.meetings import MeetingRefused, read_note
from followup.models import ComponentProgress, HourPackage, Meeting, Participation, PrivateNote, Promise
from followup.people import name
from tests.cast import ROLES
from tests.factories import UserFactory
from tests.factories.followup import (
    ComponentProgressFactory,
    MeetingFactory,
    ParticipationRoleFactory,
    PrivateNoteFactory,
    PromiseFactory,
)

WHOLE = {"holder", "referent", "officer", "superuser"}
SEES = WHOLE | {"mentor"}


@pytest.fixture
def meeting(participation, referent):
    return MeetingFactory(participation=participation, held_by=referent)


@pytest.fixture
def mentor_meeting(participation, mentor):
    return MeetingFactory(participation=participation, held_by=mentor, held_as="mentor")


@pytest.fixture
def note(meeting):
    return PrivateNoteFactory(meeting=meeting)


def user_of(cast, role):
    return cast.person(role) or AnonymousUser()


@pytest.mark.parametrize("role", ROLES)
def test_participation_is_seen_by_its_circle_and_the_officers(cast, participation, role):
    user = user_of(cast, role)

    seen = Participation.objects.visible_to(user).filter(pk=participation.pk).exists()

    assert seen == (role in SEES)
    assert access.reads(user, participation) == seen


@pytest.mark.parametrize("role", ROLES)
def test_referent_meeting_is_not_for_the_mentor(cast, meeting, role):
    user = user_of(cast, role)

    seen = Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()

    assert seen == (role in WHOLE)
    assert access.reads_meeting(user, meeting) == seen


@pytest.mark.parametrize("role", ROLES)
def test_mentor_meeting_is_seen_by_her_and_by_the_whole_circle(cast, mentor_meeting, role):
    user = user_of(cast, role)

    seen = Meeting.objects.visible_to(user).filter(pk=mentor_meeting.pk).exists()

    assert seen == (role in SEES)
    assert access.reads_meeting(user, mentor_meeting) == seen


@pytest.mark.parametrize("role", ROLES)
def test_private_note_is_for_the_referent_alone(cast, note, role):
    user = user_of(cast, role)

    seen = PrivateNote.objects.visible_to(user).filter(pk=note.pk).exists()

    assert seen == (role == "referent")
    assert access.reads_note(user, note) == seen


@pytest.mark.parametrize("role", ROLES)
def test_mentor_note_is_for_her_and_the_referent(cast, mentor_meeting, role):
    user, note = user_of(cast, role), PrivateNoteFactory(meeting=mentor_meeting)

    seen = PrivateNote.objects.visible_to(user).filter(pk=note.pk).exists()

    assert seen == (role in {"referent", "mentor"})
    assert access.reads_note(user, note) == seen


@pytest.mark.parametrize("role", ROLES)
def test_promises_hours_and_line_follow_the_same_rule(cast, participation, meeting, role):
    user = user_of(cast, role)
    PromiseFactory(meeting=meeting, who=cast.holder)
    ComponentProgressFactory(participation=participation)

    packages = set(HourPackage.objects.visible_to(user).values_list("kind", flat=True))

    assert Promise.objects.visible_to(user).exists() == (role in WHOLE)
    assert ComponentProgress.objects.visible_to(user).exists() == (role in WHOLE)
    assert packages == ({"referent", "mentor"} if role in WHOLE else {"mentor"} if role == "mentor" else set())


def test_referent_of_another_participation_reads_nothing_here(participation, note):
    elsewhere = ParticipationRoleFactory(kind="referent").user

    assert not Participation.objects.visible_to(elsewhere).filter(pk=participation.pk).exists()
    assert not PrivateNote.objects.visible_to(elsewhere).exists()


def test_former_referent_no_longer_reads_her_own_note_and_the_new_one_does(participation, officer, referent, note, now):
    newcomer = UserFactory()

    name(participation, newcomer, "referent", by=officer, now=now, reason="Congé")

    assert not PrivateNote.objects.visible_to(referent).exists()
    assert not access.reads_note(referent, note)
    assert PrivateNote.objects.visible_to(newcomer).get() == note


def test_author_who_is_now_a_participant_no_longer_reads_her_note(participation, referent, note):
    participation.roles.filter(user=referent).update(ends_on=timezone.localdate())
    ParticipationRoleFactory(participation=participation, user=referent, kind="participant")

    assert not PrivateNote.objects.visible_to(referent).exists()
    assert not access.reads_note(referent, note)


def test_reading_a_note_is_logged_for_each_participant(participation, referent, holder, note, now):
    other = ParticipationRoleFactory(participation=participation).user

    text = read_note(note, by=referent, now=now)

    assert text == "Canari confidentiel."
    assert set(AccessEntry.objects.values_list("reader", "subject", "kind", "object_id", "at")) == {
        (referent.pk, holder.pk, "private_note", str(note.pk), now),
        (referent.pk, other.pk, "private_note", str(note.pk), now),
    }


def test_reading_a_note_is_logged_even_when_nobody_is_left(participation, referent, note, now):
    participation.roles.filter(kind="participant").update(ends_on=timezone.localdate())

    read_note(note, by=referent, now=now)

    assert AccessEntry.objects.get().subject is None


@pytest.mark.parametrize("role", ["holder", "mentor", "officer", "superuser", "stranger"])
def test_reading_a_note_is_refused_and_not_logged_for_others(cast, note, now, role):
    with pytest.raises(MeetingRefused):
        read_note(note, by=cast.person(role), now=now)

    assert not AccessEntry.objects.exists()
