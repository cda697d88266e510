"""Lists and search at 10 000 programmes and 5 000 organisations: what a page costs, against T, and how that grows.

Only ratios of processor time taken in the same run are compared, medians of interleaved rounds, so that a busy machine
changes both sides alike. The limits are the floors of the programme's notes on performance, section 4.
"""

import gc
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from actors import catalogue
from actors.revision import bump
from tests.factories.many import many
from tests.scale.rules import questions, ruled

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("scale")]  # one process writes the rows, once
SMALL, TIMES = (1_000, 500), 10
ROUNDS = 7
LISTS = [
    "/programmes/",
    "/programmes/?page=200&tri=nom",
    "/programmes/?etape=etape-1&cout=gratuit&region=93",
    "/acteurs/",
    "/acteurs/?page=100",
    "/acteurs/?nature=nature-1&departement=13",
    "/appels/",
    "/appels/?etat=ouvert&region=93&page=2",
    "/appels/calendrier/",
    "/departements/",
    "/plan/",
    "/plan/manques/",
    "/",
]
TERRITORIES = ["/regions/93/", "/departements/13/"]
ITINERARIES = [
    "/orientation/resultat/",
    "/orientation/resultat/?etape=etape-3&qui=porteur",
    "/orientation/resultat/?etape=etape-3&lieu=13",
]
WORDS = [
    "/programmes/?q=solidaire",
    "/programmes/?q=maraichage&cout=gratuit",
    "/acteurs/?q=solidaire",
    "/appels/?q=solidaire",
]
RARE = ["/programmes/?q=rare", "/recherche/?q=rare", "/recherche/?q=solidaire"]
KEPT = {"/plan/": 1, "/plan/manques/": 1, "/departements/": 1, "/": 1}  # all that the page says is kept
QUERIES = {"/programmes/": 2, "/acteurs/": 2, "/appels/": 2, "/appels/calendrier/": 1, "/recherche/": 3} | KEPT
QUERIES |= {"/regions/93/": 6, "/departements/13/": 6, "/orientation/resultat/": 6}
PLACE_ASKS = 2
WORDS_ASK = {"/programmes/": 1, "/acteurs/": 1, "/appels/": 2, "/recherche/": 0}  # calls have a title of their own
LIST, FIRST_LOOK = 2.0, 3.7  # times T: rows 2 and 9 of section 4 (30 ms where T takes 8.2)
FIRST_MONTH = 5.0  # up to a hundred and fifty dates with their hour
ITINERARY = 3.0  # two hundred programmes are read against the answers, and forty refusals said, each time
FIRST_OF_ALL = 12.0  # a territory or an itinerary never asked before: six to eight queries, some sixty lines
GROWTH, NOISE, FIRST_GROWTH, BOUNDED_GROWTH = 1.2, 0.3, 2.0, 2.5
MEMORIES = (
    "territories",
    "supporters",
    "to call",
    "refusals",
    "places",
)  # kept under these names, beside the catalogues
REMEMBERED = ("found", "fragments", "rules", "sheets")
HANDLER = WSGIHandler()


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker):
    """For each page, at a tenth of the rows then at all of them: cost in T, first and again, and queries."""
    programmes, actors = SMALL
    with django_db_blocker.unblock(), override_settings(ROOT_URLCONF="tests.scale.bare"), transaction.atomic():
        many(programmes, actors)
        questions()
        ruled()
        small = _measure()
        many((TIMES - 1) * programmes, (TIMES - 1) * actors, first=programmes)
        ruled()
        large = _measure()
        transaction.set_rollback(True)
    catalogue.forget()
    for page in large:
        sizes = (
            f"{first:.2f} T first, {again:.2f} again, {n} queries" for first, again, n in (small[page], large[page])
        )
        sys.stdout.write(f"{page}: {' → '.join(sizes)}\n")
    return small, large


