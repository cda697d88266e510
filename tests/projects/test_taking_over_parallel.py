"""Fifty presses on the link of a take-over at the same instant: one owner, one use, one mail."""

import pytest
from django.utils import timezone

from accounts import links
from accounts.models import Mail, User
from projects import handover
from projects.models import Handover
from tests.cast import build_cast
from tests.crowd import together
from tests.factories import UserFactory
from tests.factories.helping import agreement_by, handover_to

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 50


def test_fifty_people_with_the_link_give_one_owner():
    cast = build_cast()
    helped = agreement_by(cast.prescriber, cast.prescriber.organisation_roles.get().actor)
    token, now = handover_to(helped.project), timezone.now()
    people = UserFactory.create_batch(THREADS)

    def take(person):
        return handover.take_over(token, by=person, first_name="Léa", last_name="Roux", keeps="write", now=now)

    found = together([lambda person=person: take(person) for person in people], refusals=(links.LinkClosed,))

    taken = [person for person, outcome in zip(people, found, strict=True) if outcome == helped.project]
    (owner,) = helped.project.team.active()
    assert ([owner.user], owner.role) == (taken, "owner")
    assert Handover.objects.get().used_by == taken[0]
    assert not User.objects.filter(pk=helped.person_id).exists()
    assert Mail.objects.filter(template="help_changed").count() == 1


def test_fifty_presses_of_one_person_are_one_and_all_answer_well():
    cast = build_cast()
    helped = agreement_by(cast.prescriber, cast.prescriber.organisation_roles.get().actor)
    token, now, person = handover_to(helped.project), timezone.now(), UserFactory()

    def take():
        return handover.take_over(token, by=person, first_name="Léa", last_name="Roux", keeps="", now=now)

    found = together([take] * THREADS)

    assert set(found) == {helped.project}
    assert [member.user for member in helped.project.team.active()] == [person]
    assert helped.project.agreements.count() == 1
