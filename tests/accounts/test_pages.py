"""Account pages: drawn in our layout, in French, for visitors and for people signed in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from accounts.models import Mail, User

ENTRANCE = ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
OWN = [
    "accounts:index",
    "accounts:identity",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_inactive",
    "mfa_index",
    "mfa_list_webauthn",
]
SENSITIVE = ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]


def drawn(response):
    html = response.content.decode()
    assert response.status_code == 200
    assert '<main id="contenu"' in html
    assert html.count("<h1") == 1
    assert not re.search(r"\bstyle=|<script>", html)
    return html


@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance_page_is_drawn_in_our_layout(client, db, name):
    html = drawn(client.get(reverse(name)))

    assert "placeholder" not in html


@pytest.mark.parametrize("name", OWN)
def test_own_page_is_drawn_in_our_layout(client, nour, name):
    client.force_login(nour, "accounts.backends.PasswordBackend")

    html = drawn(client.get(reverse(name)))

    assert "Nour" in html


@pytest.mark.parametrize("name", OWN[:2] + OWN[2:4] + OWN[6:])
def test_own_page_asks_a_visitor_to_sign_in(client, db, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.fixture
def signed_in_nour(client, nour, password):
    client.post(reverse("account_login"), {"login": nour.email, "password": password})
    client.post(reverse("account_reauthenticate"), {"password": password})
    return client


@pytest.mark.parametrize("name", SENSITIVE)
def test_sensitive_page_opens_once_confirmed(signed_in_nour, nour, name):
    if name == "mfa_generate_recovery_codes":
        TOTP.activate(nour, "A" * 32)

    drawn(signed_in_nour.get(reverse(name)))


def test_sensitive_page_asks_the_password_again(client, nour):
    client.force_login(nour, "accounts.backends.PasswordBackend")

    html = drawn(client.get(reverse("mfa_activate_totp"), follow=True))

    assert "Confirmez que c’est bien vous" in html


def test_second_factor_pages_once_it_is_active(signed_in_nour, nour):
    TOTP.activate(nour, "A" * 32)
    RecoveryCodes.activate(nour)
    key = Authenticator.objects.create(user=nour, type=Authenticator.Type.WEBAUTHN, data={"name": "Bureau"})

    for name, args in [
        ("mfa_index", []),
        ("mfa_deactivate_totp", []),
        ("mfa_view_recovery_codes", []),
        ("mfa_list_webauthn", []),
    ]:
        drawn(signed_in_nour.get(reverse(name, args=args)))

    assert str(key) == "Bureau"


def test_sign_in_asks_the_second_factor(client, nour, password):
    TOTP.activate(nour, "A" * 32)

    html = drawn(client.post(reverse("account_login"), {"login": nour.email, "password": password}, follow=True))

    assert "Code de l’application" in html


def test_signup_keeps_names_and_opens_the_space_after_the_code(client, db, last_code):
    details = {
        "first_name": "Inès",
        "last_name": "Garnier",
        "email": "ines@example.org",
        "password1": "une phrase assez longue",
    }

    page = drawn(client.post(reverse("account_signup"), details, follow=True))
    response = client.post(reverse("account_email_verification_sent"), {"code": last_code()})

    assert "Confirmez votre adresse" in page
    assert response["Location"] == "/espace/"
    assert str(response.wsgi_request.user) == "Inès Garnier"


def test_code_opens_the_space_without_a_password(client, nour, last_code):
    client.post(reverse("account_request_login_code"), {"email": nour.email})

    response = client.post(reverse("account_confirm_login_code"), {"code": last_code()})

    assert response["Location"] == "/espace/"
    assert Mail.objects.get().recipient == nour


def test_invited_person_enters_with_one_code(client, db, last_code):
    bakary = User.objects.invited("Bakary@Example.org ", first_name="Bakary", last_name="Diallo")

    client.post(reverse("account_request_login_code"), {"email": bakary.email})
    response = client.post(reverse("account_confirm_login_code"), {"code": last_code()})

    assert response["Location"] == "/espace/"
    assert [(mail.recipient, mail.address) for mail in Mail.objects.all()] == [(bakary, "bakary@example.org")]


def test_wrong_code_says_what_to_do(client, nour):
    client.post(reverse("account_request_login_code"), {"email": nour.email})

    html = drawn(client.post(reverse("account_confirm_login_code"), {"code": "0000"}))

    assert "Recopiez les huit chiffres" in html


def test_forgotten_password_is_replaced_after_a_code(client, nour, last_code):
    client.post(reverse("account_reset_password"), {"email": nour.email})
    page = client.post(reverse("account_confirm_password_reset_code"), {"code": last_code()}, follow=True)

    new = "une autre phrase assez longue"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    nour.refresh_from_db()

    assert nour.check_password(new)
    assert Mail.objects.first().subject == "Votre mot de passe a changé"


def test_new_address_replaces_the_old_one_once_confirmed(signed_in_nour, nour, last_code):
    signed_in_nour.post(reverse("account_email"), {"email": "nour@autre.example", "action_add": ""})
    nour.refresh_from_db()
    before = nour.email

    signed_in_nour.post(reverse("account_email_verification_sent"), {"code": last_code()})
    nour.refresh_from_db()

    assert (before, nour.email) == ("nour@example.org", "nour@autre.example")


def test_name_can_be_changed(client, nour):
    client.force_login(nour, "accounts.backends.PasswordBackend")

    client.post(reverse("accounts:identity"), {"first_name": "Noura", "last_name": "Belkacem", "is_superuser": "on"})
    nour.refresh_from_db()

    assert (nour.first_name, nour.is_superuser) == ("Noura", False)


def test_sign_out_by_get_only_asks(client, nour):
    client.force_login(nour, "accounts.backends.PasswordBackend")

    client.get(reverse("account_logout"))

    assert client.get(reverse("accounts:index")).status_code == 200
