"""People are named with a date, replaced with a reason; the former ones read nothing more."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Mail
from followup.models import Participation, ParticipationRole
from followup.people import NamingRefused, name, release
from tests.factories import UserFactory


def test_referent_is_named_and_told(participation, officer, now):
    participation.roles.filter(kind="referent").delete()
    newcomer = UserFactory()

    role = name(participation, newcomer, "referent", by=officer, now=now)

    assert (role.user, role.kind, role.ends_on) == (newcomer, "referent", None)
    assert list(Mail.objects.values_list("template", "recipient")) == [("referent_named", newcomer.pk)]


def test_new_referent_ends_the_previous_one_with_a_reason(participation, officer, referent, now):
    newcomer = UserFactory()

    name(participation, newcomer, "referent", by=officer, now=now, reason="Congé")

    former = participation.roles.get(user=referent)
    assert (former.ends_on, former.reason) == (timezone.localdate(), "Congé")
    assert list(participation.roles.active().filter(kind="referent").values_list("user", flat=True)) == [newcomer.pk]


def test_former_referent_no_longer_reads_from_the_same_day(participation, officer, referent, now):
    name(participation, UserFactory(), "referent", by=officer, now=now, reason="Congé")

    assert not Participation.objects.visible_to(referent).exists()


def test_replacing_without_a_reason_changes_nothing(participation, officer, referent, now):
    with pytest.raises(NamingRefused, match="pourquoi"):
        name(participation, UserFactory(), "referent", by=officer, now=now, reason=" ")

    assert participation.roles.active().get(kind="referent").user == referent


def test_naming_the_same_person_again_changes_nothing(participation, officer, referent, now):
    role = name(participation, referent, "referent", by=officer, now=now)

    assert participation.roles.filter(kind="referent").get() == role
    assert not Mail.objects.exists()


def test_mentor_is_matched_to_a_need_beside_another_mentor(participation, officer, mentor, now):
    other = UserFactory()

    role = name(participation, other, "mentor", by=officer, now=now, need="Rencontrer des élus")

    assert role.need == "Rencontrer des élus"
    assert set(participation.roles.active().filter(kind="mentor").values_list("user", flat=True)) == {
        mentor.pk,
        other.pk,
    }
    assert Mail.objects.get().template == "mentor_named"


def test_need_of_a_mentor_is_changed_in_place(participation, officer, mentor, now):
    name(participation, mentor, "mentor", by=officer, now=now, need="Trouver un local")

    assert participation.roles.get(user=mentor).need == "Trouver un local"


@pytest.mark.parametrize("person", ["referent", "mentor", "holder", "stranger", "other_officer", "partner_officer"])
def test_naming_by_anybody_but_an_officer_of_the_call_is_refused(cast, participation, now, person):
    with pytest.raises(NamingRefused, match="équipe"):
        name(participation, UserFactory(), "mentor", by=cast.person(person), now=now)


def test_participant_cannot_support_her_own_project(participation, officer, holder, now):
    with pytest.raises(NamingRefused, match="participe"):
        name(participation, holder, "referent", by=officer, now=now, reason="Essai")


def test_participant_is_not_named_by_that_door(participation, officer, now):
    with pytest.raises(NamingRefused, match="pas ici"):
        name(participation, UserFactory(), "participant", by=officer, now=now)


def test_mentor_is_released_with_a_reason(participation, officer, mentor, now):
    release(participation.roles.get(user=mentor), by=officer, reason="Besoin rempli", now=now)

    assert not Participation.objects.visible_to(mentor).exists()
    assert participation.roles.get(user=mentor).reason == "Besoin rempli"


def test_referent_is_never_released_without_a_successor(participation, officer, referent, now):
    with pytest.raises(NamingRefused, match="personne ne reste sans"):
        release(participation.roles.get(user=referent), by=officer, reason="Départ", now=now)


def test_release_by_somebody_else_is_refused(participation, referent, mentor, now):
    with pytest.raises(NamingRefused, match="équipe"):
        release(participation.roles.get(user=mentor), by=referent, reason="Essai", now=now)


def test_database_refuses_two_active_referents(participation):
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationRole.objects.create(participation=participation, user=UserFactory(), kind="referent")


def test_database_refuses_the_same_active_role_twice(participation, mentor):
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationRole.objects.create(participation=participation, user=mentor, kind="mentor")
