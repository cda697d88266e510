"""Programmes that the orientation may propose, held in memory until the directory changes.

What each serves and where it stands fits in a line a programme; rules are read when a visitor first needs them.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice, repeat
from operator import itemgetter
from typing import NamedTuple

from django.db.models import F

from actors.catalogue import kept
from actors.models.actor import SheetStatus
from programmes.models import Programme, Rule, Stage
from programmes.models.rule import topic_of

NEAR, ELSEWHERE = 200, 40  # programmes read at most: followed where the visitor is, and elsewhere
NOT_SERVED = 1  # how far a programme without stages is, when the nearest are picked


class Candidate(NamedTuple):
    """A programme beside a visitor: `gap` counts the stages between them, 0 when she did not say, None without stages.

    `here` is the order of her stage, `first_stage` that of the programme's first."""

    pk: int
    slug: str
    region_id: str | None
    gap: int | None
    first_stage: int | None
    here: int | None

    @property
    def is_for_later(self) -> bool:
        """The programme begins at a stage that the project has not reached."""
        return self.first_stage is not None and self.here is not None and self.first_stage > self.here


class Row(NamedTuple):
    """Sorted as they are picked on equal distance: those of the whole country, then of each region, by address."""

    region: str
    slug: str
    pk: int


class Leads(tuple):
    """Programmes that a rule points to, as a relation gives them."""

    def all(self):
        return self


class KnownRule(NamedTuple):
    """What a visitor is told of a rule, without the weight of a model: hundreds are read for one page."""

    pk: int
    programme_id: int
    code: str
    kind: str
    operator: str
    value: str
    strength: str
    met: str
    not_met: str
    unknown: str
    remedy: str
    redirects: Leads = Leads()

    @property
    def topic(self) -> str:
        return topic_of(self.kind)


@dataclass
class Candidates:
    """`served`: sorted rows by the orders of the stages they serve; `orders`: of each stage."""

    served: dict[tuple[int, ...], list[Row]]
    orders: dict[str, int]
    rules: dict[int, list[KnownRule]] = field(default_factory=dict)
    sheets: dict[int, Programme] = field(default_factory=dict)

    def nearest(self, stages: Collection[str], regions: Collection[str]) -> list[Candidate]:
        """The NEAR programmes nearest to these stages, and ELSEWHERE more of other regions once a region is said."""
        here = min((self.orders[code] for code in stages if code in self.orders), default=None)
        within = {"", *regions}
        picked = list(islice((one for one in self._in_turn(here) if not regions or one[0].region in within), NEAR))
        if regions:
            picked += islice((one for one in self._in_turn(here) if one[0].region not in within), ELSEWHERE)
        return [
            Candidate(row.pk, row.slug, row.region or None, gap, min(orders, default=None), here)
            for row, orders, gap in picked
        ]

    def _in_turn(self, here):
        """Every row with the stages it serves and how far they are, the nearest first."""
        turns = defaultdict(list)
        for orders, rows in self.served.items():
            gap = min((0 if here is None else abs(order - here) for order in orders), default=None)
            turns[NOT_SERVED if gap is None else gap].append(zip(rows, repeat(orders), repeat(gap)))
        for _, groups in sorted(turns.items()):
            yield from merge(*groups, key=itemgetter(0))


def rules_of(programmes: list[int]) -> dict[int, list[KnownRule]]:
    """The rules of each programme, in order, with their public redirects: two queries."""
    found: dict[int, list[KnownRule]] = {key: [] for key in programmes}
    rules = Rule.objects.filter(programme__in=programmes)
    leads = defaultdict(list)
    pointed = Programme.objects.public().filter(redirected_from_rules__in=rules).only("slug", "name")
    for lead in pointed.annotate(from_rule=F("redirected_from_rules")).order_by("sort_name", "pk"):
        leads[lead.from_rule].append(lead)
    for row in rules.order_by("position", "pk").values_list(*KnownRule._fields[:-1]):
        rule = KnownRule(*row)
        found[rule.programme_id].append(rule._replace(redirects=Leads(leads[rule.pk])) if rule.pk in leads else rule)
    return found


def candidates(revision: tuple | None = None) -> Candidates:
    """As they stand at this revision of the directory."""
    return kept("candidates", revision, _read)


def _read():
    """Public programmes that are not closed, nor led by a house that is: two queries."""
    orders, served = {}, defaultdict(list)
    for code, order, programme in Stage.objects.order_by("order").values_list("pk", "order", "programmes"):
        orders[code] = order
        served[programme].append(order)
    open_ones = Programme.objects.public().exclude(status=SheetStatus.CLOSED)
    open_ones = open_ones.exclude(lead_actor__status=SheetStatus.CLOSED).order_by()
    rows = defaultdict(list)
    for pk, slug, region in open_ones.values_list("pk", "slug", "region"):
        rows[tuple(served[pk])].append(Row(region or "", slug, pk))
    return Candidates({stages: sorted(group) for stages, group in rows.items()}, orders)
