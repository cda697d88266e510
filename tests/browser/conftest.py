"""A real Chromium on a live server; a page per person, with or without JavaScript, wide or narrow."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from ess_portal.directory.load import load

PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def open_as(chromium, live_server):
    """`open_as(user, width=…, javascript=…)` gives a page signed in as that person (None: a visitor)."""
    contexts = []

    def open_page(user=None, *, width=1280, javascript=True, bypass_csp=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            bypass_csp=bypass_csp,
            locale="fr-FR",
        )
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def facts(transactional_db):
    """A database that holds nothing but the directory."""
    return load()
