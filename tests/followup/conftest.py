"""One follow-up and the people around it, by the names of the cast (tests/cast.py)."""

import pytest
from django.conf import settings
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


@pytest.fixture
def phone(chromium, live_server, client):
    """`phone(user)` opens a 390 px page signed in as `user`; `javascript=False` turns scripts off."""
    contexts = []

    def open_page(user, *, javascript=True):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 390, "height": 844}, java_script_enabled=javascript
        )
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
