"""What was typed comes back when the session or the page is over, and cannot be forged from elsewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from ess_portal.typed import is_worth_copying
from tests.factories import QuestionFactory
from tests.uploads import pdf, upload

TEXT = "Les habitants le demandent depuis deux ans."
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def step(cast):
    QuestionFactory(revision=cast.application.revision, code="besoin")
    return reverse("applications:step", args=[cast.application.pk, 1])


@pytest.fixture
def strict(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.holder)
    return client


def test_session_over_gives_the_text_back(client, step):
    response = client.post(step, {"r_besoin": TEXT, "v_besoin": 1, "continue": "1"})

    assert response.status_code == 403
    assert response.context["kept"].fields == [("r_besoin", TEXT), ("v_besoin", "1"), ("continue", "1")]
    assert response.context["kept"].texts == [TEXT]
    assert f'action="{step}"' in response.text
    assert "no-store" in response["Cache-Control"]


def test_text_sent_again_after_signing_in_is_saved(client, signed_in, cast, step):
    lost = client.post(step, {"r_besoin": TEXT, "v_besoin": 0, "continue": "1"})

    signed_in(cast.holder).post(step, dict(lost.context["kept"].fields))

    assert cast.application.answers.get().value == TEXT


def test_session_over_says_that_a_file_is_to_be_chosen_again(client, cast):
    page = reverse("projects:document_add", args=[cast.project.pk])

    response = client.post(page, {"file": upload("statuts.pdf", pdf())})

    assert "Les fichiers seront à choisir de nouveau." in response.text


@pytest.mark.parametrize("fields", [{}, {"continue": "1"}, {"csrfmiddlewaretoken": "x" * 64, "version": "3"}])
def test_session_over_with_nothing_written_leads_to_the_sign_in(client, step, fields):
    assert client.post(step, fields)["Location"].startswith(reverse("account_login"))


def test_page_of_before_the_sign_in_gives_the_text_back(strict, step):
    response = strict.post(step, {"r_besoin": TEXT, "continue": "1"}, headers=HERE)

    assert response.status_code == 403
    assert (response.context["is_ours"], response.context["kept"].texts) == (True, [TEXT])
    assert "<h1>Encore un geste\u00a0: envoyez de nouveau</h1>" in response.text
    assert "csrfmiddlewaretoken" in response.text
    assert TEXT in response.text


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://ailleurs.example"}, {"Origin": "null"}])
def test_form_of_another_site_cannot_be_sent_by_its_button(strict, step, origin):
    response = strict.post(step, {"r_besoin": TEXT, "continue": "1"}, headers=origin)

    assert response.status_code == 403
    assert TEXT in response.text
    assert "Envoyer de nouveau" not in response.text


def test_sign_in_forms_are_never_given_back(cast):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("account_login"), {"login": "a@example.org", "password": "une phrase secrète"})

    assert response.status_code == 403
    assert "une phrase secrète" not in response.text


@pytest.mark.parametrize("name", ["password", "new_password", "code"])
def test_secrets_are_never_given_back(client, step, name):
    response = client.post(step, {"r_besoin": TEXT, name: "le grand secret du coffre"})

    assert "le grand secret" not in response.text


def test_text_is_escaped(client, step):
    response = client.post(step, {"r_besoin": "</textarea><script>alert(1)</script>"})

    assert "<script>alert" not in response.text


@pytest.mark.parametrize(("value", "expected"), [("oui", False), ("Un mot", True), ("x" * 21, True), ("a\nb", True)])
def test_words_are_worth_copying(value, expected):
    assert is_worth_copying(value) is expected
