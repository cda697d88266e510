"""Files that answer questions: documents of the project, attached to the file while their question is asked."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from applications import answers
from applications.models import Application
from applications.states import State
from programmes import kinds
from programmes.models import Question
from projects.documents import store


def keep(application: Application, uploads: Mapping, *, by: User, now: datetime) -> dict[Question, dict]:
    """Store inspected files in the project; the value to save for each question."""
    values = {}
    for question, upload in uploads.items():
        document = store(application.project, upload, upload.accepted, question.document_kind, by=by, now=now)
        values[question] = {"document": str(document.pk), "name": document.name, "size": document.size}
    return values


def follow(application: Application) -> None:
    """Attach the files of the questions that are asked, and only them: a hidden answer gives nothing to read.

    Call it under the lock of the application, after its answers have changed.
    """
    if not application.revision.questions.filter(kind=kinds.Name.FILE).exists() and not given(application).exists():
        return
    wanted = {
        value["document"]: question
        for question, value in answers.asked(application)
        if kinds.of(question).holds_file and value
    }
    for attachment in given(application):
        if str(attachment.document_id) not in wanted:
            release(attachment)
    for document, question in wanted.items():
        application.attachments.update_or_create(
            document_id=document, defaults={"question": question, "left_out_at": None}
        )


def given(application: Application):
    """Attachments that answer a question."""
    return application.attachments.filter(question__isnull=False, left_out_at=None)


def release(attachment) -> None:
    """It answers no question any more; a document that the call asks for stays given.

    Out of a file that was sent it is only marked: its officers still read it.
    """
    if attachment.call_document_id is None and attachment.application.state != State.DRAFT:
        attachment.left_out_at = timezone.now()
        attachment.save(update_fields=["left_out_at"])
        return
    if attachment.call_document_id is None:
        attachment.delete()
        return
    attachment.question = None
    attachment.save(update_fields=["question"])
