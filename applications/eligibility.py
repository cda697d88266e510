"""Rules of a call read against one project: this module builds the facts, `programmes.eligibility` judges."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from actors.models import Membership
from applications.models import Application, Snapshot
from applications.submission import describe_project
from programmes import eligibility
from programmes.models import Call, OrientationAnswer, Rule
from projects.models import Project

YES, NO, UNSURE = "oui", "non", "inconnu"
MEMBER = ("acquis", "adherent_cress")


def verdicts(application: Application, day: date, *, live: bool = False) -> list[eligibility.Verdict]:
    """Verdicts on an application: on its snapshot once it is sent, on what its team is writing before (or `live`)."""
    snapshot = None if live else getattr(application, "snapshot", None)
    project = snapshot.data["project"] if snapshot else describe_project(application.project)
    declared = (
        declared_in(snapshot, application.call)
        if snapshot
        else dict(application.declarations.values_list("rule_id", "value"))
    )
    return judge(application.call, project, declared, day)


def declared_in(snapshot: Snapshot, call: Call) -> dict[int, str]:
    """What the team declared when it sent the file, by rule."""
    said = snapshot.data.get("declarations", {})
    return {pk: said[code] for pk, code in Rule.objects.of_call(call).values_list("pk", "code") if code in said}


def verdicts_on_project(project: Project, call: Call, day: date) -> list[eligibility.Verdict]:
    """Verdicts on a project that has no application to this call yet: what must be asked stays unknown."""
    return judge(call, describe_project(project), {}, day)


def judge(call: Call, project: Mapping, declared: Mapping[int, str], day: date) -> list[eligibility.Verdict]:
    """One verdict per rule of the programme, then of the call, on a described project and its declarations."""
    rules = list(Rule.objects.of_call(call).prefetch_related("redirects"))
    return eligibility.evaluate(rules, facts(call, rules, project, declared, day))


def held_from_chambers() -> QuerySet[Membership]:
    return Membership.objects.filter(chamber__kind="ess_chamber").select_related("chamber")


class Shelf:
    """What the facts read beside the project itself: one query each; `failing` answers from memory for many files."""

    def sensitive(self) -> frozenset[tuple[str, str]]:
        return frozenset(OrientationAnswer.objects.filter(sensitive=True).values_list("question", "code"))

    def memberships(self, organisation: str) -> Iterable[Membership]:
        return held_from_chambers().filter(member__slug=organisation)

    def region_of(self, department: str) -> str | None:
        """None leaves it to be looked up when it is needed."""
        return None


LIVE = Shelf()


def facts(
    call: Call, rules: list[Rule], project: Mapping, declared: Mapping[int, str], day: date, shelf: Shelf = LIVE
) -> eligibility.Facts:
    """What is known of a described project (`submission.describe_project`) and of what its team declared."""
    numbers: dict[int | str, Decimal] = {**declared_numbers(rules, declared)}
    if (age := years_since(project["created_on"], day)) is not None:
        numbers["years"] = Decimal(age)
    said: dict[int | str, bool] = {**members_on_the_day(call, rules, project, day, shelf)}
    said |= {rule: value == YES for rule, value in declared.items() if value in {YES, NO}}
    return eligibility.gather(answers_of(project, shelf), said, numbers, never_offered(rules, project, shelf))


def never_offered(rules: list[Rule], project: Mapping, shelf: Shelf) -> frozenset[tuple[str, str]]:
    """Sensitive answers, which the project file never offers: unknown, whatever else was answered."""
    listing = [rule for rule in rules if rule.operator in Rule.LISTING]
    read = {question for rule in listing for question, _ in eligibility.pairs(rule.value)}
    if not read & set(project["answers"]):
        return frozenset()
    return shelf.sensitive()


def answers_of(project: Mapping, shelf: Shelf) -> dict[str, frozenset[str]]:
    """The answers of the project file, with those that its other fields give."""
    answers = {question: frozenset(codes) for question, codes in project["answers"].items()}
    answers["etape"] = frozenset({project["stage_code"]})
    if project["department_code"]:
        answers["lieu"] = frozenset({project["department_code"]})
        if region := shelf.region_of(project["department_code"]):
            answers.setdefault("region", frozenset({region}))
    if project["legal_form_code"]:
        answers.setdefault("forme", frozenset({project["legal_form_code"]}))
    if "forme" not in answers and any(project.get(name) for name in ("siret", "created_on", "organisation_slug")):
        answers["structure"] = frozenset({"existante"})
    return answers


def members_on_the_day(
    call: Call, rules: list[Rule], project: Mapping, day: date, shelf: Shelf
) -> dict[int | str, bool]:
    """For each rule that asks for membership, whether the organisation is a member the day the call closes.

    Read from the memberships (adhésions) that the portal holds; an organisation without any stays unknown here.
    """
    asking = [rule for rule in rules if rule.operator == Rule.Operator.IN and MEMBER in eligibility.pairs(rule.value)]
    if not asking or not project.get("organisation_slug"):
        return {}
    region, on_the_day = call.programme.region_id, closing_day(call) or day
    held = shelf.memberships(project["organisation_slug"])
    known = [row.holds_on(on_the_day) for row in held if region is None or row.chamber.region_id == region]
    if any(known):
        return {rule.pk: True for rule in asking}
    return {rule.pk: False for rule in asking if known and eligibility.pairs(rule.value) == [MEMBER]}


def closing_day(call: Call) -> date | None:
    """The day the call closes, where it closes; None for a call without end."""
    return timezone.localdate(call.closes_at, ZoneInfo(call.zone_name)) if call.closes_at else None


def years_since(created_on: str, day: date) -> int | None:
    """Whole years from an ISO date to `day`; None when the date is unknown."""
    if not created_on:
        return None
    start = date.fromisoformat(created_on)
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def declared_numbers(rules: list[Rule], declared: Mapping[int, str]) -> dict[int | str, Decimal]:
    """The number declared for each threshold: two thresholds in euros are two different amounts."""
    numbers: dict[int | str, Decimal] = {}
    for rule in rules:
        if rule.operator in Rule.THRESHOLDS and rule.pk in declared:
            try:
                numbers[rule.pk] = Decimal(declared[rule.pk])
            except InvalidOperation:
                continue
    return numbers
