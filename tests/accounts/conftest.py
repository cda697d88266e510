"""Somebody with a confirmed address, and the code of the last mail owed."""

import re

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Mail
from tests.factories import UserFactory


@pytest.fixture
def nour(db):
    person = UserFactory(first_name="Nour", last_name="Belkacem", email="nour@example.org")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@pytest.fixture
def last_code():
    def read():
        return re.search(r"^ {4}(\d{4}-\d{4})$", Mail.objects.first().body, re.MULTILINE)[1]

    return read
