"""Rules of a call read against one project: this module builds the facts, `programmes.eligibility` judges."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from applications.models import Application
from applications.submission import describe_project
from programmes import eligibility
from programmes.models import Call, Rule
from projects.models import Project

YES, NO = "oui", "non"
ASKED = frozenset({Rule.Operator.DECLARED, Rule.Operator.GTE, Rule.Operator.LTE})


def verdicts(application: Application, day: date) -> list[eligibility.Verdict]:
    """Verdicts on an application: on its snapshot once it is sent, on the project as it stands before."""
    snapshot = getattr(application, "snapshot", None)
    project = snapshot.data["project"] if snapshot else describe_project(application.project)
    declared = {answer.rule.code: answer.value for answer in application.declarations.select_related("rule")}
    return judge(application.call, project, declared, day)


def verdicts_on_project(project: Project, call: Call, day: date) -> list[eligibility.Verdict]:
    """Verdicts on a project that has no application to this call yet: what must be asked stays unknown."""
    return judge(call, describe_project(project), {}, day)


def judge(call: Call, project: Mapping, declared: Mapping[str, str], day: date) -> list[eligibility.Verdict]:
    """One verdict per rule of the programme, then of the call, on a described project and its declarations."""
    rules = list(Rule.objects.of_call(call).prefetch_related("redirects"))
    return eligibility.evaluate(rules, facts(rules, project, declared, day))


def facts(rules: list[Rule], project: Mapping, declared: Mapping[str, str], day: date) -> eligibility.Facts:
    """What is known of a described project (`submission.describe_project`) and of what its team declared."""
    answers = {question: frozenset(codes) for question, codes in project["answers"].items()}
    answers["etape"] = frozenset({project["stage_code"]})
    if project["department_code"]:
        answers["lieu"] = frozenset({project["department_code"]})
    if project["legal_form_code"]:
        answers.setdefault("forme", frozenset({project["legal_form_code"]}))
    numbers = {"years": Decimal(age)} if (age := years_since(project["created_on"], day)) is not None else {}
    numbers |= declared_numbers(rules, declared)
    said: dict[int | str, bool] = {code: value == YES for code, value in declared.items() if value in {YES, NO}}
    return eligibility.gather(answers, said, numbers)


def years_since(created_on: str, day: date) -> int | None:
    """Whole years from an ISO date to `day`; None when the date is unknown."""
    if not created_on:
        return None
    start = date.fromisoformat(created_on)
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def declared_numbers(rules: list[Rule], declared: Mapping[str, str]) -> dict[str, Decimal]:
    """Numbers declared for thresholds, under the name that the rule compares."""
    numbers = {}
    for rule in rules:
        if rule.operator in {Rule.Operator.GTE, Rule.Operator.LTE} and rule.code in declared:
            ((name, _),) = eligibility.pairs(rule.value)
            try:
                numbers[name] = Decimal(declared[rule.code])
            except InvalidOperation:
                continue
    return numbers
