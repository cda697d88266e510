"""Answering a request, item by item; only its items are open to the team, and the officer hears of the last one."""

from datetime import date, datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import User
from applications import answer_files, answers, notifications
from applications.answers import Value
from applications.models import Application, CompletenessRequest, MoreTime, RequestItem
from ess_portal.lib import french
from projects.models import ProjectDocument


class RequestClosed(Exception):
    """The request was closed, or this item answered, since the page was opened."""


class TimeRefused(Exception):
    """The sentence says why, in French."""


def open_items(application: Application):
    """What the team may still provide."""
    return RequestItem.objects.filter(
        request__application=application, request__closed_at=None, answered_at=None
    ).select_related("request", "kind", "question")


def still_asked(application: Application):
    """The same, each with `received`: how many items of its request have their answer already."""
    return open_items(application).annotate(
        received=Count("request__items", filter=Q(request__items__answered_at__isnull=False))
    )


@transaction.atomic
def answer(item: RequestItem, document: ProjectDocument, *, now: datetime, by: User | None = None) -> bool:
    """Give `document` for `item`; True when it was the last one awaited. Raises RequestClosed if it came too late."""
    application, locked = lock(item)
    former = locked.attachment.document.name if locked.attachment else None
    attachment, _ = application.attachments.get_or_create(document=document, defaults={"added_at": now})
    locked.attachment = attachment
    locked.replies.create(attachment=attachment, former=former, by=by, at=now)
    return received(application, locked, now)


@transaction.atomic
def answer_in_words(item: RequestItem, value: Value, *, by: User, now: datetime) -> bool:
    """Give another answer to a question of the form, or the answer to a question of the officer's own.

    The answer that it replaces is kept with it; the sending itself never changes. True and RequestClosed as `answer`.
    """
    application, locked = lock(item)
    former = last_value(locked)
    if locked.what == RequestItem.What.CORRECTION:
        former = replace(application, locked, value, by=by)
    locked.replies.create(value=value, former=former, by=by, at=now)
    return received(application, locked, now)


@transaction.atomic
def answer_with_file(item: RequestItem, upload: UploadedFile, *, by: User, now: datetime) -> bool:
    """Give another inspected file to a question of the form: a document of the project, read beside the one sent.

    True and RequestClosed as `answer`.
    """
    application, locked = lock(item)
    [value] = answer_files.keep(application, {locked.question: upload}, by=by, now=now).values()
    locked.attachment = application.attachments.create(
        document_id=value["document"], question=locked.question, added_at=now
    )
    former = replace(application, locked, value, by=by)
    locked.replies.create(value=value, former=former, attachment=locked.attachment, by=by, at=now)
    return received(application, locked, now)


def replace(application: Application, item: RequestItem, value: Value, *, by: User) -> Value:
    """Put another answer to the question of an item; returns the one that it replaces."""
    former = last_value(item)
    kept, created = application.answers.get_or_create(
        question=item.question, defaults={"value": value, "updated_by": by}
    )
    if not created:
        former = kept.value if former is None else former
        kept.value, kept.version, kept.updated_by = value, kept.version + 1, by
        kept.save()
    return former


def last_value(item: RequestItem) -> Value:
    reply = item.replies.last()
    return reply.value if reply else None


def lock(item: RequestItem) -> tuple[Application, RequestItem]:
    application = Application.objects.select_for_update().get(pk=item.request.application_id)
    locked = open_items(application).filter(pk=item.pk).first()
    if locked is None:
        raise RequestClosed
    return application, locked


def received(application: Application, item: RequestItem, now: datetime) -> bool:
    item.answered_at = now
    item.save(update_fields=["attachment", "answered_at"])
    if item.request.items.filter(answered_at=None).exists():
        return False
    tell_officers(application, "request_answered", f"{item.request_id}:{item.pk}:{item.replies.count()}")
    return True


def tell_officers(application, template, key):
    link = settings.SITE_ADDRESS + reverse("admin:applications_requests", args=[application.pk])
    for user in notifications.officers(application):
        outbox.owe(user, template, key=f"{template}:{key}:{user.pk}", application=application, link=link)


@transaction.atomic
def ask_for_time(request: CompletenessRequest, *, wanted_on: date, words: str, by: User, now: datetime) -> MoreTime:
    """Ask for a later date; the officers are told, and the date stands until they answer. Raises TimeRefused."""
    application = Application.objects.select_for_update().get(pk=request.application_id)
    held = application.requests.filter(pk=request.pk, closed_at=None).first()
    if held is None:
        raise TimeRefused("Cette demande est close.")
    if held.more_time.filter(answered_at=None).exists():
        raise TimeRefused("Une nouvelle date est déjà demandée\u00a0: la structure va vous répondre.")
    if wanted_on <= max(held.due_on, timezone.localdate(now)):
        latest = french.day(max(held.due_on, timezone.localdate(now)))
        raise TimeRefused(f"Choisissez une date après le {latest}.")
    wish = held.more_time.create(wanted_on=wanted_on, words=words.strip(), by=by, at=now)
    tell_officers(application, "more_time_asked", wish.pk)
    return wish


def in_words(item: RequestItem, value: Value) -> str:
    """A kept answer to an item in French words."""
    if item.what == RequestItem.What.CORRECTION:
        return answers.words(item.question, value)
    return "" if value is None else str(value)
