"""Writing the questions of a form that is not frozen: added, moved, copied, deleted, never overwritten in silence."""

from django.db import transaction

from programmes.models import FormRevision, Question
from programmes.questions import complete_question

UP, DOWN = "monter", "descendre"
COPY = " (copie)"


class QuestionRefused(Exception):
    """The sentence says why, in French."""


class Stale(Exception):
    """Somebody saved the question since the page was opened; `stored` is the question as it stands."""

    def __init__(self, stored: Question):
        super().__init__("stale question")
        self.stored = stored


def held(revision: FormRevision) -> FormRevision:
    """The revision under a lock; raises QuestionRefused once it is frozen."""
    locked = FormRevision.objects.select_for_update().get(pk=revision.pk)
    if locked.frozen_at is not None:
        raise QuestionRefused("Ce formulaire vient d’être figé\u00a0: il ne se modifie plus.")
    return locked


@transaction.atomic
def create(question: Question, *, after: Question | None = None) -> Question:
    """A new question under a code made from its words, at the end of its part unless `after` says where."""
    held(question.revision)
    question.position, question.version = 0, 1  # its place is given below
    complete_question(question)
    question.save()
    place(question, after)
    return question


@transaction.atomic
def update(question: Question, version: int, *, after: Question | None = None) -> Question:
    """Save the question if nobody saved it since; raises Stale otherwise, and changes nothing."""
    stored = current(question)
    if stored.version != version:
        raise Stale(stored)
    moves = after is not None or stored.section != question.section
    question.version, question.position = version + 1, stored.position
    question.save()
    if moves:
        place(question, after)
    return question


@transaction.atomic
def duplicate(question: Question) -> Question:
    """A copy that stands after it, with the questions of its group."""
    original = current(question)
    copied = copy_of(original, label=f"{original.label}{COPY}"[:300])
    for sub in original.children.all():
        copy_of(sub, parent=copied)
    place(copied, original)
    return copied


def copy_of(question, **changes):
    fields = {field.attname: getattr(question, field.attname) for field in Question._meta.concrete_fields}
    copied = Question(**{**fields, "id": None, "code": "", "position": None, "version": 1})
    for name, value in changes.items():
        setattr(copied, name, value)
    complete_question(copied)
    copied.save()
    return copied


@transaction.atomic
def delete(question: Question, version: int) -> None:
    """Take the question out of the form; raises Stale when somebody changed it since."""
    stored = current(question)
    if stored.version != version:
        raise Stale(stored)
    stored.delete()


@transaction.atomic
def step(question: Question, way: str) -> None:
    """One place up or down; at the edge of its part, a question enters the one beside."""
    moved = current(question)
    row = siblings(moved)
    index = next(number for number, one in enumerate(row) if one.pk == moved.pk)
    other = index + (-1 if way == UP else 1)
    if not 0 <= other < len(row):
        return
    neighbour = row[other]
    if neighbour.section != moved.section:
        moved.section = neighbour.section
        moved.save(update_fields=["section"])
    else:
        row[index], row[other] = neighbour, moved
    renumber(row)


@transaction.atomic
def rename_part(revision: FormRevision, old: str, new: str) -> None:
    """Give a part another name; the name of another part joins the two."""
    held(revision)
    if not new.strip():
        raise QuestionRefused("Donnez un nom à la partie.")
    if not revision.questions.filter(section=old).update(section=new.strip()[:100]):
        raise QuestionRefused(f"La partie «\u00a0{old}\u00a0» n’existe plus\u00a0: quelqu’un l’a renommée entre-temps.")
    renumber(in_parts(revision.questions.asked_alone()))


def place(question: Question, after: Question | None) -> None:
    """Put it after another question, in its part; at the end of its own part when none is named."""
    row = siblings(question, but=question.pk)  # its own number, not given yet, must not bring its part forward
    if after is not None and question.parent_id is None:
        question.section = after.section
        question.save(update_fields=["section"])
    same = [index for index, one in enumerate(row) if one.section == question.section]
    index = next((n for n, one in enumerate(row) if after and one.pk == after.pk), same[-1] if same else len(row) - 1)
    row.insert(index + 1, question)
    renumber(row)


def current(question: Question) -> Question:
    """The question as it stands, its form held; raises QuestionRefused when it is gone or frozen."""
    held(question.revision)
    stored = Question.objects.filter(pk=question.pk).select_related("revision").first()
    if stored is None:
        raise QuestionRefused("Cette question a été supprimée entre-temps.")
    return stored


def siblings(question: Question, *, but: int | None = None) -> list[Question]:
    """The questions among which it stands: those of its group, or those of the form, part by part; `but` left out."""
    return in_parts(Question.objects.filter(revision=question.revision_id, parent=question.parent_id).exclude(pk=but))


def in_parts(questions) -> list[Question]:
    """Questions with each part in one piece, parts in the order of their first question."""
    grouped: dict[str, list[Question]] = {}
    for question in questions:
        grouped.setdefault(question.section, []).append(question)
    return [question for part in grouped.values() for question in part]


def renumber(row: list[Question]) -> None:
    for number, question in enumerate(row, start=1):
        question.position = number
    Question.objects.bulk_update(row, ["position"])
