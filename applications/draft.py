"""The life of a draft: started once per project and call, saved answer by answer, nothing typed ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from applications import answer_files, carrying, entitlement, pages
from applications.answers import Value, is_blank, words
from applications.models import Answer, Application, Attachment
from applications.pages import NO_PAGE, OpenPage, Order
from applications.states import State
from programmes import kinds, revisions
from programmes.models import Call, CallDocument, FormRevision, Question
from projects.models import Project, ProjectDocument

TEXTS = frozenset({kinds.Name.SHORT, kinds.Name.LONG})


class NotADraft(Exception):
    """The application has been sent since the page was opened."""


class TooLate(Exception):
    """A later text of the same page is already saved."""


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

    @property
    def can_be_joined(self) -> bool:
        return self.question.kind in TEXTS and not is_blank(self.saved.value) and not is_blank(self.typed)


def existing(project: Project, call: Call) -> Application | None:
    """The project's application to this call, unless it was withdrawn."""
    return Application.objects.filter(project=project, call=call).exclude(state=State.WITHDRAWN).first()


def start(project: Project, call: Call, *, by: User, now: datetime) -> Application:
    """The project's draft for this call, reopened if there is one; the form's revision is frozen by the first draft.

    Raises `entitlement.MeetingFirst` when the call asks for an information meeting that nobody of the team attended.
    """
    found = existing(project, call)
    if found:
        return found
    entitlement.require(call, project)
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


def lock_for(application: Application, page: OpenPage, by: User, *, in_passing: bool) -> tuple[Application, Order]:
    """The draft under its lock, and where this save comes among those of its page.

    Raises NotADraft, and TooLate when a later save of the same page has come before it; made `in_passing`, while one
    types, also when it has come already.
    """
    held = lock(application)
    order = pages.note(held, page, by)
    if order is Order.EARLIER or (in_passing and order is Order.AGAIN):
        raise TooLate
    return held, order


@dataclass
class Saved:
    """What a save did: `clashes` were left as they stood; `versions`, by code, are of the values that now stand."""

    clashes: list[Clash] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)


def save_answers(
    application: Application, values: Mapping[Question, Value], versions: Mapping[int, int], *, by: User
) -> list[Clash]:
    """Save each value whose question still stands at the version its writer saw; return the others, unsaved.

    `versions` gives, by question id, the version shown with the form (0 when there was no answer yet). A page of a
    form corrected meanwhile is saved on the form in force (`carrying.aligned`).
    """
    return save(application, values, versions, by=by).clashes


@transaction.atomic
def save(
    application: Application,
    values: Mapping[Question, Value],
    versions: Mapping[int, int],
    *,
    by: User,
    page: OpenPage = NO_PAGE,
    in_passing: bool = False,
) -> Saved:
    """The same from an open page: a field that its writer left alone, or that she wrote herself, is no clash.

    Raises what `lock_for` raises.
    """
    draft, order = lock_for(application, page, by, in_passing=in_passing)
    values, versions = carrying.aligned(draft, values, versions)
    stored = {answer.question_id: answer for answer in draft.answers.select_related("updated_by")}
    saved = Saved()
    for question, value in values.items():
        answer = stored.get(question.pk) or Answer(application=draft, question=question, version=0)
        if answer.value == value or (is_blank(answer.value) and is_blank(value)):
            saved.versions[question.code] = answer.version
        elif may_write(answer, versions.get(question.pk, 0)) or (order is Order.LATEST and page.wrote(answer, by)):
            saved.versions[question.code] = put(answer, value, by, page)
        elif not page.showed(question, value):
            saved.clashes.append(Clash(question, answer, value))
    answer_files.follow(draft)
    draft.save(update_fields=["updated_at"])
    return saved


def may_write(answer: Answer, seen: int) -> bool:
    """True when the writer saw what she replaces, or when nothing is there."""
    return answer.version in {0, seen}


def put(answer: Answer, value: Value, by: User, page: OpenPage) -> int:
    """Write the value over what stood; returns its version."""
    answer.value, answer.updated_by, answer.writer = value, by, page.writer
    answer.version += 1
    answer.save()
    return answer.version


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
