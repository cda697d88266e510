"""The only evaluator of rules: visitors', applicants' and officers' pages build the facts and read the verdicts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from actors.models import Department
from programmes.models import Programme, Rule

if TYPE_CHECKING:
    from programmes.candidates import KnownRule

OVERSEAS = frozenset({"01", "02", "03", "04", "06"})  # regions, in the official geographical code


class Status(TextChoices):
    MET = "met", "Remplie"
    NOT_MET = "not_met", "Non remplie"
    UNKNOWN = "unknown", "À vérifier"


@dataclass(frozen=True)
class Facts:
    """What is known of a person's project. A question absent from `answers` was not asked; an empty set is a « no ».

    `declared` answers the declarations, and says whether the person is in what a rule lists when that was asked of
    her (key: id or code of the rule). `numbers` holds what thresholds compare, under the code of the rule when it was
    asked for that rule, else under its name (`years`, `eur`).
    `unasked` holds the (question, answer) pairs that were not offered, though the question was answered: a sensitive
    answer that nobody asked is unknown, not a « no ».
    """

    answers: Mapping[str, Collection[str]] = field(default_factory=dict)
    declared: Mapping[int | str, bool] = field(default_factory=dict)
    numbers: Mapping[int | str, Decimal | int] = field(default_factory=dict)
    unasked: Collection[tuple[str, str]] = frozenset()

    def has(self, question: str, answer: str) -> bool:
        return answer in self.answers.get(question, ())

    def knows(self, question: str, answer: str) -> bool:
        return question in self.answers and (question, answer) not in self.unasked


@dataclass(frozen=True)
class Verdict:
    rule: Rule
    status: Status
    sentence: str
    remedy: str = ""
    redirects: tuple[Programme, ...] = ()

    @property
    def is_refusal(self) -> bool:
        """A hard rule that is not met: the programme is not for this project, and the page says where to go."""
        return self.status == Status.NOT_MET and self.rule.strength == Rule.Strength.HARD


def gather(
    answers: Mapping[str, Collection[str] | None],
    declared: Mapping[int | str, bool] | None = None,
    numbers: Mapping[int | str, Decimal | int] | None = None,
    unasked: Collection[tuple[str, str]] = frozenset(),
) -> Facts:
    """Facts from what was answered: unasked questions (`None`) dropped, what follows from the answers added."""
    known = {question: frozenset(codes) for question, codes in answers.items() if codes is not None}
    places = known.get("lieu", ())
    if places and "region" not in known:
        regions = frozenset(Department.objects.filter(pk__in=places).values_list("region_id", flat=True))
        if regions:
            known["region"] = regions
    return Facts(complete(known), declared or {}, numbers or {}, unasked)


def complete(known: Mapping[str, Collection[str]]) -> dict[str, Collection[str]]:
    """The answers with what follows from them: overseas or not from the region, a structure from its form."""
    found: dict[str, Collection[str]] = {}
    if known.get("region"):
        found["outre_mer"] = frozenset({"oui"} if OVERSEAS & frozenset(known["region"]) else ())
    if known.get("forme"):
        found["structure"] = frozenset({"aucune" if "sans_structure" in known["forme"] else "existante"})
    return found | dict(known)


def evaluate(rules: "Iterable[Rule | KnownRule]", facts: Facts) -> list[Verdict]:
    """One verdict per rule, in order: met, not met, or unknown when what the rule needs was not asked."""
    return [_verdict(rule, status(rule, facts)) for rule in rules]


def pairs(value: str) -> list[tuple[str, str]]:
    """« question:answer » pairs of a rule's value; raises ValueError on a part without a colon or without an answer."""
    found = []
    for part in filter(None, value.split("|")):
        question, _, answer = part.partition(":")
        if not question or not answer:
            raise ValueError(f"« {part} » n’est pas de la forme question:réponse")
        found.append((question, answer))
    return found


@lru_cache(maxsize=4096)
def _listed(value):
    """`pairs`, read once for a value: the same are read again for every visitor."""
    return tuple(pairs(value))


def _verdict(rule, status):
    if status == Status.NOT_MET:
        return Verdict(rule, status, rule.not_met, rule.remedy, tuple(rule.redirects.all()))
    return Verdict(rule, status, rule.met if status == Status.MET else rule.unknown)


def status(rule: "Rule | KnownRule", facts: Facts) -> Status:
    """The bare answer on one rule, for whoever counts answers without saying them."""
    return _OPERATORS[rule.operator](rule, facts)


def _belongs(rule, facts):
    said = _own(rule, facts.declared)
    if said is not None:
        return Status.MET if said else Status.NOT_MET
    listed = _listed(rule.value)
    if any(facts.has(*pair) for pair in listed):
        return Status.MET
    return Status.NOT_MET if all(facts.knows(*pair) for pair in listed) else Status.UNKNOWN


def _is_absent(rule, facts):
    said = _own(rule, facts.declared)
    if said is not None:
        return Status.NOT_MET if said else Status.MET
    listed = _listed(rule.value)
    if any(facts.has(*pair) for pair in listed):
        return Status.NOT_MET
    return Status.MET if any(facts.knows(*pair) for pair in listed) else Status.UNKNOWN


def _threshold(reached):
    def status(rule, facts):
        ((name, bound),) = _listed(rule.value)
        number = _own(rule, facts.numbers)
        number = facts.numbers.get(name) if number is None else number
        if number is None:
            return Status.UNKNOWN
        return Status.MET if reached(number, Decimal(bound)) else Status.NOT_MET

    return status


def _own(rule, told):
    """What was told for this very rule, by its id or its code; None when nothing was."""
    return told.get(rule.pk, told.get(rule.code))


def _declared(rule, facts):
    answer = _own(rule, facts.declared)
    if answer is None:
        return Status.UNKNOWN
    return Status.MET if answer else Status.NOT_MET


_OPERATORS: dict[str, Callable] = {
    Rule.Operator.IN: _belongs,
    Rule.Operator.NOT_IN: _is_absent,
    Rule.Operator.GTE: _threshold(lambda number, bound: number >= bound),
    Rule.Operator.LTE: _threshold(lambda number, bound: number <= bound),
    Rule.Operator.ALWAYS: lambda rule, facts: Status.MET,
    Rule.Operator.DECLARED: _declared,
}
