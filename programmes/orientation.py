"""From what is known of a visitor to at most three programmes, and to those that a compulsory rule closes to her.

The rules are read by `programmes.eligibility.evaluate`, the only evaluator; `rank` says in which order. Only the
nearest programmes are read (`programmes.candidates`), so that the work stays bounded however many there are.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial

from django.db.models import F, OuterRef, Subquery

from actors.catalogue import all_remembered
from ess_portal.lib.french import counted
from programmes.candidates import Candidate, candidates, rules_of
from programmes.eligibility import Facts, Status, Verdict, evaluate
from programmes.models import Call, Programme, Rule

PROPOSED, REFUSED = 3, 40
NO_STAGE = 99  # a programme without stages, of which nothing says that it is for this visitor
AWAY = 2  # stages: how much farther a programme of another region is, when no rule closes it
ORDER = (Status.NOT_MET, Status.UNKNOWN, Status.MET)
CARD = (
    "slug name sort_name kind summary cost duration_value duration_unit entry_mode status cohort_size "
    "lead_actor__name lead_actor__slug region__name line__name"
)


@dataclass(frozen=True)
class Reading:
    """A programme with each of its rules read against what is known of the visitor.

    A candidate is enough to be ranked; the sheet takes its place to be shown."""

    programme: Programme | Candidate
    verdicts: list[Verdict]
    is_for_later: bool = False

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


def orient(facts: Facts, now: datetime, revision: tuple | None = None) -> Itinerary:
    """At most three programmes, best first; then those refused by a compulsory rule, nearest first.

    `revision` is that of the directory, for what is kept between two visitors."""
    among = candidates(revision)
    near = among.nearest(facts.answers.get("etape", ()), facts.answers.get("region", ()))
    rules = all_remembered(among.rules, [one.pk for one in near], rules_of)
    readings = [Reading(one, evaluate(rules[one.pk], facts), one.is_for_later) for one in near]
    readings.sort(key=lambda reading: rank(reading, facts))
    open_ones = [reading for reading in readings if not reading.refusals][:PROPOSED]
    closed = [reading for reading in readings if reading.refusals]
    refused = {reading.programme.pk for reading in closed}
    shown = [reading.programme.pk for reading in (*open_ones, *closed[:REFUSED])]
    sheets = all_remembered(among.sheets, shown, partial(_sheets, now))
    return Itinerary(
        [replace(one, programme=sheets[one.programme.pk]) for one in open_ones if one.programme.pk in sheets],
        [_refusal(sheets[one.programme.pk], one, refused) for one in closed[:REFUSED] if one.programme.pk in sheets],
    )


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
    programme, unwanted, is_welcome = reading.programme, False, False
    to_do = matched = to_check = 0
    for one in reading.verdicts:
        if one.status == Status.NOT_MET:
            to_do += 1
            unwanted = unwanted or one.rule.kind == "territory"
        elif one.status == Status.UNKNOWN:
            to_check += one.rule.strength == Rule.Strength.HARD
        else:
            matched += one.rule.operator == Rule.Operator.IN and one.rule.kind != "territory"
            is_welcome = is_welcome or one.rule.kind == "audience"
    nowhere = programme.region_id is not None and "region" not in facts.answers
    distance = _distance(programme, facts, is_welcome)
    return (unwanted, distance, nowhere, to_do, -matched, to_check, programme.slug)


def _sheets(now, keys):
    """What is said of the programmes that are shown, by key: one query."""
    calls = Call.objects.open_at(now).filter(programme=OuterRef("pk"))
    first_to_close = calls.order_by(F("closes_at").asc(nulls_last=True), "pk")
    rows = Programme.objects.with_calls_at(now).annotate(open_call=Subquery(first_to_close.values("slug")[:1]))
    return rows.select_related("lead_actor", "region", "line").only(*CARD.split()).in_bulk(keys)


def _distance(programme, facts, is_welcome):
    regions = facts.answers.get("region", ())
    is_away = bool(regions) and programme.region_id is not None and programme.region_id not in regions
    gap = programme.gap if programme.gap is not None else (0 if is_welcome else NO_STAGE)
    return gap + AWAY * is_away


def _refusal(programme, reading, refused):
    """The reasons, with the other programmes they point to, unless these are closed to the visitor too."""
    reasons = [
        Reason(one.sentence, one.remedy, [lead for lead in one.redirects if lead.pk not in refused])
        for one in reading.refusals
    ]
    return Refusal(programme, reasons)
