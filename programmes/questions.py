"""Questions of a call, written and copied: their code, their place, their copy on another revision."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify

from programmes.models import FormRevision, Question


def complete_question(question: Question) -> None:
    """Give the question what nobody typed: a place, and the code that its answers are kept under, from its words."""
    others = question.revision.questions.exclude(pk=question.pk)
    if question.position is None:
        question.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
    if question.code:
        return
    stem = slugify(question.label)[:50].strip("-") or "question"
    taken = set(others.values_list("code", flat=True))
    question.code, number = stem, 1
    while question.code in taken:
        number += 1
        question.code = f"{stem}-{number}"


@transaction.atomic
def copy_questions(revision: FormRevision, to: FormRevision) -> None:
    """Copy every question of a revision on another one, which holds none yet, of this call or of another.

    Codes stay, so answers and conditions (which name questions by code) follow; what points at a row of the
    former revision points at its copy. This is the only way to copy questions: never copy rows one by one.
    """
    copies: dict[int, Question] = {}
    for question in revision.questions.order_by(F("parent").asc(nulls_first=True), "position", "pk"):
        former = question.pk
        question.pk = None
        question._state.adding = True
        question.revision = to
        question.version = 1
        if question.parent_id:
            question.parent = copies[question.parent_id]
        question.save()
        copies[former] = question
