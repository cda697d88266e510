"""Public calls held in memory until the directory changes: the counts, the pages and the months of their list.

`CallFilter.narrow` finds the same calls in SQL: feeds and alerts read them there, and a test compares both.
"""

from collections import defaultdict
from functools import cached_property, partial, reduce
from operator import and_

from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.utils import timezone

from actors.catalogue import Catalogue, gathered, kept
from actors.facets import Chip, FacetList, Option
from actors.search import slugs_of, sought
from programmes import month
from programmes.call_filters import CallFilter, Situation, choices, shown, situation_at, titled
from programmes.models import Call, Programme
from programmes.opening import announce

ON_A_PAGE = 20
COUNTED = ("etat", "etape")
RANKS = {code: rank for rank, code in enumerate(Situation.values)}
COLUMNS = [
    *["pk", "slug", "situation", "opens_at", "closes_at"],
    *["programme", "programme__slug", "programme__sort_name", "programme__region"],
]


class CallList:
    """What an address asks of the public calls, counted and drawn from memory."""

    def __init__(self, data, revision, now):
        self.data, self.now = data, now
        self.catalogue = kept("calls", revision, partial(catalogue, now))
        self.filters = CallFilter.over(data, now, self.catalogue.labels)

    def _having(self, name, value):
        if name == "q":
            looked_for = tuple(sought(value))
            found = self.catalogue.holding(looked_for, partial(self._look, value)) if looked_for else None
            return self.catalogue.everything if found is None else gathered(found)
        return self.catalogue.having(name, [value] if isinstance(value, str) else value)

    def _look(self, text):
        """Slugs of the calls whose title, or whose programme, holds the words."""
        named = Call.objects.public().filter(titled(text)).values_list("slug", flat=True)
        rows = gathered(self.catalogue.places[slug] for slug in named if slug in self.catalogue.places)
        rows |= self.catalogue.having("programme", slugs_of("programme", text))
        slugs = list(self.catalogue.places)
        return [slugs[place] for place in self.catalogue.sorted_by(range(len(slugs)), rows)]

    @cached_property
    def _rows(self):
        return {name: self._having(name, value) for name, value in self.filters.chosen.items()}

    def rows(self, but: str | None = None) -> int:
        """Calls that every filter keeps, or every filter but one, as bits of the catalogue."""
        return reduce(and_, (rows for name, rows in self._rows.items() if name != but), self.catalogue.everything)

    @property
    def total(self) -> int:
        return self.rows().bit_count()

    @property
    def facets(self) -> dict[str, FacetList]:
        """Options of every facet with the number of calls each would give, its own facet set aside."""
        return {name: FacetList(list(self._options(name))) for name in COUNTED}

    def _options(self, name):
        others, members = self.rows(but=name), self.catalogue.members[name]
        for code, label in self.filters.filters[name].extra["choices"]:
            count = (members.get(code, 0) & others).bit_count()
            yield Option(code, label, count, code in self.filters.chosen.get(name, ()))

    def relaxations(self) -> list[tuple[Chip, int]]:
        """When nothing is found: each filter that can be dropped, with the number of calls it would leave."""
        sizes = ((chip, self.rows(but=chip.name).bit_count()) for chip in self.filters.droppable(self.data))
        return [(chip, size) for chip, size in sizes if size]

    def page(self, number: str | None) -> Page:
        """One page of (situation, line drawn), lines being drawn once until the directory changes."""
        found = list(self.catalogue.sorted_by(range(len(self.catalogue.keys)), self.rows()))
        page = Paginator(found, ON_A_PAGE).get_page(number)
        cards, keys = self.catalogue.cards, self.catalogue.keys
        missing = [keys[place] for place in page if (place, "") not in cards]
        for call in shown(Call.objects.filter(pk__in=missing)) if missing else ():
            cards[self.catalogue.places[call.slug], ""] = self._line(call)
        page.object_list = [(self._situation(place), cards[place, ""]) for place in page if (place, "") in cards]
        return page

    def _situation(self, place):
        return next(code for code, rows in self.catalogue.members["etat"].items() if rows >> place & 1)

    def _line(self, call):
        return render_to_string("programmes/_call_line.html", {"one": announce(call, self.now), "call": call})

    def drawn_month(self, asked: month.Month) -> str:
        """The dates of these calls in a month, drawn once until the directory changes; empty without any."""
        return self.catalogue.drawn((asked.code, self.rows()), partial(self._month, asked))

    def _month(self, asked):
        found = month.calls_of(shown(self.filters.narrow()), asked).order_by("closes_at", "pk")
        calls = list(found[: month.MOST_CALLS + 1])
        days = month.days_of(calls[: month.MOST_CALLS], asked)
        context = {
            "month": asked,
            "weekdays": month.WEEKDAYS,
            "weeks": month.weeks_of(asked, days),
            "days": days.items(),
            "today": timezone.localdate(self.now),
            "too_many": len(calls) > month.MOST_CALLS,
        }
        return render_to_string("programmes/_month.html", context) if days else ""


def catalogue(now) -> Catalogue:
    """Public calls as they stand at `now`, in three queries, in the order of their list."""
    rows = list(Call.objects.public().annotate(situation=situation_at(now)).values_list(*COLUMNS, named=True))
    rows.sort(key=_place)
    found = Catalogue.of((row.pk, row.slug) for row in rows)
    found.labels = {name: dict(options) for name, options in choices().items()}
    found.add("etat", (row.situation for row in rows))
    found.add("programme", (row.programme__slug for row in rows))
    found.add("own", (row.programme__region or "" for row in rows))
    country = found.having("own", [""])
    found.members["region"] = {code: found.having("own", [code]) | country for code in found.labels["region"]}
    found.members["etape"] = _by_stage(rows)
    return found


def _by_stage(rows):
    places, stages = defaultdict(list), defaultdict(list)
    for place, row in enumerate(rows):
        places[row.programme].append(place)
    through = Programme.stages.through.objects.filter(programme__calls__isnull=False).distinct()
    for programme, stage in through.values_list("programme", "stage"):
        stages[stage] += places.get(programme, ())
    return {stage: gathered(found) for stage, found in stages.items()}


def _place(row):
    """Open calls by closing, those to come by opening, permanent ones by name of programme, the latest past."""
    past = row.situation == Situation.PAST and row.closes_at
    name = row.programme__sort_name if row.situation == Situation.PERMANENT else ""
    turn = row.closes_at if row.situation == Situation.OPEN else row.opens_at
    return RANKS[row.situation], not past, -row.closes_at.timestamp() if past else 0, name, turn.timestamp(), row.pk