def _measure():
    """In a thread, as a server does: far down in a test's calls, Python pays for its stack again and again."""
    connection.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(
            1, initializer=connections.__setitem__, initargs=("default", connections["default"])
        ) as thread:
            return thread.submit(_compare).result()
    finally:
        connection.dec_thread_sharing()


def _compare():
    bump()
    _settle()
    queries = {page: _queries(page) for page in [*LISTS, *TERRITORIES, *ITINERARIES, *WORDS, *RARE]}
    rounds = {page: [] for page in queries}
    for _ in range(ROUNDS):
        for page, seen in rounds.items():
            unit = _cost("/nue/")
            _forget(*REMEMBERED)
            seen.append((_cost(page) / unit, _cost(page) / unit))
    return {page: (*map(median, zip(*seen, strict=True)), queries[page]) for page, seen in rounds.items()}


def _settle():
    """As a server that has run for a while: statistics are there, and what is loaded is not looked at again."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    gc.collect()


def _queries(page):
    _open(page)
    _forget("cards", *REMEMBERED)
    with CaptureQueriesContext(connection) as queries:
        _open(page)
    return len(queries)


def _forget(*names):
    for _, kept in catalogue._kept.values():
        for name in names:
            getattr(kept, name, {}).clear()
    for name in MEMORIES:
        if name in catalogue._kept:
            catalogue._kept[name][1].clear()


def _cost(page):
    start = time.process_time()
    _open(page)
    return time.process_time() - start


def _open(page):
    """The page through every middleware, without the test client, which copies what each template was given."""
    response = HANDLER.get_response(RequestFactory().get(page))
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("page", [*LISTS, *TERRITORIES, *WORDS])
def test_a_page_costs_at_most_twice_the_bare_page(measured, page):
    _, again, _ = measured[1][page]

    assert again <= LIST, measured[1]


@pytest.mark.parametrize("page", ITINERARIES)
def test_an_itinerary_costs_little_more(measured, page):
    _, again, _ = measured[1][page]

    assert again <= ITINERARY, measured[1]


@pytest.mark.parametrize("page", [*WORDS, *RARE])
def test_words_never_looked_for_before_cost_what_the_database_needs(measured, page):
    first, _, _ = measured[1][page]

    assert first <= FIRST_LOOK, measured[1]


def test_a_month_drawn_for_the_first_time_costs_a_few_pages(measured):
    first, _, _ = measured[1]["/appels/calendrier/"]

    assert first <= FIRST_MONTH, measured[1]


@pytest.mark.parametrize("page", [*TERRITORIES, *ITINERARIES])
def test_what_is_gathered_for_the_first_time_costs_a_few_pages_whatever_the_rows(measured, page):
    small, large = (sizes[page][0] for sizes in measured)

    assert large <= FIRST_OF_ALL, measured[1]
    assert large <= FIRST_GROWTH * small, measured


@pytest.mark.parametrize("page", ITINERARIES)
def test_an_itinerary_stops_growing_at_the_programmes_that_it_reads(measured, page):
    """A tenth of the rows is below the two hundred and forty that are read, so it costs less."""
    small, large = (sizes[page][1] for sizes in measured)

    assert large <= BOUNDED_GROWTH * small, measured


@pytest.mark.parametrize("page", [*LISTS, *TERRITORIES])
def test_ten_times_the_rows_change_nothing(measured, page):
    """Three tenths of a bare page are no growth: two measures of the same page differ by as much."""
    small, large = (sizes[page][1] for sizes in measured)

    assert large <= max(GROWTH * small, small + NOISE), measured


@pytest.mark.parametrize("page", [*LISTS, *TERRITORIES, *ITINERARIES, *WORDS, *RARE])
def test_queries_are_the_same_at_both_sizes(measured, page):
    path, _, query = page.partition("?")
    expected = QUERIES[path] + (WORDS_ASK[path] if "q=" in query else PLACE_ASKS if "lieu=" in query else 0)

    assert [sizes[page][2] for sizes in measured] == [expected, expected]
