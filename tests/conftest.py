"""The cast, the strictness fixtures, and what is skipped where a browser or PostgreSQL does not exist."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from actors import catalogue
from ess_portal.directory.load import load
from tests import migrated
from tests.cast import build_cast
from tests.factories import PASSWORD, UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop beside the ORM, in tests only

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DATABASES = {"db", "transactional_db", "django_db_setup"}
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """One worker takes every PostgreSQL crowd: two of fifty threads would pass the server's hundred connections.

    A test without a database says nothing of an engine: it runs on SQLite only.
    """
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.xdist_group("postgres"))
    if connection.vendor == "postgresql":
        idle = [item for item in items if not asks_for_a_database(item)]
        config.hook.pytest_deselected(items=idle)
        items[:] = [item for item in items if asks_for_a_database(item)]


def asks_for_a_database(item):
    return bool(item.get_closest_marker("django_db")) or not DATABASES.isdisjoint(item.fixturenames)


def pytest_runtest_setup(item):
    """Skip where a tool is missing on a person's machine; fail where continuous integration should have it."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    if (
        item.get_closest_marker("browser")
        and connection.vendor == "postgresql"
        and not item.get_closest_marker("journey")
    ):
        pytest.skip("the same pages as on SQLite, seen there")
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run make test-postgres")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    if connection.vendor == "sqlite" and migrated.kept().exists():
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """On SQLite, migrations run when they have changed; otherwise the test database is the copy of the last run."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            (migrated.keep if connection.settings_dict["TEST"]["MIGRATE"] else migrated.copy_in)(connection)


@pytest.fixture(scope="session")
def chromium():
    """The one browser of a test process: Playwright refuses to be started twice."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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
            client.force_login(user, backend="accounts.backends.PasswordBackend")
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(client):
    """`signed_in(user)` gives the test client signed in as that person."""

    def sign_in(user):
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def nothing_kept():
    """Lists kept in memory belong to the database of one test."""
    catalogue.forget()


@pytest.fixture
def holder(db):
    return UserFactory(first_name="Nour", last_name="Belkacem", email="nour@example.org")


@pytest.fixture
def stranger(db):
    """Another project holder."""
    return UserFactory(first_name="Sacha", last_name="Morel", email="sacha@example.org")


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def cast(db):
    """Everybody around one draft application (`tests.cast.build_cast` gives other situations)."""
    return build_cast()


@pytest.fixture
def directory(db):
    """The real facts of `data/`, for the tests that need them all."""
    return load()
