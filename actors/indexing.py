"""What the search index holds: how an object is written in it, and what it says of organisations."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from actors.models import Actor, Alias, SearchEntry, SearchWord
from actors.models.actor import SheetStatus
from ess_portal.lib.text import index, sort_key, stems, written

MOST_TEXT = 20_000
SHORTEST_WORD, LONGEST_WORD = 4, 40
IN_BRACKETS = re.compile(r"\(([^()]+)\)")

# What the storeys above write again when objects of a kind changed their names (slugs, or None: all): their AppConfig.
FOLLOWERS: list[Callable[[str, list[str] | None], None]] = []


@dataclass(frozen=True)
class Entry:
    """One public object: all its names, what it is (`facts`), and its other public words, cut for excerpts."""

    slug: str
    title: str
    url: str
    names: list[str]
    facts: list[object]
    text: list[str]

    def values(self) -> dict[str, str]:
        """The columns of its row."""
        names = list(dict.fromkeys(name for given in self.names for name in (given, *_within(given))))
        text = " ".join(part for part in self.text if part)[:MOST_TEXT]
        facts = " ".join(str(part) for part in self.facts if part)[:MOST_TEXT]
        return {
            "title": self.title,
            "url": self.url,
            "sort_title": sort_key(self.title)[:200],
            "names": "|".join(["", *(stems(name) for name in names), ""]),
            "strong": index(" ".join(names)),
            "facts": index(facts),
            "weak": index(text),
            "text": text,
        }

    def spellings(self) -> set[tuple[str, str]]:
        """Its words as they are written, with what `words` makes of them."""
        text = " ".join(str(part) for part in (*self.names, *self.facts, *self.text))[:MOST_TEXT]
        return {
            (word, spelling)
            for spelling, word in written(text)
            if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha() and len(spelling) <= LONGEST_WORD
        }


def _within(name):
    """« DLA » and « Dispositif local d’accompagnement » in « Dispositif local d’accompagnement (DLA) »."""
    inside = IN_BRACKETS.findall(name)
    acronyms = [words for words in inside if " " not in words]
    return [*acronyms, IN_BRACKETS.sub(" ", name)] if inside else []


def store(kind: str, entries: Iterable[Entry], public: QuerySet, slugs: Iterable[str] | None = None) -> None:
    """Make the index of `kind` hold `entries`, which are all of them or those of `slugs`.

    `public` gives the slugs that everybody may see: what is no longer among them is never found again.
    """
    entries = list(entries)
    stored = SearchEntry.objects.filter(kind=kind)
    stored.exclude(slug__in=public).delete()
    existing = {entry.slug: entry for entry in (stored if slugs is None else stored.filter(slug__in=list(slugs)))}
    new = []
    for entry in entries:
        values = entry.values()
        row = existing.get(entry.slug)
        if row is None:
            new.append(SearchEntry(kind=kind, slug=entry.slug, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
    SearchEntry.objects.bulk_create(new, batch_size=500)
    learn_words(kind, entries, afresh=slugs is None)


def learn_words(kind, entries, *, afresh):
    """Keep the words of the entries, each in its most frequent spelling; those known already stay unless `afresh`."""
    spellings, entries_with = defaultdict(Counter), Counter()
    for entry in entries:
        found = entry.spellings()
        entries_with.update({word for word, _ in found})
        for word, spelling in found:
            spellings[word][spelling] += 1
    if afresh:
        SearchWord.objects.filter(kind=kind).delete()
    rows = [
        SearchWord(kind=kind, word=word, spelling=_usual(spellings[word]), entries=count)
        for word, count in sorted(entries_with.items())
    ]
    SearchWord.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _usual(spellings):
    """The most frequent spelling; in small letters when two are as frequent."""
    return max(spellings, key=lambda spelling: (spellings[spelling], spelling.islower(), spelling))


def names_of(target_kind: str) -> dict[str, list[str]]:
    """Old and usual names of every object of a kind, by its slug."""
    names = defaultdict(list)
    for slug, name in Alias.objects.filter(target_kind=target_kind).order_by("name", "pk").values_list("slug", "name"):
        names[slug].append(name)
    return names


def index_actors(slugs: Iterable[str] | None = None) -> None:
    """Bring the index of organisations up to date, all of them or these only, and of what bears their names."""
    slugs = None if slugs is None else list(slugs)
    public = Actor.objects.public()
    actors = public.select_related("kind", "department", "region", "parent")
    if slugs is not None:
        actors = actors.filter(slug__in=slugs)
    aliases = names_of("actor")
    store("actor", [_entry(actor, aliases[actor.slug]) for actor in actors], public.values("slug"), slugs)
    _follow("actor", slugs)


def index_named(kind: str, slugs: list[str]) -> None:
    """After old or usual names changed: write again the objects of that kind."""
    if kind == "actor":
        index_actors(slugs)
    else:
        _follow(kind, slugs)


def _follow(kind, slugs):
    for follower in FOLLOWERS:
        follower(kind, slugs)


def _entry(actor, aliases):
    return Entry(
        slug=actor.slug,
        title=f"{actor.name} (fermée)" if actor.status == SheetStatus.CLOSED else actor.name,
        url=actor.get_absolute_url(),
        names=[actor.name, *aliases],
        facts=[actor.kind, actor.city, actor.department, actor.region],
        text=[actor.summary, actor.description],
    )
