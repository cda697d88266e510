"""The team's page invites, sends again, cancels; limits are said."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from ess_portal.settings import base
from projects.models import Invitation
from tests.factories import ProjectFactory, invitation_to


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


def link_of(mail):
    return re.search(r"/projets/invitation/\S+", mail.body)[0]


def test_owner_invites_from_the_page(signed_in, holder, project):
    response = signed_in(holder).post(
        reverse("projects:team", args=[project.pk]), {"email": "Ines@Example.org", "role": "reader"}, follow=True
    )

    invitation = project.invitations.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == ("ines@example.org", "reader", holder)
    assert "L’invitation part à ines@example.org." in response.text
    assert response.text.count("ines@example.org") >= 2


@pytest.mark.parametrize("address", ["", "ines", "ines@", "a\x00@example.org", "x" * 300 + "@example.org"])
def test_wrong_address_is_refused_at_its_field_and_kept(signed_in, holder, project, address):
    response = signed_in(holder).post(reverse("projects:team", args=[project.pk]), {"email": address, "role": "reader"})

    assert list(response.context["form"].errors) == ["email"]
    assert Invitation.objects.count() == 0


def test_sending_again_gives_a_new_link_and_closes_the_former(signed_in, holder, project):
    client = signed_in(holder)
    client.post(reverse("projects:team", args=[project.pk]), {"email": "ines@example.org", "role": "reader"})
    first = Mail.objects.get()

    client.post(reverse("projects:invitation_resend", args=[project.pk, project.invitations.get().pk]))

    second = Mail.objects.exclude(pk=first.pk).get()
    assert Client().get(link_of(first)).status_code == 410
    assert Client().get(link_of(second)).status_code == 200


def test_expired_invitation_is_sent_again(signed_in, holder, project):
    invitation_to(project, now=timezone.now() - dt.timedelta(days=30))

    signed_in(holder).post(reverse("projects:invitation_resend", args=[project.pk, project.invitations.get().pk]))

    assert project.invitations.get().is_open(timezone.now())


def test_cancelled_invitation_opens_nothing_and_leaves_the_list(signed_in, holder, project, client):
    link = reverse("projects:join", args=[invitation_to(project)])

    done = signed_in(holder).post(
        reverse("projects:invitation_cancel", args=[project.pk, project.invitations.get().pk]), follow=True
    )

    assert "est annulée" in done.text
    assert list(done.context["invitations"]) == []
    assert "Ce lien a été annulé" in Client().get(link).text


def test_invitation_of_another_project_is_not_reached_through_mine(signed_in, holder, project):
    invitation_to(ProjectFactory())
    other = Invitation.objects.get()

    response = signed_in(holder).post(reverse("projects:invitation_cancel", args=[project.pk, other.pk]))

    assert response.status_code == 404
    assert Invitation.objects.get().cancelled_at is None


def test_many_invitations_of_a_day_are_slowed_down_with_a_sentence(signed_in, holder, project, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "2/d/user"}
    cache.clear()
    url = reverse("projects:team", args=[project.pk])
    client = signed_in(holder)
    for number in range(2):
        client.post(url, {"email": f"a{number}@example.org", "role": "reader"})

    response = client.post(url, {"email": "a2@example.org", "role": "reader"})

    cache.clear()
    assert "Vous avez envoyé beaucoup d’invitations aujourd’hui." in response.context["form"].errors["email"][0]
    assert project.invitations.count() == 2


def test_production_limits_invitations_by_person_and_by_address():
    assert base.ACCOUNT_RATE_LIMITS["invitation"] == "30/d/user,5/d/key"
