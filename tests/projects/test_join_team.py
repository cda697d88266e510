"""Joining a team by the link of an invitation: with or without an account, under any address, once."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail, User
from projects import invitations
from projects.models import Invitation
from tests.factories import ProjectFactory, UserFactory, invitation_to

NOW = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


@pytest.fixture
def link(project, holder):
    return reverse("projects:join", args=[invitation_to(project, invited_by=holder)])


def team(project):
    return [(member.user.email, member.role) for member in project.team.active()]


def test_opening_the_link_changes_nothing(signed_in, stranger, project, link):
    response = signed_in(stranger).get(link)

    assert response.status_code == 200
    assert "Nour Belkacem vous invite" in response.text
    assert team(project) == [("nour@example.org", "owner")]
    assert Invitation.objects.get().used_at is None


def test_signed_in_person_under_another_address_is_told_which_account_joins(signed_in, stranger, link):
    response = signed_in(stranger).get(link)

    assert "sacha@example.org" in response.text
    assert "L’invitation a été envoyée à une autre adresse" in response.text
    assert "invitee@example.org" not in response.text


@pytest.mark.parametrize("role", ["owner", "editor", "reader"])
def test_button_joins_with_the_role_of_the_invitation(signed_in, holder, stranger, project, role):
    link = reverse("projects:join", args=[invitation_to(project, role=role, invited_by=holder)])

    response = signed_in(stranger).post(link)

    member = project.team.get(user=stranger)
    assert response.url == project.get_absolute_url()
    assert (member.role, member.reason) == (role, "Invitation de Nour Belkacem")
    assert Mail.objects.get(template="team_joined").recipient == holder


def test_button_pressed_twice_joins_once_and_opens_the_project(signed_in, stranger, project, link):
    signed_in(stranger).post(link)

    again = signed_in(stranger).post(link)

    assert again.url == project.get_absolute_url()
    assert project.team.filter(user=stranger).count() == 1


def test_somebody_else_with_a_used_link_stays_out(signed_in, stranger, project, link):
    another = UserFactory()
    signed_in(stranger).post(link)

    response = signed_in(another).post(link)

    assert response.status_code == 410
    assert "Ce lien a déjà servi" in response.text
    assert "Conciergerie" not in response.text
    assert not project.team.filter(user=another).exists()


def test_member_keeps_her_role_when_she_opens_an_invitation(signed_in, holder, project, link):
    shown = signed_in(holder).get(link)

    signed_in(holder).post(link)

    assert "Vous faites déjà partie de cette équipe" in shown.text
    assert team(project) == [("nour@example.org", "owner")]


def test_expired_link_has_its_sentence(signed_in, stranger, project):
    token = invitation_to(project, now=timezone.now() - invitations.LIFE)

    response = signed_in(stranger).post(reverse("projects:join", args=[token]))

    assert response.status_code == 410
    assert "Ce lien n’est plus valable depuis" in response.text


def test_visitor_is_offered_both_ways_in_and_presses_no_button(client, project, link):
    shown = client.get(link)

    pressed = client.post(link)

    assert f'href="/compte/signup/?next={link.replace("/", "%2F")}"' in shown.text
    assert pressed.url == f"/compte/login/?next={link}"
    assert team(project) == [("nour@example.org", "owner")]


def test_somebody_without_an_account_signs_up_on_the_way(project, link):
    visitor = Client()
    visitor.get(link)
    details = {"first_name": "Inès", "last_name": "Garnier", "email": "ines@example.org"}
    details |= {"password1": "une phrase assez longue", "next": link}
    visitor.post(reverse("account_signup"), details)
    code = re.search(r"^ {4}(\d{4}-\d{4})$", Mail.objects.get(address="ines@example.org").body, re.MULTILINE)[1]

    back = visitor.post(reverse("account_email_verification_sent"), {"code": code})
    visitor.post(back.url)

    assert back.url == link
    assert team(project)[1:] == [("ines@example.org", "editor")]


def test_another_account_is_taken_by_signing_out_on_the_way(signed_in, stranger, link):
    response = signed_in(stranger).post(reverse("account_logout"), {"next": link})

    assert response.url == link


def test_same_answer_whether_the_address_has_an_account_or_not(holder, stranger, project):
    for address in ["sacha@example.org", "personne@example.org"]:
        invitations.invite(project, address, "reader", by=holder, now=NOW)

    def told(mail):
        return re.sub(r"invitation/[\w.-]+", "", mail.body), mail.subject, mail.recipient, mail.template

    known, unknown = (told(mail) for mail in Mail.objects.all())
    assert known == unknown
    assert not User.objects.filter(email="personne@example.org").exists()


def test_same_address_invited_again_gets_a_new_link_and_no_second_row(holder, project):
    for role in ["reader", "editor"]:
        invitations.invite(project, "a@example.org", role, by=holder, now=NOW)

    assert [(row.email, row.role) for row in project.invitations.all()] == [("a@example.org", "editor")]
    assert Mail.objects.count() == 2


def test_too_many_open_invitations_are_refused_with_a_sentence(holder, project):
    for number in range(invitations.MOST_OPEN):
        invitation_to(project, f"personne{number}@example.org", now=NOW)

    with pytest.raises(invitations.CannotInvite) as refused:
        invitations.invite(project, "encore@example.org", "reader", by=holder, now=NOW)

    assert str(refused.value) == "20 invitations attendent déjà une réponse. Annulez-en une avant d’inviter."
