"""Who enters, changes role, hands over, leaves: rows ended and kept, an owner always there, the person told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from projects import team
from projects.models import Project, TeamMember
from tests.factories import (
    ApplicationFactory,
    AttachmentFactory,
    ProjectDocumentFactory,
    ProjectFactory,
    TeamMemberFactory,
    UserFactory,
)


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


@pytest.fixture
def reader(project):
    return TeamMemberFactory(project=project, user=UserFactory(first_name="Idriss", last_name=""), role="reader")


def roles(project):
    return {member.user.first_name: member.role for member in project.team.active().select_related("user")}


def history(project, user):
    rows = project.team.filter(user=user).order_by("pk")
    return [(row.role, row.ends_on is None, row.reason) for row in rows]


def page(name, project, *more):
    return reverse(f"projects:{name}", args=[project.pk, *more])


def test_role_changes_by_a_new_row_and_the_person_is_told(signed_in, holder, project, reader):
    signed_in(holder).post(page("member", project, reader.pk), {"role": "editor"})

    assert history(project, reader.user) == [
        ("reader", False, ""),
        ("editor", True, "Rôle donné par Nour Belkacem"),
    ]
    mail = Mail.objects.get()
    assert (mail.recipient, mail.subject) == (reader.user, "Votre rôle dans une équipe a changé")
    assert "Conciergerie" not in mail.body


def test_same_role_again_writes_nothing(signed_in, holder, project, reader):
    signed_in(holder).post(page("member", project, reader.pk), {"role": "reader"})

    assert history(project, reader.user) == [("reader", True, "")]
    assert Mail.objects.count() == 0


def test_last_owner_can_neither_step_down_nor_leave(signed_in, holder, project):
    mine = project.team.get()

    stepped = signed_in(holder).post(page("member", project, mine.pk), {"role": "reader"})
    left = signed_in(holder).post(page("leave", project))

    assert "Un projet garde toujours quelqu’un qui le porte" in stepped.text
    assert "Un projet garde toujours quelqu’un qui le porte" in left.text
    assert roles(project) == {"Nour": "owner"}


def test_owner_cannot_be_removed_while_alone(holder, project):
    with pytest.raises(team.TeamRefused):
        team.remove(project.team.get(), by=holder, now=timezone.now())


def test_project_is_handed_over_and_the_former_owner_still_edits(signed_in, holder, project, reader):
    signed_in(holder).post(page("hand_over", project, reader.pk))

    assert roles(project) == {"Nour": "editor", "Idriss": "owner"}
    assert history(project, holder)[-1] == ("editor", True, "Projet transmis à Idriss")


def test_whoever_is_no_longer_owner_hands_nothing_over(holder, project, reader):
    TeamMemberFactory(project=project, role="owner")
    team.change_role(project.team.get(user=holder), "editor", by=holder, now=timezone.now())

    with pytest.raises(team.TeamRefused):
        team.hand_over(reader, by=holder, now=timezone.now())


def test_member_leaves_and_the_row_is_kept(signed_in, project, reader):
    response = signed_in(reader.user).post(page("leave", project))

    assert response.url == reverse("projects:index")
    assert history(project, reader.user) == [("reader", False, "Départ")]


def test_removed_member_is_told_and_reads_nothing_from_the_next_request_on(signed_in, holder, project, reader):
    application = ApplicationFactory(project=project, submitted=True)
    given = AttachmentFactory(application=application, document=ProjectDocumentFactory(project=project))
    addresses = [
        project.get_absolute_url(),
        page("team", project),
        reverse("projects:document", args=[given.document.pk]),
        reverse("applications:detail", args=[application.pk]),
        reverse("applications:attachment", args=[application.pk, given.pk]),
    ]
    before = [status(signed_in(reader.user).get(address)) for address in addresses]

    signed_in(holder).post(page("member_remove", project, reader.pk), {"reason": "Il change de métier"})

    assert before == [200] * 5
    assert [status(signed_in(reader.user).get(address)) for address in addresses] == [404] * 5
    assert history(project, reader.user) == [("reader", False, "Retrait par Nour Belkacem : Il change de métier")]
    mail = Mail.objects.get()
    assert mail.recipient == reader.user
    assert "métier" not in mail.body


def status(response):
    if response.streaming:
        response.getvalue()
    return response.status_code


def test_removed_member_may_come_back_the_same_day(holder, project, reader):
    team.remove(reader, by=holder, now=timezone.now())

    team.add_member(project, reader.user, TeamMember.Role.EDITOR, by=holder, now=timezone.now())

    assert roles(project) == {"Nour": "owner", "Idriss": "editor"}


def test_editor_sees_the_team_and_decides_nothing(signed_in, project, reader):
    editor = TeamMemberFactory(project=project, role="editor").user

    shown = signed_in(editor).get(page("team", project))
    invited = signed_in(editor).post(page("team", project), {"email": "a@example.org", "role": "owner"})
    changed = signed_in(editor).post(page("member", project, reader.pk), {"role": "owner"})

    assert (shown.status_code, invited.status_code, changed.status_code) == (200, 403, 403)
    assert project.invitations.count() == 0
    assert roles(project)["Idriss"] == "reader"


def test_member_of_another_project_is_not_reached_through_mine(signed_in, holder, project):
    other = TeamMemberFactory(role="reader")

    response = signed_in(holder).post(page("member_remove", project, other.pk))

    assert response.status_code == 404
    assert Project.objects.visible_to(other.user).exists()


def test_made_up_role_is_refused(signed_in, holder, project, reader):
    response = signed_in(holder).post(page("member", project, reader.pk), {"role": "superuser"})

    assert list(response.context["form"].errors) == ["role"]
    assert roles(project)["Idriss"] == "reader"


def test_former_member_changed_meanwhile_is_said(holder, project, reader):
    team.leave(project, reader.user, now=timezone.now())

    with pytest.raises(team.TeamRefused) as refused:
        team.change_role(reader, "editor", by=holder, now=timezone.now())

    assert str(refused.value) == "Idriss ne fait plus partie de l’équipe, ou son rôle vient de changer."


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_team_query_count(signed_in, holder, project, rows, django_assert_num_queries):
    TeamMemberFactory.create_batch(rows, project=project, role="reader")
    client = signed_in(holder)

    with django_assert_num_queries(7):
        response = client.get(page("team", project))

    assert len(response.context["members"]) == rows + 1
