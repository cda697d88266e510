"""Many at once on PostgreSQL: a link is used once, whoever presses its button."""

import pytest
from django.utils import timezone

from accounts.links import LinkClosed
from projects import invitations, team
from tests.crowd import together
from tests.factories import ProjectFactory, TeamMemberFactory, UserFactory, invitation_to

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


def test_two_owners_who_leave_at_once_leave_one():
    for _ in range(10):
        project = ProjectFactory(owner=UserFactory())
        owners = [project.team.get().user, TeamMemberFactory(project=project, role="owner").user]

        def go(person, project=project):
            return lambda: team.leave(project, person, now=timezone.now())

        found = together([go(person) for person in owners], refusals=(team.TeamRefused,))

        assert sum(isinstance(answer, team.TeamRefused) for answer in found) == 1
        assert project.team.active().filter(role="owner").count() == 1


def test_two_owners_who_demote_each_other_at_once_leave_one():
    for _ in range(10):
        project = ProjectFactory(owner=UserFactory())
        first, second = project.team.get(), TeamMemberFactory(project=project, role="owner")

        def demote(member, by):
            return lambda: team.change_role(member, "reader", by=by.user, now=timezone.now())

        together([demote(first, second), demote(second, first)], refusals=(team.TeamRefused,))

        assert project.team.active().filter(role="owner").count() == 1


def test_fifty_transfers_at_once_leave_one_owner():
    project = ProjectFactory(owner=UserFactory())
    owner = project.team.get().user
    others = TeamMemberFactory.create_batch(CROWD, project=project, role="reader")

    def hand(member):
        return lambda: team.hand_over(member, by=owner, now=timezone.now())

    found = together([hand(member) for member in others], refusals=(team.TeamRefused,))

    assert sum(isinstance(answer, team.TeamRefused) for answer in found) == CROWD - 1
    assert project.team.active().filter(role="owner").count() == 1
