"""Many at once on PostgreSQL: a link is used once, whoever presses its button."""

import pytest
from django.utils import timezone

from accounts.links import LinkClosed
from projects import invitations
from tests.crowd import together
from tests.factories import ProjectFactory, UserFactory, invitation_to

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 50


def test_fifty_presses_by_one_person_make_one_membership():
    project, person = ProjectFactory(owner=UserFactory()), UserFactory()
    token = invitation_to(project)

    found = together([lambda: invitations.join(token, by=person, now=timezone.now())] * CROWD)

    assert project.team.filter(user=person).count() == 1
    assert {member.pk for member in found} == {project.team.get(user=person).pk}


def test_fifty_people_with_one_link_make_one_membership():
    project = ProjectFactory(owner=UserFactory())
    people = UserFactory.create_batch(CROWD)
    token = invitation_to(project)

    def press(person):
        return lambda: invitations.join(token, by=person, now=timezone.now())

    found = together([press(person) for person in people], refusals=(LinkClosed,))

    assert sum(isinstance(answer, LinkClosed) for answer in found) == CROWD - 1
    assert project.team.count() == 2


def test_fifty_links_for_one_person_make_one_membership():
    project, person = ProjectFactory(owner=UserFactory()), UserFactory()
    tokens = [invitation_to(project, f"adresse{number}@example.org") for number in range(CROWD)]

    def press(token):
        return lambda: invitations.join(token, by=person, now=timezone.now())

    together([press(token) for token in tokens])

    assert project.team.filter(user=person).count() == 1


def test_fifty_invitations_of_one_address_leave_one_open():
    owner = UserFactory()
    project = ProjectFactory(owner=owner)

    together([lambda: invitations.invite(project, "a@example.org", "reader", by=owner, now=timezone.now())] * CROWD)

    assert project.invitations.count() == 1
