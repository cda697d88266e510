"""allauth's mails are rows of the outbox, in French, with links to the site's own address."""

from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail as sent
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from accounts.outbox import deliver_due

NOTICES = [
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
]


def test_code_is_owed_then_delivered_by_the_worker(nour):
    Client().post(reverse("account_request_login_code"), {"email": nour.email})
    before = len(sent.outbox)

    deliver_due(timezone.now() + timedelta(seconds=1))

    assert (before, [message.to for message in sent.outbox]) == (0, [["nour@example.org"]])


def test_two_codes_are_two_mails(nour):
    for _ in range(2):
        Client().post(reverse("account_request_login_code"), {"email": nour.email})

    assert Mail.objects.count() == 2


@pytest.mark.parametrize("template", NOTICES)
def test_notice_is_french_and_leads_to_our_own_address(nour, settings, template):
    settings.SITE_ADDRESS = "https://correspondances.example"

    get_adapter().send_mail(template, nour.email, {"user": nour})

    mail = Mail.objects.get()
    assert mail.body.startswith("Bonjour,\n\n")
    assert "https://correspondances.example/compte/password/reset/" in mail.body
    assert "testserver" not in mail.body
    assert mail.recipient == nour
