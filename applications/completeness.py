"""What a draft still lacks before it can be sent, and where to add it."""

from dataclasses import dataclass

from applications import answers
from applications.models import Application
from programmes.models import Rule


@dataclass(frozen=True)
class Gap:
    """One missing thing: `kind` is question, document or rule; `key` its code or id; `section` where it is asked."""

    kind: str
    key: str
    section: str
    label: str


def missing(application: Application) -> list[Gap]:
    """Answers to give or to mend, declarations and documents that the application does not hold yet, in form order."""
    return [*missing_answers(application), *missing_declarations(application), *missing_documents(application)]


def missing_answers(application: Application) -> list[Gap]:
    values = dict(application.answers.values_list("question_id", "value"))
    return [
        Gap("question", question.code, question.section, question.label)
        for question in application.revision.questions.all()
        if (question.required and answers.is_blank(values.get(question.pk)))
        or answers.problem(question, values.get(question.pk))
    ]


def declared_rules(application: Application):
    """Rules of the programme and of the call that only the person can answer."""
    return Rule.objects.of_call(application.call).asked_of_the_team()


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
