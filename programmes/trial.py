"""A profile tried against every programme at once, in the order that visitors see; the test profiles verified."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from actors.models import Department
from actors.models.actor import SheetStatus
from programmes.eligibility import Facts, Status, Verdict, evaluate, gather
from programmes.models import Profile, Programme, Rule, Stage
from programmes.orientation import PROPOSED, Reading, rank
from programmes.rule_values import NUMBERS, readable

WITHOUT_REDIRECTS = Prefetch("redirects", Programme.objects.none())


@dataclass(frozen=True)
class Outcome:
    """What a profile is shown: the first programmes, the other open ones, those that a compulsory rule closes."""

    proposed: list[Reading]
    others: list[Reading]
    refused: list[Reading]

    @property
    def uncertain(self) -> list[Reading]:
        """Open programmes with rules that the profile does not answer."""
        return [one for one in [*self.proposed, *self.others] if unknown(one)]


@dataclass(frozen=True)
class Verification:
    """A test profile with what it should be shown and is not; it passes when both are empty."""

    profile: Profile
    missing: list[str]
    unrefused: list[str]

    @property
    def passes(self) -> bool:
        return not (self.missing or self.unrefused)


def unknown(reading: Reading) -> list[Verdict]:
    return [verdict for verdict in reading.verdicts if verdict.status == Status.UNKNOWN]


@dataclass(frozen=True)
class Catalogue:
    """Every public programme that is not closed, with its rules; the order of each stage, and the stages served."""

    programmes: list[Programme]
    stages: dict[str, int]
    served: dict[int, list[int]]


def catalogue() -> Catalogue:
    """What profiles are tried against (three queries); redirects are left out, since no trial shows them."""
    public = Programme.objects.public().exclude(status=SheetStatus.CLOSED)
    public = public.exclude(lead_actor__status=SheetStatus.CLOSED)
    rules = Rule.objects.order_by("position", "pk").prefetch_related(WITHOUT_REDIRECTS)
    stages: dict[str, int] = {}
    served: dict[int, list[int]] = {}
    for code, order, programme in Stage.objects.values_list("pk", "order", "programmes"):
        stages[code] = order
        served.setdefault(programme, []).append(order)
    return Catalogue(list(public.prefetch_related(Prefetch("rules", rules))), stages, served)


def try_out(facts: Facts, among: Catalogue) -> Outcome:
    """Each programme read against the facts, best first, in the order that visitors are given."""
    here = next((among.stages[code] for code in facts.answers.get("etape", ()) if code in among.stages), None)
    readings = []
    for programme in among.programmes:
        gaps = [0 if here is None else abs(order - here) for order in among.served.get(programme.pk, ())]
        programme.gap = min(gaps, default=None)
        readings.append(Reading(programme, evaluate(programme.rules.all(), facts)))
    readings.sort(key=lambda reading: rank(reading, facts))
    is_open = [reading for reading in readings if not reading.refusals]
    return Outcome(is_open[:PROPOSED], is_open[PROPOSED:], [reading for reading in readings if reading.refusals])


def facts_of(answers: str, regions: Mapping[str, str]) -> Facts:
    """Facts of a profile's answers, « question:answer|… », numbers included; `regions` of each département."""
    given: dict[str, set[str]] = {}
    numbers: dict[int | str, Decimal] = {}
    for question, answer in readable(answers):
        if question in NUMBERS:
            numbers[question] = Decimal(answer)
        else:
            given.setdefault(question, set()).add(answer)
    located = {regions[place] for place in given.get("lieu", ()) if place in regions}
    return gather({**given, **({"region": located} if located else {})}, numbers=numbers)


def verify(profiles: Iterable[Profile]) -> list[Verification]:
    """Each profile against what is expected of it: its programmes among the first, its refusals said by their rule."""
    among, regions = catalogue(), dict(Department.objects.values_list("pk", "region"))
    return [_verification(profile, try_out(facts_of(profile.answers, regions), among)) for profile in profiles]


def _verification(profile, outcome):
    shown = {reading.programme.slug for reading in outcome.proposed}
    readings = [*outcome.proposed, *outcome.others, *outcome.refused]
    not_met = {
        f"{reading.programme.slug}:{verdict.rule.code}"
        for reading in readings
        for verdict in reading.verdicts
        if verdict.status == Status.NOT_MET
    }
    return Verification(
        profile,
        [slug for slug in listed(profile.expected_programmes) if slug not in shown],
        [refusal for refusal in listed(profile.expected_refusals) if refusal not in not_met],
    )


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]
