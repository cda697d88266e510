"""Search over every public object, with the same results in the same order on both engines.

The engine only says which entries hold the words (FTS5, or tsvector with GIN); the order is worked out here, so that
neither bm25 nor ts_rank shows through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connection
from django.db.models.expressions import RawSQL

from actors.models import SearchEntry
from ess_portal.lib.text import index, sort_key, stem, words

MOST_WORDS = 8
SHORTEST_BEGINNING = 3
HOLDING = MappingProxyType(
    {
        "sqlite": "SELECT rowid FROM actors_searchtext WHERE actors_searchtext MATCH %s",
        "postgresql": "SELECT id FROM actors_searchentry WHERE vector @@ to_tsquery('simple', %s)",
    }
)


@dataclass(frozen=True)
class Entry:
    """One public object to index: `strong` holds its names, old ones included, `weak` its other public words."""

    slug: str
    title: str
    url: str
    strong: str
    weak: str


def search(text: str, kinds: Iterable[str] | None = None) -> list[SearchEntry]:
    """Entries that hold every word of `text` (the last may be a beginning): names first, then by title."""
    sought = words(text)[:MOST_WORDS]
    if not sought:
        return []
    entries = SearchEntry.objects.filter(pk__in=RawSQL(HOLDING[connection.vendor], [_query(sought)]))  # noqa: S611
    if kinds is not None:
        entries = entries.filter(kind__in=list(kinds))
    title = sort_key(text)
    return sorted(
        entries.only("kind", "slug", "title", "url", "sort_title", "strong").order_by(),
        key=lambda entry: (-_weight(entry, sought, title), entry.sort_title, entry.kind, entry.slug),
    )


def store(kind: str, entries: Iterable[Entry], slugs: Iterable[str] | None = None) -> None:
    """Make the index of `kind` hold exactly `entries` (or, of these `slugs` only, those that are given)."""
    stored = SearchEntry.objects.filter(kind=kind)
    if slugs is not None:
        stored = stored.filter(slug__in=list(slugs))
    existing = {entry.slug: entry for entry in stored}
    wanted = {entry.slug: _values(entry) for entry in entries}
    stored.filter(slug__in=existing.keys() - wanted.keys()).delete()
    SearchEntry.objects.bulk_create(
        SearchEntry(kind=kind, slug=slug, **values) for slug, values in wanted.items() if slug not in existing
    )
    for slug, values in wanted.items():
        entry = existing.get(slug)
        if entry and any(getattr(entry, name) != value for name, value in values.items()):
            SearchEntry.objects.filter(pk=entry.pk).update(**values)


def _values(entry):
    return {
        "title": entry.title,
        "url": entry.url,
        "sort_title": sort_key(entry.title)[:200],
        "strong": index(entry.strong),
        "weak": index(entry.weak),
    }


def _query(sought):
    """The words in the engine's own language; they hold letters and digits only, so nothing is to be escaped."""
    both, either, beginning = {"sqlite": (" AND ", "OR", "*"), "postgresql": (" & ", "|", ":*")}[connection.vendor]
    terms = [f'"{stem(word)}"' if connection.vendor == "sqlite" else stem(word) for word in sought]
    last = sought[-1]
    if len(last) >= SHORTEST_BEGINNING:
        terms[-1] = f"({terms[-1]} {either} {last}{beginning})"
    return both.join(terms)


def _weight(entry, sought, title):
    """3 for a word found as it is in the names, 2 for its family, 1 for a beginning, and the very title above all."""
    names = entry.strong.split()
    weight = sum(3 if word in names else 2 for word in sought if stem(word) in names)
    if len(sought[-1]) >= SHORTEST_BEGINNING and stem(sought[-1]) not in names:
        weight += any(name.startswith(sought[-1]) for name in names)
    return weight + (100 if entry.sort_title == title else 0)
