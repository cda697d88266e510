"""Filters of a public list, kept in the address: they narrow, count, tell what is active and what could be dropped."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice
from operator import and_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from actors.catalogue import Catalogue, Options, gathered
from actors.facets import Chip, FacetList, Option
from actors.nearness import Nearness, near
from actors.search import slugs_of, sought

LONGEST_TEXT = 200
ON_A_PAGE, READ_TOGETHER = 20, 500
RELEVANCE = ("pertinence", "Pertinence")


@dataclass(frozen=True)
class Facet:
    """Boxes to tick, counted. `choices` when they are always the same; `folded` when few people look for them."""

    legend: str
    choices: Options = ()
    folded: bool = False


@dataclass(frozen=True)
class Relaxation:
    """A way out of « nothing found »: what to do, the address query that does it, and how many results it gives."""

    label: str
    query: str
    size: int


class Listing:
    """What an address asks of a catalogue; a subclass names its `kind` in the search, its facets and its orders.

    A code that nobody knows is dropped rather than punished: an old address still gives a page."""

    kind = ""
    one, many = "", ""
    FACETS: Mapping[str, Facet] = {}
    ORDERS: Options = ()
    REGION_WORDS = ""
    NEARNESS = ("dans votre département", "dans votre région", "partout en France")

    def __init__(self, data: QueryDict, catalogue: Catalogue):
        self.data = data
        self.catalogue = catalogue

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """What is asked of every filter, as far as it is known."""
        lists = {name: self._known(name, self.data.getlist(name)) for name in self.FACETS}
        single = {name: self._known(name, self.data.getlist(name)[-1:]) for name in ("region", "departement", "tri")}
        texts = {name: [text] for name, text in (("q", self.text), ("lieu", self.where)) if text}
        return texts | lists | single

    @property
    def text(self) -> str:
        return _text(self.data.get("q", ""))

    @property
    def where(self) -> str:
        return _text(self.data.get("lieu", ""))

    def _known(self, name, codes):
        labels = self.labels(name)
        return [code for code in dict.fromkeys(codes) if code in labels]

    def labels(self, name: str) -> dict[str, str]:
        """Codes of a filter in the order in which they are shown, and what they are called."""
        if name == "tri":
            return dict([*self.ORDERS, RELEVANCE])
        facet = self.FACETS.get(name)
        return dict(facet.choices) if facet and facet.choices else self.catalogue.labels[name]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """Filters in use: neither the order, nor words that mean nothing, nor a place that is not understood."""
        unused = {"tri", "" if self.near else "lieu", "" if self.hits is not None else "q"}
        return {name: value for name, value in self.values.items() if value and name not in unused}

    @cached_property
    def meant(self) -> Nearness:
        return near(self.where, self.catalogue)

    @property
    def near(self) -> Nearness | None:
        """What stands near the place; None when none is asked, or it is not understood, or several are meant."""
        return self.meant if self.meant.place else None

    @cached_property
    def hits(self) -> list[int] | None:
        """Places of the rows that hold the words, best first; None when there is no word to look for."""
        looked_for = tuple(sought(self.text))
        if not looked_for:
            return None
        return self.catalogue.holding(looked_for, lambda: slugs_of(self.kind, self.text))

    @property
    def ignored(self) -> bool:
        """Whether the address asks for something that no filter knows."""
        asked = {name: set(self.data.getlist(name)) - {""} for name in self.values if name not in {"q", "lieu"}}
        return any(codes - set(self.values[name]) for name, codes in asked.items())

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: self._having(name, value) for name, value in self.chosen.items()}

    def _having(self, name, value):
        if name == "q":
            return gathered(self.hits or [])
        if name == "lieu":
            return self.meant.rows
        return self.catalogue.having(name, value)

    def rows(self, but: str | None = None) -> int:
        """Rows that every filter keeps, or every filter but one, as bits of the catalogue."""
        kept = (rows for name, rows in self._rows.items() if name != but)
        return reduce(and_, kept, self.catalogue.everything)

    @property
    def words(self) -> str:
        return f"{self.one},{self.many}"

    @cached_property
    def total(self) -> int:
        return self.rows().bit_count()

    @property
    def orders(self) -> Options:
        """Orders that make sense here: by relevance only when words are looked for."""
        return [RELEVANCE, *self.ORDERS] if self.hits else list(self.ORDERS)

    @property
    def order(self) -> str:
        """The order asked, or else the first."""
        codes = [code for code, _ in self.orders]
        return next((code for code in self.values["tri"] if code in codes), codes[0])

    def found(self) -> Iterator[int]:
        """Places of the results in the asked order; the nearest first when somewhere is given."""
        order = self.hits or [] if self.order == RELEVANCE[0] else self.catalogue.orders[self.order]
        rows = self.rows()
        for circle in self.near.circles if self.near else [rows]:
            yield from self.catalogue.sorted_by(order, rows & circle)

    def page(self, number: str | None, queryset: QuerySet, card: Callable[[Any], str]) -> Page:
        """One page of the results, whatever is asked as its number: cards, drawn once until the directory changes."""
        page = Paginator(range(self.total), ON_A_PAGE).get_page(number)
        places = list(islice(self.found(), page.start_index() - 1, page.end_index())) if self.total else []
        kept, names = self.catalogue.cards, {place: (place, self.nearness(place)) for place in places}
        for row in self.rows_at([place for place in places if names[place] not in kept], queryset):
            kept[names[self.catalogue.places[row.slug]]] = card(row)
        page.object_list = [kept[name] for name in names.values() if name in kept]
        return page

    def rows_at(self, places: list[int], queryset: QuerySet) -> Iterator:
        """Rows in the given order, each saying how near it is; those just gone are left out."""
        keys = {place: self.catalogue.keys[place] for place in places}
        rows = queryset.order_by().in_bulk(keys.values()) if keys else {}
        for place in places:
            if keys[place] in rows:
                row = rows[keys[place]]
                row.nearness = self.nearness(place)
                yield row

    def stream(self, queryset: QuerySet) -> Iterator:
        """Every result in the asked order, read by hundreds."""
        places = self.found()
        while some := list(islice(places, READ_TOGETHER)):
            yield from self.rows_at(some, queryset)

    def keys(self) -> list[int]:
        """Primary keys of the results, in the asked order."""
        return [self.catalogue.keys[place] for place in self.found()]

    def nearness(self, place: int) -> str:
        return self.NEARNESS[self.near.circle(place)] if self.near else ""

    @cached_property
    def facets(self) -> dict[str, FacetList]:
        """Options of every facet with the number of results each would give, its own facet set aside."""
        return {
            name: FacetList(list(self._options(name)), facet.legend, facet.folded)
            for name, facet in self.FACETS.items()
        }

    def _options(self, name):
        others, members = self.rows(but=name), self.catalogue.members[name]
        for code, label in self.labels(name).items():
            yield Option(code, label, (members.get(code, 0) & others).bit_count(), code in self.values[name])

    @cached_property
    def chips(self) -> list[Chip]:
        """One chip per active filter."""
        return [
            Chip(name, label, self._without(name, code))
            for name, value in self.chosen.items()
            for code, label in self._labels(name, value)
        ]

    def _labels(self, name, value):
        if name == "q":
            return [(self.text, f"«\u00a0{self.text}\u00a0»")]
        if name == "lieu":
            return [(self.where, f"Près de {self.meant.place.name}")]
        labels = self.labels(name)
        return [(code, labels[code]) for code in value]

    def _without(self, name, code):
        kept = [value for value in self.values[name] if value != code] if name in self.FACETS else []
        return _query(self.values | {name: kept})

    def relaxations(self) -> list[Relaxation]:
        """When nothing is found: the filters that can be dropped, or else the one to keep, with what they leave."""
        return [one for one in self._dropping() if one.size] or [one for one in self._keeping() if one.size]

    def _dropping(self):
        for name, label in self._names():
            yield Relaxation(f"Retirer {label}", _query(self.values | {name: []}), self.rows(but=name).bit_count())

    def _keeping(self):
        for name, label in self._names():
            kept = _query({name: self.values[name]})
            yield Relaxation(f"Garder seulement {label}", kept, self._rows[name].bit_count())

    def _names(self):
        for name, value in self.chosen.items():
            yield name, " ou ".join(label for _, label in self._labels(name, value))

    def address(self) -> str:
        """Query of the same list in another form (file, feed, calendar); blank without a filter."""
        return _query(self.chosen) if self.chosen else ""

    def title(self, name: str) -> str:
        """The name of the list with what is asked of it: « Programmes ESS · Création · Gratuit »."""
        return " · ".join([name, *(chip.label for chip in self.chips)])


def _query(values):
    query = QueryDict(mutable=True)
    for name, codes in values.items():
        query.setlist(name, codes)
    return f"?{query.urlencode()}"


def _text(typed):
    """What was typed, without control characters and cut to a length that nobody types."""
    visible = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST_TEXT])
    return " ".join(visible.split())
