"""A passkey added and used in a browser, under the policy that forbids inline scripts."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.troubles = []
    page.on("console", lambda line: page.troubles.append(line.text) if line.type == "error" else None)
    yield page
    context.close()


@pytest.fixture
def person(transactional_db):
    person = UserFactory(first_name="Nour", email="nour@example.org")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def test_passkey_is_added_then_opens_the_space(page, person, password):
    page.goto("/compte/login/?next=/compte/2fa/webauthn/add/")
    page.get_by_label("Adresse électronique").fill(person.email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_label("Nom de la clé").fill("Ordinateur du bureau")
    page.get_by_label("M’en servir pour me connecter sans mot de passe").check()
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    page.context.clear_cookies()

    page.goto("/compte/login/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()

    expect(page).to_have_url("/espace/")
    assert page.troubles == []
    assert [str(key) for key in Authenticator.objects.filter(type="webauthn")] == ["Ordinateur du bureau"]


def test_a_key_that_does_not_answer_is_said_in_words(page, person):
    page.goto("/compte/login/")

    page.get_by_role("button", name="Utiliser une clé d’accès").click()

    expect(page.get_by_text("La clé n’a pas répondu.")).to_be_visible()
