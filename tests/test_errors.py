"""Error pages: French words, a way out, and the number that is also in the log."""

import logging

import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client

pytestmark = pytest.mark.urls("tests.errors_urls")

PAGES = [
    (400, "Nous n’avons pas compris cette demande"),
    (403, "Cette page est réservée à d’autres personnes"),
    (404, "Cette station n’existe pas, ou plus"),
    (413, "Cet envoi est trop lourd"),
    (429, "Trop d’essais en peu de temps"),
    (500, "Une panne est survenue"),
    (503, "Le portail est momentanément indisponible"),
]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("status", "heading"), PAGES)
def test_error_page_speaks_french_without_database(visitor, caplog, status, heading):
    with caplog.at_level(logging.WARNING):
        response = visitor.get(f"/essai/{status}/")

    html = response.content.decode()
    number = response["X-Request-Number"]
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert f'<strong class="num">{number}</strong>' in html
    assert 'href="/"' in html
    assert response["Cache-Control"] == "no-store, private"
    assert response.cookies == {}


@pytest.mark.parametrize("status", [status for status, _ in PAGES])
def test_number_is_logged_once(visitor, capture_lines, status):
    response = visitor.get(f"/essai/{status}/")

    assert [response["X-Request-Number"] in line for line in capture_lines] == [True]


@pytest.fixture
def capture_lines():
    """Lines as the console handler of the settings would write them."""
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    lines = []

    class Recorder(logging.Handler):
        def emit(self, record):
            if console.filter(record):
                lines.append(console.format(record).splitlines()[0])

    recorder = Recorder(level=logging.WARNING)
    logging.getLogger().addHandler(recorder)
    yield lines
    logging.getLogger().removeHandler(recorder)


def test_breakdown_does_not_tell_the_reason(visitor):
    response = visitor.get("/essai/500/")

    assert b"a name that must not be shown" not in response.content
    assert b"{" not in response.content


@pytest.mark.parametrize("status", [429, 503])
def test_passing_troubles_say_when_to_come_back(visitor, status):
    assert int(visitor.get(f"/essai/{status}/")["Retry-After"]) > 0


def test_announced_body_too_large_is_refused_before_being_read(visitor, settings):
    settings.REQUEST_MAX_BYTES = 100

    response = visitor.post("/essai/400/", data="x" * 101, content_type="text/plain")

    assert response.status_code == 413


def test_body_of_a_form_too_large_is_a_413(visitor, settings, db):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = visitor.post("/compte/login/", {"login": "x" * 200})

    assert response.status_code == 413


def test_csrf_failure_keeps_calm():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/compte/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert "Votre page était ouverte depuis trop longtemps" in response.content.decode()
    assert "rien n’est perdu" in response.content.decode().lower()


def test_unknown_host_is_a_400(visitor, settings):
    settings.ALLOWED_HOSTS = ["correspondances.example"]

    response = visitor.get("/", headers={"host": "autre.example"})

    assert response.status_code == 400
    assert DisallowedHost.__name__ not in response.content.decode()


def test_coming_back_to_the_address_of_a_form_gives_words(visitor):
    response = visitor.get("/essai/envoi/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Cette adresse attend l’envoi d’un formulaire" in response.content.decode()
