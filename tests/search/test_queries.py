"""French queries on the real facts: what is expected comes first, and the order is the same on both engines.

`ranked.json` holds the first five of each query; both engines are compared with it (make test, make test-postgres).
To write it again after a change of the ranking: `python manage.py shell` and `tests.search.test_queries.write()`.
"""

import csv
import json
from pathlib import Path

import pytest

from actors.search import ranked, search
from actors.spelling import suggestion

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
QUERIES = list(csv.DictReader((HERE / "queries.csv").read_text(encoding="utf-8").splitlines()))
SNAPSHOT = HERE / "ranked.json"
SHOWN = 5
MOST_MISSED = 2


def answers(query):
    """What the search page answers: every word, or else the nearest words, any of them."""
    found = search(query) or ranked(suggestion(query) or query, every=False)
    return [f"{entry.kind}:{entry.slug}" for entry in found[:SHOWN]]


def all_answers():
    return {row["query"]: answers(row["query"]) for row in QUERIES}


def write():
    lines = (f"{json.dumps(query, ensure_ascii=False)}: {json.dumps(hits)}" for query, hits in all_answers().items())
    SNAPSHOT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def test_what_is_expected_comes_first(directory):
    found = {row["query"]: (answers(row["query"])[:1], row["first"]) for row in QUERIES}
    missed = {query: pair for query, pair in found.items() if pair[0] != [pair[1]]}

    assert len(found) == len(QUERIES) >= 60
    assert len(missed) <= MOST_MISSED, missed


def test_the_order_is_the_same_on_both_engines(directory):
    assert all_answers() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
