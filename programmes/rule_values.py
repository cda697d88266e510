"""What a rule's value may name, in the words of the reference data.

A value is « question:answer|… ». Beside the questions of the orientation, a rule may name a region (`region:93`), a
département (`lieu:13`), whether a structure exists (`structure:existante`), a zone with the date of its list
(`zone.qpv.2024-01-01:oui`), overseas (`outre_mer:oui`), or hold a number (`years:3`, `eur:80000`).
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from actors.models import Region, Zone
from ess_portal.lib import french
from programmes.eligibility import pairs
from programmes.models import OrientationAnswer, OrientationQuestion

YES = "oui"
OVERSEAS = "outre_mer"
STRUCTURE = "structure"
STRUCTURES = {"existante": "La structure existe déjà", "aucune": "Aucune structure n’existe encore"}
SCALES = frozenset({"departement", "region"})  # kept among the zones by the reference data; they are not lists
NUMBERS = {"years": "Ancienneté de la structure, en années", "eur": "Montant, en euros"}
IN_ORDER = ["question__order", "question_id", "order", "pk"]
RESERVED = frozenset({*NUMBERS, "region", "zone", STRUCTURE, OVERSEAS})


@dataclass
class Group:
    """Answers offered together: one question, or one scale of territory. `many`: several may be true at once."""

    code: str
    label: str
    many: bool = False
    choices: dict[str, str] = field(default_factory=dict)  # « question:answer » → label


@dataclass(frozen=True)
class Vocabulary:
    """Everything that a rule may name."""

    groups: dict[str, Group]
    regions: dict[str, str]  # of each département

    def group_of(self, question: str) -> Group | None:
        """The group in which a pair of that question is offered."""
        return self.groups.get("zone" if question == OVERSEAS or question.startswith("zone.") else question)

    def label(self, question: str, answer: str) -> str | None:
        """The words of a pair; None when the reference data does not hold it, or no longer."""
        group = self.group_of(question)
        return group.choices.get(f"{question}:{answer}") if group else None

    def known(self, value: str) -> list[tuple[str, str]]:
        """Pairs of a value that the reference data holds."""
        return [pair for pair in readable(value) if self.label(*pair)]

    def lost(self, value: str) -> list[str]:
        """A sentence on each pair of a value that the reference data does not hold."""
        return [self._loss(*pair) for pair in readable(value) if pair[0] not in NUMBERS and not self.label(*pair)]

    def _loss(self, question, answer):
        group = self.group_of(question)
        if group is None:
            return french.no_break(f"La question « {question} » n’existe pas, ou plus.")
        return french.no_break(f"« {group.label} » n’a pas, ou plus, la réponse « {answer} ».")


def readable(value: str) -> list[tuple[str, str]]:
    """Pairs of a value; none when it is badly written."""
    try:
        return pairs(value)
    except ValueError:
        return []


def zone_key(code: str, listed_on: date | None) -> str:
    """« zone.qpv.2024-01-01 »: belonging to a zone is one question for each of its lists."""
    if code == OVERSEAS:
        return OVERSEAS
    return f"zone.{code}.{listed_on:%Y-%m-%d}" if listed_on else f"zone.{code}"


def vocabulary() -> Vocabulary:
    """The vocabulary as it stands in the database (three queries)."""
    rows = Region.objects.values_list("pk", "name", "departments__pk", "departments__name")
    rows = rows.order_by("sort_name", "departments__pk")
    located = [row for row in rows if row[2]]
    departments = sorted((code, f"{name} ({code})") for _, _, code, name in located)
    groups = [
        Group("region", "Région", choices={f"region:{row[0]}": row[1] for row in rows}),
        Group("lieu", "Département", choices={f"lieu:{code}": label for code, label in departments}),
        Group("zone", "Zone", many=True, choices=dict(_zones())),
        Group(STRUCTURE, "Structure", choices={f"{STRUCTURE}:{code}": label for code, label in STRUCTURES.items()}),
    ]
    return Vocabulary(
        {group.code: group for group in [*groups, *_asked()]},
        {code: region for region, _, code, _ in located},
    )


def _asked():
    """One group per question that has written answers, in the order of the orientation."""
    answers = OrientationAnswer.objects.exclude(question__kind=OrientationQuestion.Kind.PLACE)
    for question, given in groupby(answers.select_related("question").order_by(*IN_ORDER), lambda one: one.question):
        choices = {f"{question.pk}:{answer.code}": answer.label for answer in given}
        yield Group(question.pk, question.label, question.kind == question.Kind.MANY, choices)


def _zones():
    for zone in Zone.objects.exclude(pk__in=SCALES):
        for listed_on in zone.list_dates or [None]:
            on = f", liste du {french.day(listed_on)}" if listed_on else ""
            yield f"{zone_key(zone.pk, listed_on)}:{YES}", f"{zone.name}{on}"
