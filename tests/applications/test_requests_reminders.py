"""Reminders of a request end with what they remind of, and begin again with a new date."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Mail
from applications import requests
from applications.models import Application, CompletenessRequest
from tests.applications.asking import ask, sent

pytestmark = pytest.mark.django_db


def due_in(days):
    """A request asked ten days ago, due in so many days."""
    asked = ask(sent(), days=days)
    CompletenessRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=10))
    return asked


def reminded(days=0):
    """Mails owed in all, once the duty has run that many days from now."""
    requests.remind(timezone.localdate() + dt.timedelta(days=days))
    return Mail.objects.filter(template="request_reminder").count()


@pytest.mark.parametrize("state", ["admissible", "withdrawn", "inadmissible"])
def test_a_file_that_left_the_check_is_not_reminded(state):
    due_in(3)
    Application.objects.update(state=state)

    assert reminded() == 0


def test_a_date_put_off_begins_again():
    asked = due_in(3)
    before = reminded()
    CompletenessRequest.objects.update(due_on=asked.due_on + dt.timedelta(days=7))

    assert (before, reminded(), reminded(7)) == (1, 1, 2)
