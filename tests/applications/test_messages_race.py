"""Fifty sends at the same instant: one message for one key, and numbers that follow their order."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import Mail
from applications import correspondence
from applications.models import Message
from tests.applications.test_apply_race import numbered
from tests.cast import build_cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_fifty_sends_with_one_key_are_one_message():
    cast = build_cast(submitted=True)
    key = uuid.uuid4()

    numbered(
        lambda number: correspondence.send(
            cast.application, "team", "Bonjour", key=key, by=cast.holder, now=timezone.now()
        )
    )

    assert (Message.objects.count(), Mail.objects.count()) == (1, 1)


def test_fifty_messages_owe_one_mail():
    cast = build_cast(submitted=True)

    numbered(
        lambda number: correspondence.send(
            cast.application, "team", f"Message {number}", key=uuid.uuid4(), by=cast.holder, now=timezone.now()
        )
    )

    assert (Message.objects.count(), Mail.objects.count()) == (50, 1)
