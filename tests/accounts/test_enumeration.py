"""Nobody learns from a page whether an address has an account; the mail alone tells its owner."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Mail, User

KNOWN, UNKNOWN = "nour@example.org", "personne@example.org"


def told(name, email, **fields):
    """Every status and body from the form to where it leads, but for what is random and the address typed."""
    answer = Client().post(reverse(name), {**fields, "email": email}, follow=True)
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.redirect_chain, answer.status_code, body.replace(email, "ADRESSE")


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_page_says_the_same_for_a_known_and_an_unknown_address(nour, name):
    assert told(name, KNOWN) == told(name, UNKNOWN)


def test_signup_says_the_same_for_a_known_and_an_unknown_address(nour):
    details = {"first_name": "Inès", "last_name": "Garnier", "password1": "une phrase assez longue"}

    assert told("account_signup", KNOWN, **details) == told("account_signup", UNKNOWN, **details)
    assert User.objects.filter(email=KNOWN).get().first_name == "Nour"
    assert set(Mail.objects.values_list("address", "subject")) == {
        (KNOWN, "Votre compte existe déjà"),
        (UNKNOWN, "Votre code de confirmation"),
    }


def test_wrong_password_says_the_same_for_a_known_and_an_unknown_address(nour):
    def refused(email):
        answer = Client().post(reverse("account_login"), {"login": email, "password": "pas la bonne phrase"})
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return answer.status_code, body.replace(email, "ADRESSE")

    assert refused(KNOWN) == refused(UNKNOWN)


def test_wrong_code_says_the_same_for_a_known_and_an_unknown_address(nour):
    def refused(email):
        visitor = Client()
        visitor.post(reverse("account_request_login_code"), {"email": email})
        answer = visitor.post(reverse("account_confirm_login_code"), {"code": "0000-0000"})
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return answer.status_code, body.replace(email, "ADRESSE")

    assert refused(KNOWN) == refused(UNKNOWN)


def test_somebody_without_an_account_is_told_by_mail(db):
    Client().post(reverse("account_request_login_code"), {"email": UNKNOWN})

    mail = Mail.objects.get()
    assert (mail.address, mail.recipient, mail.subject) == (UNKNOWN, None, "Aucun compte à cette adresse")
    assert "/compte/signup/" in mail.body
