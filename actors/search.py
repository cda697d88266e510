"""Search over every public object, with the same results in the same order on both engines.

The engine only says which entries hold the words (FTS5, or tsvector with GIN). Their rank is arithmetic over stored
columns, the same on both, so that neither bm25 nor ts_rank shows through:

- 1000 when the words are one whole name: title, acronym or old name, whatever the plurals;
- then for each word 9 as it is written in a name, 8 in another form, 6 when the last one begins a word of a name,
  3 among the facts (kind, place, public, stage), 0 in the remaining text;
- on equal rank the sheet changed last, then programmes before organisations, stages and words, then the title.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate, StrIndex
from django.db.models.lookups import GreaterThan

from actors.models import SearchEntry
from ess_portal.lib.text import stem, words

MOST_LETTERS = 200
MOST_WORDS, MOST_ANY_WORDS = 8, 4
SHORTEST_BEGINNING = 3
WHOLE_NAME, AS_WRITTEN, SAME_FAMILY, BEGINNING, FACT = 1000, 9, 8, 6, 3
HOLDING = {
    "sqlite": "SELECT rowid FROM actors_searchtext WHERE actors_searchtext MATCH %s",
    "postgresql": "SELECT id FROM actors_searchentry WHERE vector @@ %s::tsquery",
}
OPERATORS = {"sqlite": (" AND ", " OR ", '"{}"', '"{}" *'), "postgresql": (" & ", " | ", "'{}'", "'{}':*")}
BYTES = {"sqlite": "BINARY", "postgresql": "C"}


class Hit(NamedTuple):
    """One entry found."""

    kind: str
    slug: str
    title: str
    url: str


def sought(text: str) -> list[str]:
    """The words that are looked for: those that mean something, eight at most, in the first 200 letters."""
    return words(text[:MOST_LETTERS])[:MOST_WORDS]


def search(text: str, kinds: Iterable[str] | None = None) -> list[Hit]:
    """Everything that holds every word of `text` (the last may be a beginning), best first."""
    return [Hit(*row) for row in ranked(text, kinds).values_list(*Hit._fields)]


def slugs_of(kind: str, text: str) -> list[str]:
    """What `search` finds of one kind, best first, by its slug only: what a list that filters by words needs."""
    return list(ranked(text, [kind]).values_list("slug", flat=True))


def ranked(text: str, kinds: Iterable[str] | None = None, *, every: bool = True) -> QuerySet[SearchEntry]:
    """Entries that hold every word of `text`, or any of its longest ones, best first, with their `rank`."""
    looked_for = sought(text) if every else _longest(sought(text))
    if not looked_for:
        return SearchEntry.objects.none()
    entries = SearchEntry.objects.filter(pk__in=RawSQL(HOLDING[connection.vendor], [_query(looked_for, every)]))  # noqa: S611
    kinds = SearchEntry.Kind.values if kinds is None else list(kinds)
    if kinds != SearchEntry.Kind.values:
        entries = entries.filter(kind__in=kinds)
    return entries.annotate(rank=_rank(looked_for)).order_by(*_order(kinds))


def found_by_kind(text: str) -> dict[str, list[int]]:
    """Keys of everything found, best first, the kind of the best first: one query that reads nothing else."""
    kinds: dict[str, list[int]] = {}
    for kind, pk in ranked(text).values_list("kind", "pk"):
        kinds.setdefault(kind, []).append(pk)
    return kinds


def rows(keys: Iterable[int]) -> list[SearchEntry]:
    """What is shown of these entries, in that order: one query."""
    keys = list(keys)
    shown = SearchEntry.objects.only("kind", "slug", "title", "url", "text").in_bulk(keys)
    return [shown[key] for key in keys if key in shown]


def nearest(text: str, most: int) -> list[SearchEntry]:
    """The best entries that hold some of the words, the longest of which are looked for: one query."""
    return list(ranked(text, every=False)[:most])


def _longest(looked_for):
    kept = sorted(looked_for, key=len)[-MOST_ANY_WORDS:]
    return [word for word in looked_for if word in kept]


def _query(looked_for, every):
    """The words in the engine's own language; they hold letters and digits only, so nothing is to be escaped."""
    both, either, whole, beginning = OPERATORS[connection.vendor]
    terms = [whole.format(stem(word)) for word in looked_for]
    if len(looked_for[-1]) >= SHORTEST_BEGINNING:
        terms[-1] = f"({terms[-1]}{either}{beginning.format(looked_for[-1])})"
    return (both if every else either).join(terms)


def _rank(looked_for):
    name = "|{}|".format(" ".join(stem(word) for word in looked_for))
    rank = Case(When(_holds("names", name), then=WHOLE_NAME), default=0, output_field=IntegerField())
    for word in looked_for:
        rank += _weight(word, may_begin=word == looked_for[-1] and len(word) >= SHORTEST_BEGINNING)
    return rank


def _weight(word, *, may_begin):
    places = [
        When(_holds("strong", f" {word} "), then=AS_WRITTEN),
        When(_holds("strong", f" {stem(word)} "), then=SAME_FAMILY),
        When(_holds("facts", f" {stem(word)} "), then=FACT),
    ]
    if may_begin:
        places.insert(2, When(_holds("strong", f" {word}"), then=BEGINNING))
    return Case(*places, default=0, output_field=IntegerField())


def _holds(column, text):
    return GreaterThan(StrIndex(F(column), Value(text)), 0)


def _order(kinds):
    """Texts are compared byte by byte: left to themselves, the engines do not sort spaces and hyphens alike."""
    title, slug = (Collate(column, BYTES[connection.vendor]) for column in ("sort_title", "slug"))
    kind = [_place_of_kind()] if len(kinds) > 1 else []
    return [F("rank").desc(), F("changed_on").desc(), *kind, title.asc(), slug.asc()]


def _place_of_kind():
    kinds = [When(kind=kind, then=place) for place, kind in enumerate(SearchEntry.Kind.values)]
    return Case(*kinds, default=len(kinds), output_field=IntegerField()).asc()
