"""The life of a draft: started once per project and call, saved answer by answer, nothing typed ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from applications import answer_files, carrying
from applications.answers import Value, is_blank, words
from applications.models import Answer, Application, Attachment
from applications.states import State
from programmes import revisions
from programmes.models import Call, CallDocument, FormRevision, Question, Rule
from projects.models import Project, ProjectDocument


class NotADraft(Exception):
    """The application has been sent since the page was opened."""


@dataclass(frozen=True)
class Clash:
    """Two texts for one question: the one that somebody saved meanwhile, and the one that was just typed."""

    question: Question
    saved: Answer
    typed: Value

    @property
    def saved_words(self) -> str:
        return words(self.question, self.saved.value)

    @property
    def typed_words(self) -> str:
        return words(self.question, self.typed)


def existing(project: Project, call: Call) -> Application | None:
    """The project's application to this call, unless it was withdrawn."""
    return Application.objects.filter(project=project, call=call).exclude(state=State.WITHDRAWN).first()


def start(project: Project, call: Call, *, by: User, now: datetime) -> Application:
    """The project's draft for this call, reopened if there is one; the form's revision is frozen by the first draft."""
    found = existing(project, call)
    if found:
        return found
    try:
        with transaction.atomic():
            revision = freeze_form(call, now)
            return Application.objects.create(
                call=call, project=project, revision=revision, created_by=by, created_at=now
            )
    except IntegrityError:  # somebody of the team started it at the same instant
        return Application.objects.exclude(state=State.WITHDRAWN).get(project=project, call=call)


def freeze_form(call: Call, now: datetime) -> FormRevision:
    """The form in force, which no longer moves once somebody answers it; held against a correction being published."""
    held = Call.objects.select_for_update().get(pk=call.pk)
    revision = revisions.in_force(held) or held.revisions.create(number=1)
    if revision.frozen_at is None:
        revision.frozen_at = now
        revision.save(update_fields=["frozen_at"])
    return revision


def lock(application: Application) -> Application:
    """The draft, or the sent file taken up again, under a row lock; raises NotADraft once its team may not write."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not locked.is_written:
        raise NotADraft
    return locked


@transaction.atomic
def save_answers(
    application: Application, values: Mapping[Question, Value], versions: Mapping[int, int], *, by: User
) -> list[Clash]:
    """Save each value whose question still stands at the version its writer saw; return the others, unsaved.

    `versions` gives, by question id, the version shown with the form (0 when there was no answer yet). A page of a
    form corrected meanwhile is saved on the form in force (`carrying.aligned`).
    """
    draft = lock(application)
    values, versions = carrying.aligned(draft, values, versions)
    stored = {answer.question_id: answer for answer in draft.answers.select_related("updated_by")}
    clashes = []
    for question, value in values.items():
        answer = stored.get(question.pk)
        if answer is None and is_blank(value):
            continue
        if answer is None:
            draft.answers.create(question=question, value=value, updated_by=by)
        elif answer.value != value and answer.version != versions.get(question.pk, 0):
            clashes.append(Clash(question, answer, value))
        elif answer.value != value:
            answer.value = value
            answer.version += 1
            answer.updated_by = by
            answer.save()
    answer_files.follow(draft)
    draft.save(update_fields=["updated_at"])
    return clashes


@transaction.atomic
def save_declarations(application: Application, values: Mapping[Rule, str]) -> None:
    """Keep what the team declares for the rules that only it can answer; a blank takes the declaration back."""
    draft = lock(application)
    for rule, value in values.items():
        if value:
            draft.declarations.update_or_create(rule=rule, defaults={"value": value})
        else:
            draft.declarations.filter(rule=rule).delete()
    draft.save(update_fields=["updated_at"])


@transaction.atomic
def require_draft(application: Application) -> None:
    """Before a file is written: raises NotADraft once the application is sent."""
    lock(application)


@transaction.atomic
def attach(
    application: Application, call_document: CallDocument, document: ProjectDocument, *, now: datetime
) -> Attachment:
    """Give `document` for what the call asks, in place of what was given before."""
    draft = lock(application)
    take_out(draft, draft.attachments.filter(call_document=call_document).exclude(document=document), now)
    given = {"call_document": call_document, "left_out_at": None}
    attachment, _ = draft.attachments.update_or_create(
        document=document, defaults=given, create_defaults={**given, "added_at": now}
    )
    draft.save(update_fields=["updated_at"])
    return attachment


@transaction.atomic
def detach(application: Application, call_document: CallDocument, *, now: datetime) -> None:
    """Take back what was given; the document stays in the project."""
    draft = lock(application)
    take_out(draft, draft.attachments.filter(call_document=call_document), now)
    draft.save(update_fields=["updated_at"])


def take_out(draft: Application, attachments, now: datetime) -> None:
    """Out of a draft they go; out of a file that was sent they are marked, since its officers still read them."""
    if draft.state == State.DRAFT:
        attachments.delete()
    else:
        attachments.update(call_document=None, left_out_at=now)
