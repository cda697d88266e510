"""What an answer is worth: reading what was typed, saying what is wrong with it, showing it.

Forms, the sending and every page read the same functions, and the kind of the question answers
(`programmes.kinds`). What is not understood is kept as typed.
"""

from dataclasses import dataclass

from applications.models import Application
from applications.states import State
from programmes import conditions, kinds
from programmes.kinds import Value
from programmes.models import FormRevision, Question


def read(question: Question, typed: Value) -> Value:
    """The value to keep: canonical when it is understood (figure, date), as typed when it is not."""
    return kinds.of(question).read(question, typed)


def is_blank(value: Value) -> bool:
    """Whether a kept value holds nothing at all; `lacks` knows the kind."""
    return value is None or value == "" or value == []


def lacks(question: Question, value: Value) -> bool:
    """Whether the question is left without an answer: entries left empty, or a table without amount, are none."""
    return kinds.of(question).is_blank(value)


def problem(question: Question, value: Value) -> str:
    """A sentence that says what to mend in a kept value; empty when all is well. A blank is not judged here."""
    return "" if lacks(question, value) else kinds.of(question).problem(question, value)


def shown(kind: str, value: Value, columns=()) -> str:
    """A kept value in French words, empty for a blank; `columns` are the questions of a group."""
    return "" if kinds.of(kind).is_blank(value) else kinds.of(kind).shown(value, columns)


def words(question: Question, value: Value) -> str:
    """The answer to a question in French words."""
    return shown(question.kind, value, columns(question))


def columns(question: Question):
    return question.children.all() if question.kind == kinds.Name.GROUP and question.pk else ()


def form(revision: FormRevision) -> list[Question]:
    """Every question of a form, with those of its groups, in order."""
    return list(revision.questions.of_form())


def values(application: Application, questions: list[Question]) -> dict[str, Value]:
    """Kept values by code; a file that has left the project is no answer any more."""
    rows = dict(application.answers.values_list("question_id", "value"))
    kept = {question.code: rows.get(question.pk) for question in questions}
    files = {code: value["document"] for code, value in kept.items() if isinstance(value, dict) and "document" in value}
    if files:
        documents = application.project.documents.filter(pk__in=files.values())
        if application.state == State.DRAFT:
            documents = documents.filter(removed_at=None)
        there = {str(pk) for pk in documents.values_list("pk", flat=True)}
        kept.update({code: None for code, document in files.items() if document not in there})
    return kept


@dataclass(frozen=True)
class Sheet:
    """The whole form of a file with its kept answers, by code, read once."""

    questions: list[Question]
    values: dict[str, Value]

    @property
    def asked(self) -> list[Question]:
        return conditions.asked(self.questions, self.values)


def sheet(application: Application) -> Sheet:
    questions = form(application.revision)
    return Sheet(questions, values(application, questions))


def asked(application: Application) -> list[tuple[Question, Value]]:
    """The questions that the file calls for, each with its kept value: what readers see and a snapshot holds."""
    whole = sheet(application)
    return [(question, whole.values[question.code]) for question in whole.asked]
