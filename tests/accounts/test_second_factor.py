"""Where the settings require it, people who read others' files set up a second factor before anything else."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

BACKEND = "accounts.backends.PasswordBackend"


@pytest.fixture
def officer(nour):
    nour.is_superuser = True
    nour.save()
    return nour


@pytest.mark.parametrize("path", ["/gestion/", "/suivi/", "/candidatures/", "/comite/", "/espace/"])
def test_staff_without_second_factor_is_sent_to_set_one_up(client, officer, settings, path):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(officer, BACKEND)

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


def test_staff_with_second_factor_goes_through(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    TOTP.activate(officer, "A" * 32)
    client.force_login(officer, BACKEND)

    assert client.get("/gestion/").status_code == 200


def test_page_where_the_factor_is_set_up_stays_open(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(officer, BACKEND)

    assert client.get(reverse("mfa_index")).status_code == 200


def test_project_holder_needs_no_second_factor(client, nour, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(nour, BACKEND)

    assert client.get(reverse("workspace")).status_code == 200


def test_demonstration_asks_no_second_factor(client, officer):
    client.force_login(officer, BACKEND)

    assert client.get("/gestion/").status_code == 200
