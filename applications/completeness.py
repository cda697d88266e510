"""What a draft still lacks before it can be sent, and where to add it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from applications import answers
from applications.answers import Sheet
from applications.models import Application
from programmes import conditions
from programmes.models import Rule


@dataclass(frozen=True)
class Gap:
    """One missing thing: `kind` is question, document or rule; `key` its code or id; `section` where it is asked."""

    kind: str
    key: str
    section: str
    label: str


def missing(application: Application, day: date | None = None, sheet: Sheet | None = None) -> list[Gap]:
    """Answers to give or to mend, declarations and documents that the application does not hold yet, in form order.

    Some questions must be answered from a day on: `day` is today unless it is given. `sheet` saves reading the
    answers again.
    """
    return [
        *missing_answers(sheet or answers.sheet(application), day or timezone.localdate()),
        *missing_category(application),
        *missing_declarations(application),
        *missing_documents(application),
    ]


def missing_answers(sheet: Sheet, day: date) -> list[Gap]:
    """Questions that the answers call for, without the answer that must be there, or with one to mend."""
    awaited = conditions.awaited(sheet.questions, sheet.values, day)
    return [
        Gap("question", question.code, question.section, question.label)
        for question in sheet.asked
        if (question.code in awaited and answers.lacks(question, sheet.values[question.code]))
        or answers.problem(question, sheet.values[question.code])
    ]


def declared_rules(application: Application):
    """Rules of the programme and of the call that only the person can answer."""
    return Rule.objects.of_call(application.call).asked_of_the_team()


def missing_category(application: Application) -> list[Gap]:
    """The category of places, when the call shares its places between some."""
    if application.category_id or not application.call.categories.exists():
        return []
    return [Gap("rule", "_categorie", "Conditions", "La catégorie dans laquelle vous candidatez")]


def missing_declarations(application: Application) -> list[Gap]:
    declared = set(application.declarations.values_list("rule_id", flat=True))
    return [
        Gap("rule", rule.code, "Conditions", rule.met)
        for rule in declared_rules(application)
        if rule.pk not in declared
    ]


def missing_documents(application: Application) -> list[Gap]:
    given = set(application.attachments.values_list("call_document_id", flat=True))
    required = application.call.documents.filter(required=True).select_related("kind")
    return [
        Gap("document", str(document.pk), "Documents", document.kind.name)
        for document in required
        if document.pk not in given
    ]
