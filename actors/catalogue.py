"""A public list held in memory until the directory changes: bit i of each number stands for row i, in order of name.

Counting every option of every facet takes a tenth of a millisecond here, thirty and more in SQL (docs/decisions.md).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from actors.around import Item
from actors.revision import days

Options = Sequence[tuple[str, str]]
MOST_REMEMBERED, MOST_SMALL = 64, 2_000  # parts of pages and texts, small things
Kept = TypeVar("Kept")
Name = TypeVar("Name", bound=Hashable)


@dataclass
class Catalogue:
    """`members`: which rows have a code of a facet; `labels`: what a code is called; `orders`: how rows are sorted.

    What was drawn and what was found is kept with the rows, and goes with them."""

    keys: list[int]
    places: dict[str, int]
    members: dict[str, dict[str, int]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)
    cards: dict[tuple[int, str], str] = field(default_factory=dict)  # drawn once, by place and nearness
    found: dict[tuple[str, ...], list[int]] = field(default_factory=dict)  # by words, the last asked at the end
    fragments: dict[tuple, str] = field(default_factory=dict)  # parts of pages, the last asked at the end

    @classmethod
    def of(cls, keys_and_slugs: Iterable[tuple[int, str]]) -> Self:
        """An empty catalogue of rows given in order of name."""
        keys, places = [], {}
        for place, (key, slug) in enumerate(keys_and_slugs):
            keys.append(key)
            places[slug] = place
        return cls(keys, places)

    @property
    def everything(self) -> int:
        return (1 << len(self.keys)) - 1

    def add(self, facet: str, codes: Iterable[str]) -> None:
        """One code for each row, in their order."""
        self._join(facet, ((code, place) for place, code in enumerate(codes)))

    def link(self, facet: str, links: Iterable[Item]) -> None:
        """Rows that have several codes: items hold a code and, as label, a key; other keys are passed over."""
        place_of = {str(key): place for place, key in enumerate(self.keys)}
        self._join(facet, ((item.code, place_of[item.label]) for item in links if item.label in place_of))

    def _join(self, facet, pairs):
        found = defaultdict(set)
        for code, place in pairs:
            found[code].add(place)
        self.members[facet] = {code: gathered(places) for code, places in found.items()}

    def name(self, facet: str, items: Iterable[Item]) -> None:
        """What the codes of a facet are called, in the order in which they are shown."""
        self.labels[facet] = {item.code: item.label for item in items}

    def sort(self, rows: list, orders: Mapping[str, Callable]) -> None:
        """Keep each order; rows of the same rank stay in order of name."""
        self.orders = {name: sorted(range(len(rows)), key=lambda n: rank(rows[n])) for name, rank in orders.items()}

    def holding(self, words: tuple[str, ...], look: Callable[[], Iterable[str]]) -> list[int]:
        """Places of the rows that `look` finds by their slugs, in its order; the last texts asked are remembered."""
        return remembered(self.found, words, lambda: [self.places[slug] for slug in look() if slug in self.places])

    def drawn(self, name: tuple, draw: Callable[[], str]) -> str:
        """A part of a page, drawn once; the last ones asked are remembered."""
        return remembered(self.fragments, name, draw)

    def having(self, facet: str, codes: Iterable[str]) -> int:
        """Rows that have one of these codes."""
        rows = 0
        for code in codes:
            rows |= self.members[facet].get(code, 0)
        return rows

    def sorted_by(self, order: Iterable[int], rows: int) -> Iterator[int]:
        """Places of `rows`, in the given order of places."""
        flags = f"{rows:0{len(self.keys)}b}"[::-1]
        return (place for place in order if flags[place] == "1")


def gathered(places: Iterable[int]) -> int:
    """The number in which these bits are set."""
    places = list(places)
    if not places:
        return 0
    flags = bytearray(max(places) // 8 + 1)
    for place in places:
        flags[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(flags, "little")


def remembered(memory: dict[Any, Kept], name: Any, build: Callable[[], Kept]) -> Kept:
    """What `build` gives; `memory` keeps the last ones asked."""
    value = memory.pop(name, None)
    if value is None:
        value = build()
    memory[name] = value
    for oldest in list(memory)[:-MOST_REMEMBERED]:
        memory.pop(oldest, None)
    return value


def all_remembered(
    memory: dict[Name, Kept], names: list[Name], build: Callable[[list[Name]], dict[Name, Kept]]
) -> dict[Name, Kept]:
    """What is known under these names; `build` makes the others at once, for small things of which many are kept."""
    found = {name: memory[name] for name in names if name in memory}
    missing = [name for name in names if name not in found]
    if missing:
        found |= build(missing)
        if len(memory) > MOST_SMALL:
            memory.clear()
        memory.update(found)
    return found


_kept: dict[str, tuple[tuple, Any]] = {}


def kept(name: str, revision: tuple | None, build: Callable[[], Kept]) -> Kept:
    """What `build` gives as it stands today at this revision, built once a process; never kept before a first load.

    The names are few and written in the code, or made of codes that are known."""
    if revision is None:
        return build()
    state = (*revision, *days())  # cards say « dans 12 jours »
    known = _kept.get(name)
    if known is None or known[0] != state:
        known = _kept[name] = (state, build())
    return known[1]


def forget() -> None:
    """Tests begin with nothing kept."""
    _kept.clear()
