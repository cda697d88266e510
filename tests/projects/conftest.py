"""A file filled for somebody, by the prescriber of the cast."""

import pytest

from tests.factories.helping import agreement_by


@pytest.fixture
def office(cast):
    return cast.prescriber.organisation_roles.get().actor


@pytest.fixture
def helped(cast, office):
    return agreement_by(cast.prescriber, office)
