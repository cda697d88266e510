"""A corrected form and the drafts that were answering the former one: answers follow by code, nothing is lost.

An answer that the new question cannot hold whole stays on its former question, where the team reads it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import outbox
from applications import answer_files, answers, letters
from applications.models import Answer, Application
from applications.states import State
from programmes import kinds
from programmes.form_changes import Change, changes_between
from programmes.models import FormRevision, Question


def carry_drafts(revision: FormRevision, *, now: datetime) -> int:
    """Move every draft of the call on a revision just published and tell its team; call it with the call locked."""
    drafts = Application.objects.filter(call=revision.call, state=State.DRAFT).exclude(revision=revision)
    count = 0
    for draft in drafts.select_for_update().order_by("pk"):
        carry(draft, revision)
        tell(draft, revision)
        count += 1
    return count


def tell(draft: Application, revision: FormRevision) -> None:
    """Owe those who write the draft a mail with the word on what changed: once for each correction."""
    link = settings.SITE_ADDRESS + reverse("applications:form_changes", args=[draft.pk])
    for user in letters.addressees(draft):
        key = f"form_corrected:{draft.pk}:{revision.number}:{user.pk}"
        outbox.owe(user, "form_corrected", key=key, application=draft, word=revision.change_note, link=link)


@transaction.atomic
def carry(draft: Application, revision: FormRevision) -> None:
    """One draft on a new revision: same code, same answer, in the new shape where it can be."""
    targets = {question.code: question for question in answers.form(revision)}
    for answer in draft.answers.select_related("question").prefetch_related("question__children"):
        target = targets.get(answer.question.code)
        if target and target.pk != answer.question_id:
            follow(draft, answer, target)
    draft.former_revision = draft.former_revision or draft.revision
    draft.revision = revision
    draft.save(update_fields=["revision", "former_revision", "updated_at"])
    answer_files.follow(draft)


def follow(draft: Application, answer: Answer, target: Question) -> None:
    value, is_whole = converted(answer.question, target, answer.value)
    if is_whole:
        answer.question, answer.value = target, value
        answer.save()
    elif value is not None:
        draft.answers.create(question=target, value=value, version=answer.version, updated_by=answer.updated_by)


def converted(source: Question, target: Question, value: kinds.Value) -> tuple[kinds.Value, bool]:
    """The value as another version of the question takes it, and whether nothing of it is left behind."""
    if answers.lacks(source, value):
        return (value if source.kind == target.kind else None), True
    words = answers.words(source, value)
    if source.kind == target.kind:
        found = kinds.of(target).carried(target, value)
    else:
        found = kinds.of(target).from_words(target, words)
    return found, found is not None and answers.words(target, found) == words


def aligned(draft: Application, values: Mapping, versions: Mapping) -> tuple[dict, dict]:
    """What a page of a former revision sends, for the questions that the draft now answers.

    A value that its new question cannot hold whole is also saved on the former one.
    """
    if all(question.revision_id == draft.revision_id for question in values):
        return dict(values), dict(versions)
    targets = {question.code: question for question in answers.form(draft.revision)}
    moved, seen = {}, {}
    for question, value in values.items():
        version = versions.get(question.pk, 0)
        target = question if question.revision_id == draft.revision_id else targets.get(question.code)
        found, is_whole = converted(question, target, value) if target else (None, False)
        if target and (found is not None or is_whole):
            moved[target], seen[target.pk] = found, version
        if not is_whole:
            moved[question], seen[question.pk] = value, version
    return moved, seen


def left_behind(application: Application) -> list[tuple[str, str]]:
    """Answers that the form in force does not hold: (question, words) pairs, never part of what is sent."""
    rows = application.answers.exclude(question__revision=application.revision_id).select_related("question")
    pairs = [(row.question.label, answers.words(row.question, row.value)) for row in rows]
    return [(label, words) for label, words in pairs if words]


def notes(application: Application) -> list[FormRevision]:
    """The corrections that the team has not read yet, each with its word."""
    if application.former_revision is None:
        return []
    numbers = (application.former_revision.number + 1, application.revision.number)
    return list(application.call.revisions.filter(number__range=numbers).order_by("number"))


def changes(application: Application) -> list[Change]:
    """What the corrections changed since the team last said that it had read them."""
    if application.former_revision is None:
        return []
    return changes_between(answers.form(application.former_revision), answers.form(application.revision))


@transaction.atomic
def acknowledge(application: Application) -> None:
    """The team has read what changed: the notice goes."""
    held = Application.objects.select_for_update().get(pk=application.pk)
    held.former_revision = None
    held.save(update_fields=["former_revision"])
