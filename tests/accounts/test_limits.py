"""Somebody who tries many addresses or passwords is slowed down, in our words."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Mail


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def test_many_requests_for_a_code_send_only_three(nour):
    answers = [Client().post(reverse("account_request_login_code"), {"email": nour.email}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Trop d’essais" in answers[-1].content.decode()
    assert Mail.objects.count() == 3


def test_many_addresses_from_one_place_are_answered_by_our_page(db):
    answers = [Client().post(reverse("account_reset_password"), {"email": f"a{n}@example.org"}) for n in range(21)]

    assert [answer.status_code for answer in answers[-2:]] == [302, 429]
    assert "Trop d’essais en peu de temps" in answers[-1].content.decode()


def test_many_wrong_passwords_pause_the_account_even_for_the_right_one(client, nour, password):
    for _ in range(5):
        client.post(reverse("account_login"), {"login": nour.email, "password": "pas la bonne phrase"})

    answer = client.post(reverse("account_login"), {"login": nour.email, "password": password})

    assert answer.status_code == 200
    assert "Trop d’essais. Attendez quelques minutes" in answer.content.decode()


def test_a_paused_account_still_opens_with_a_code(client, nour, last_code):
    for _ in range(6):
        client.post(reverse("account_login"), {"login": nour.email, "password": "pas la bonne phrase"})
    client.post(reverse("account_request_login_code"), {"email": nour.email})

    answer = client.post(reverse("account_confirm_login_code"), {"code": last_code()})

    assert answer["Location"] == "/espace/"
