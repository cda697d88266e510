"""One follow-up and the people around it, by the names of the cast (tests/cast.py)."""

import pytest
from django.utils import timezone

from followup.models import HourPackage
from tests.cast import build_cast, follow


@pytest.fixture
def now(db):
    return timezone.now()


@pytest.fixture
def cast(db):
    return follow(build_cast(confirmed=True))


@pytest.fixture
def participation(cast):
    """20 h of referent and 9 h of mentor, of which nothing is used."""
    return cast.participation


@pytest.fixture
def holder(cast):
    return cast.holder


@pytest.fixture
def referent(cast):
    return cast.referent


@pytest.fixture
def mentor(cast):
    return cast.mentor


@pytest.fixture
def officer(cast):
    return cast.officer


@pytest.fixture
def referent_package(participation):
    return participation.packages.get(kind=HourPackage.Kind.REFERENT)


@pytest.fixture
def mentor_package(participation):
    return participation.packages.get(kind=HourPackage.Kind.MENTOR)
