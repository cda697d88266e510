"""From what is known of a visitor to at most three programmes, and to those that a compulsory rule closes to her.

The rules are read by `programmes.eligibility.evaluate`, the only evaluator; `rank` says in which order. The database
picks the nearest programmes first, so that the work stays bounded however many there are.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import F, IntegerField, Min, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Abs, Coalesce

from actors.models.actor import SheetStatus
from ess_portal.lib.french import counted
from programmes.eligibility import Facts, Status, Verdict, evaluate
from programmes.models import Call, Programme, Rule, Stage

PROPOSED, REFUSED = 3, 40
NEAR, ELSEWHERE = 200, 100  # programmes read at most: followed where the visitor is, and elsewhere
NO_STAGE = 99  # a programme without stages, of which nothing says that it is for this visitor
AWAY = 2  # stages: how much farther a programme of another region is, when no rule closes it
ORDER = (Status.NOT_MET, Status.UNKNOWN, Status.MET)
CARD = (
    "slug name sort_name kind summary cost duration_value duration_unit entry_mode status cohort_size "
    "lead_actor__name lead_actor__slug region__name line__name"
)


@dataclass(frozen=True)
class Reading:
    """A programme with each of its rules read against what is known of the visitor."""

    programme: Programme
    verdicts: list[Verdict]

    @cached_property
    def refusals(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.is_refusal]

    @property
    def in_order(self) -> list[Verdict]:
        """What is to be done first, then what is to be checked, then what is met."""
        return sorted(self.verdicts, key=lambda verdict: ORDER.index(verdict.status))

    @property
    def to_do(self) -> int:
        return sum(verdict.status == Status.NOT_MET for verdict in self.verdicts)

    @property
    def to_check(self) -> int:
        """Compulsory rules that nobody asked about yet."""
        return sum(one.status == Status.UNKNOWN and one.rule.strength == Rule.Strength.HARD for one in self.verdicts)

    @property
    def almost(self) -> str:
        """« Presque : … » when something is to be done; empty otherwise."""
        return f"Presque\u00a0: {counted(self.to_do, 'point à revoir', 'points à revoir')}" if self.to_do else ""

    @property
    def perhaps(self) -> str:
        """« À vérifier : … » while a compulsory rule is, or when no answer speaks for it; empty otherwise."""
        if self.to_check:
            return f"À vérifier\u00a0: {counted(self.to_check, 'condition', 'conditions')}"
        is_known = any(verdict.status == Status.MET for verdict in self.verdicts)
        return "" if is_known else "À vérifier avec la structure"

    @property
    def is_for_later(self) -> bool:
        """The programme begins at a stage that the project has not reached."""
        first, here = self.programme.first_stage, self.programme.here
        return None not in {first, here} and first > here


@dataclass(frozen=True)
class Reason:
    """Why a programme is closed to the visitor, what would change it, and programmes that are open to her."""

    sentence: str
    remedy: str
    leads: list[Programme]


@dataclass(frozen=True)
class Refusal:
    programme: Programme
    reasons: list[Reason]


@dataclass(frozen=True)
class Itinerary:
    proposals: list[Reading] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def orient(facts: Facts, now: datetime) -> Itinerary:
    """At most three programmes, best first; then those refused by a compulsory rule, nearest first."""
    readings = [Reading(programme, evaluate(programme.rules.all(), facts)) for programme in nearest(facts, now)]
    readings.sort(key=lambda reading: rank(reading, facts))
    open_ones = [reading for reading in readings if not reading.refusals]
    closed = [reading for reading in readings if reading.refusals]
    refused = {reading.programme.pk for reading in closed}
    return Itinerary(open_ones[:PROPOSED], [_refusal(reading, refused) for reading in closed[:REFUSED]])


def rank(reading: Reading, facts: Facts) -> tuple:
    """Order of the programmes (decisions.md 11): the smallest first.

    1. a programme meant for another place, when its rule on the place is only a wish: after all others;
    2. stages between the visitor's and the programme's nearest, AWAY more for a programme of another region; 0 for a
       programme without stages of which a rule on the audience is met;
    3. a programme of one region, while nobody said where: after those of the whole country;
    4. rules not met;
    5. rules met because of an answer given (`in`), territory left out: the more, the sooner;
    6. compulsory rules to be checked;
    7. the address, so that the order is the same everywhere.
    """
    verdicts, programme = reading.verdicts, reading.programme
    unwanted = any(one.status == Status.NOT_MET and one.rule.kind == "territory" for one in verdicts)
    nowhere = programme.region_id is not None and "region" not in facts.answers
    matched = sum(
        one.status == Status.MET and one.rule.operator == Rule.Operator.IN and one.rule.kind != "territory"
        for one in verdicts
    )
    return (unwanted, _distance(reading, facts), nowhere, reading.to_do, -matched, reading.to_check, programme.slug)


def nearest(facts: Facts, now: datetime):
    """Public programmes that are not closed, with their rules: three queries, at most NEAR + ELSEWHERE programmes."""
    open_ones = Programme.objects.public().exclude(status=SheetStatus.CLOSED)
    open_ones = open_ones.exclude(lead_actor__status=SheetStatus.CLOSED).annotate(gap=_gap(facts))
    by_stage = open_ones.order_by(Coalesce("gap", 1), F("region").asc(nulls_first=True), "slug")
    regions = facts.answers.get("region", ())
    here = Q(region=None) | Q(region__in=regions)
    picked = Q(pk__in=(by_stage.filter(here) if regions else by_stage).values("pk")[:NEAR])
    if regions:
        picked |= Q(pk__in=by_stage.filter(~here).values("pk")[:ELSEWHERE])
    redirects = Prefetch("redirects", Programme.objects.public().only("slug", "name"))
    calls = Call.objects.open_at(now).filter(programme=OuterRef("pk"))
    first_to_close = calls.order_by(F("closes_at").asc(nulls_last=True), "pk")
    return (
        Programme.objects.filter(picked)
        .with_calls_at(now)
        .annotate(
            gap=_gap(facts),
            here=_here(facts),
            first_stage=_of_stages(Min("stage__order")),
            open_call=Subquery(first_to_close.values("slug")[:1]),
        )
        .select_related("lead_actor", "region", "line")
        .only(*CARD.split())
        .prefetch_related(Prefetch("rules", Rule.objects.order_by("position", "pk").prefetch_related(redirects)))
    )


def _here(facts):
    stages = facts.answers.get("etape", ())
    if not stages:
        return Value(None, IntegerField())
    return Subquery(Stage.objects.filter(pk__in=stages).order_by("order").values("order")[:1])


def _gap(facts):
    """Stages between the visitor's and the programme's nearest: 0 when she did not say, None without stages."""
    return _of_stages(Min(Coalesce(Abs(F("stage__order") - _here(facts)), 0)))


def _of_stages(aggregate):
    through = Programme.stages.through.objects.filter(programme=OuterRef("pk")).order_by()
    return Subquery(through.values("programme").annotate(_n=aggregate).values("_n"))


def _distance(reading, facts):
    programme, regions = reading.programme, facts.answers.get("region", ())
    is_away = bool(regions) and programme.region_id is not None and programme.region_id not in regions
    is_welcome = any(one.status == Status.MET and one.rule.kind == "audience" for one in reading.verdicts)
    gap = programme.gap if programme.gap is not None else (0 if is_welcome else NO_STAGE)
    return gap + AWAY * is_away


def _refusal(reading, refused):
    """The reasons, with the other programmes they point to, unless these are closed to the visitor too."""
    reasons = [
        Reason(one.sentence, one.remedy, [lead for lead in one.redirects if lead.pk not in refused])
        for one in reading.refusals
    ]
    return Refusal(reading.programme, reasons)
