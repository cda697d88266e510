"""What the journeys start from."""

import pytest

from ess_portal.directory.load import load


@pytest.fixture
def facts(transactional_db):
    """A database that holds nothing but the directory."""
    return load()
