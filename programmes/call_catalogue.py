"""Public calls held in memory until the directory changes: the counts, the pages and the months of their list.

`CallFilter.narrow` finds the same calls in SQL: feeds and alerts read them there, and a test compares both.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial, reduce
from operator import and_
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actors.catalogue import Catalogue, gathered, kept
from actors.facets import Chip, FacetList, Option
from actors.search import slugs_of, sought
from programmes import month
from programmes.call_filters import CallFilter, Situation, choices, query_of, shown, situation_at, titled
from programmes.models import Call, Programme
from programmes.opening import announce

ON_A_PAGE = 20
COUNTED = ("etat", "etape")
RANKS = {code: rank for rank, code in enumerate(Situation.values)}
COLUMNS = [
    *["pk", "slug", "situation", "opens_at", "closes_at"],
    *["programme", "programme__slug", "programme__sort_name", "programme__region"],
    *["title", "programme__lead_actor__name", "time_zone", "programme__region__time_zone"],
    *["committee_on", "answer_by", "starts_on", "cancelled_at"],
]


class Row(NamedTuple):
    """What is kept of a call: its place in the list, and what the month says of it."""

    pk: int
    slug: str
    situation: str
    opens_at: datetime
    closes_at: datetime | None
    programme: int
    programme_slug: str
    programme_name: str
    region: str | None
    title: str
    lead_name: str
    own_zone: str
    region_zone: str | None
    committee_on: date | None
    answer_by: date | None
    starts_on: date | None
    cancelled_at: datetime | None

    @property
    def zone_name(self) -> str:
        return self.own_zone or self.region_zone or settings.TIME_ZONE

    def get_absolute_url(self) -> str:
        return reverse("programmes:call", args=[self.slug])


@dataclass
class CallCatalogue(Catalogue):
    calls: list[Row] = field(default_factory=list)


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

    def drawn_month(self, asked: month.Month, day: date | None = None) -> str:
        """The dates of these calls in a month, or on one of its days, drawn once until the directory changes.

        Empty without any."""
        query = query_of(self.filters)
        return self.catalogue.drawn((asked.code, day, query), partial(self._month, asked, day, query))

    def _month(self, asked, day, query):
        places = self.catalogue.sorted_by(range(len(self.catalogue.keys)), self.rows())
        days = month.days_of((self.catalogue.calls[place] for place in places), asked)
        if day:
            return self._day(day, days.get(day, []))
        context = {
            "month": asked,
            "weekdays": month.WEEKDAYS,
            "weeks": month.weeks_of(asked, days),
            "days": [month.Day(day, False, dates) for day, dates in days.items()],
            "today": timezone.localdate(self.now),
            "query": f"{query}&" if query else "",
        }
        return render_to_string("programmes/_month.html", context) if days else ""

    def _day(self, day, dates):
        context = {"dates": dates[: month.MOST_IN_A_DAY], "left_out": len(dates) - month.MOST_IN_A_DAY}
        return render_to_string("programmes/_month_day.html", context) if dates else ""


def catalogue(now) -> CallCatalogue:
    """Public calls as they stand at `now`, in three queries, in the order of their list."""
    rows = [Row(*row) for row in Call.objects.public().annotate(situation=situation_at(now)).values_list(*COLUMNS)]
    rows.sort(key=_place)
    found = CallCatalogue.of((row.pk, row.slug) for row in rows)
    found.calls = rows
    found.labels = {name: dict(options) for name, options in choices().items()}
    found.add("etat", (row.situation for row in rows))
    found.add("programme", (row.programme_slug for row in rows))
    found.add("own", (row.region or "" for row in rows))
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
    name = row.programme_name if row.situation == Situation.PERMANENT else ""
    turn = row.closes_at if row.situation == Situation.OPEN else row.opens_at
    return RANKS[row.situation], not past, -row.closes_at.timestamp() if past else 0, name, turn.timestamp(), row.pk
