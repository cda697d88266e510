"""Search on many rows: what it reads does not grow with what it finds, and its time no faster than the rows."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import SearchEntry
from actors.search import found_by_kind
from actors.spelling import suggestion
from tests.search.many import fill

pytestmark = pytest.mark.django_db
SMALL, LARGE = 300, 3000
ROUNDS = 7
SLACK = 2.5
PATHS = ["?q=épicerie", "?q=épicerie&dans=programmes", "?q=jard", "?q=epicreie jardinagee", "?q=halle qsdfghjk"]


def filled(rows):
    SearchEntry.objects.all().delete()
    fill({"programme": 2 * rows // 3, "actor": rows // 3, "term": 20})


@pytest.fixture
def built(monkeypatch):
    """The entries that are made into objects."""
    made = []
    from_db = SearchEntry.from_db.__func__
    monkeypatch.setattr(SearchEntry, "from_db", classmethod(lambda *args: made.append(1) or from_db(*args)))
    return made


def test_a_page_makes_as_many_objects_in_as_many_queries_whatever_is_found(client, built):
    seen = {}
    for rows in (SMALL, LARGE):
        filled(rows)
        for path in PATHS:
            built.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/recherche/{path}").status_code == 200
            seen.setdefault(path, []).append((len(queries), len(built)))

    assert all(small == large and large[0] <= 4 and large[1] <= 20 for small, large in seen.values()), seen


def test_time_grows_no_faster_than_the_rows():
    spent = {}
    for rows in (SMALL, LARGE):
        filled(rows)
        for name, ask in (("found", lambda: found_by_kind("épicerie jard")), ("meant", lambda: suggestion("epicreie"))):
            spent.setdefault(name, []).append(min(_cpu(ask) for _ in range(ROUNDS)))

    growth = {name: large / small for name, (small, large) in spent.items()}

    assert all(ratio <= SLACK * LARGE / SMALL for ratio in growth.values()), growth


def _cpu(ask):
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start
