"""The thread of one file between its team and its officers, and the officers' notes, which the team never reads."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts import outbox
from accounts.models import User
from applications import access, letters, notifications
from applications.models import Application, InternalNote, Message, MessageFile, ThreadReading
from applications.states import State
from ess_portal.lib import kept_files
from ess_portal.lib.uploads import Accepted

MOST_FILES = 5
WAITING_FILES_KEPT = timedelta(days=2)
Side = Message.Side


class CorrespondenceRefused(Exception):
    """The sentence says why, in French."""


def may_write(user: User, application: Application, side: str) -> bool:
    """Whether the person may write from this side: team writers from the portal, officers from the back-office."""
    may = access.writes if side == Side.TEAM else access.instructs
    return application.state != State.DRAFT and may(user, application)


@transaction.atomic
def send(application: Application, side: str, body: str, *, key: uuid.UUID, by: User, now: datetime) -> Message:
    """Add a message with the files that wait beside it, once for each `key`, and owe the other side one mail.

    The file is locked, so that numbers of messages follow their order and « read up to » hides none.
    Raises CorrespondenceRefused when the person may not write from this side (any more).
    """
    held = Application.objects.select_for_update(of=("self",)).select_related("call__programme__lead_actor")
    application = held.get(pk=application.pk)
    if not may_write(by, application, side):
        raise CorrespondenceRefused("Vous ne pouvez plus écrire dans ce dossier. Votre texte n’est pas parti.")
    known = Message.objects.filter(key=key).first()
    if known:
        return _own(known, application, by)
    message = application.messages.create(
        side=side,
        author=by,
        for_actor=application.call.leader if side == Side.STAFF else None,
        body=body,
        key=key,
        sent_at=now,
    )
    waiting_files(application, by).update(message=message)
    mark_read(application, by, message.pk)
    for person in readers(application, side):
        if person.pk != by.pk:
            tell(message, application, person)
    return message


def _own(known, application, by):
    """What was already sent with this key, unless the key is somebody else's."""
    if known.application_id != application.pk or known.author_id != by.pk:
        raise CorrespondenceRefused("Votre texte n’a pas pu partir. Rechargez la page, puis envoyez-le de nouveau.")
    return known


def readers(application: Application, side: str) -> list[User]:
    """Whoever is told of a message written from `side`: the other side."""
    return notifications.officers(application) if side == Side.TEAM else letters.addressees(application)


def tell(message: Message, application: Application, person: User) -> None:
    """One mail until the person has read: the key is the first message that she has not read yet."""
    first = unread(application, person, _other(message.side)).order_by("pk").values_list("pk", flat=True).first()
    name = "admin:applications_messages" if message.side == Side.TEAM else "applications:thread"
    outbox.owe(
        person,
        "message_waiting" if application.call.discreet else "message_received",
        key=f"message:{application.pk}:{person.pk}:{first}",
        application=application,
        writer=writer_words(message, application),
        on_paper="" if application.call.discreet else message.body,
        link=settings.SITE_ADDRESS + reverse(name, args=[application.pk]),
    )


def writer_words(message: Message, application: Application) -> str:
    """Who wrote, for a mail."""
    name = message.author.first_name if message.author else ""
    if message.side == Side.STAFF:
        return f"{name or 'Une personne'} ({application.call.leader.name})"
    return f"{name or 'Une personne'} (dossier {application.number})"


def _other(side: str) -> str:
    return Side.STAFF if side == Side.TEAM else Side.TEAM


# Reading


def unread(application: Application, user: User, side: str) -> QuerySet[Message]:
    """Messages from the other side that the person, who reads from `side`, has not read."""
    up_to = application.thread_readings.filter(user=user).values_list("up_to", flat=True).first() or 0
    return application.messages.filter(side=_other(side), pk__gt=up_to)


def with_unread(applications: QuerySet[Application], user: User, side: str) -> QuerySet[Application]:
    """Adds `unread`, the number of messages that the person has not read, for lists: no query of its own."""
    up_to = ThreadReading.objects.filter(application=OuterRef("application"), user=user.pk).values("up_to")
    news = Message.objects.filter(application=OuterRef("pk"), side=_other(side))
    news = news.filter(pk__gt=Coalesce(Subquery(up_to), 0)).order_by()
    each = news.values("application").annotate(count=Count("pk")).values("count")
    counted = Subquery(each, output_field=IntegerField())
    return applications.annotate(unread=Coalesce(counted, 0))


def waiting_for(user: User) -> QuerySet[Application]:
    """The files of her teams in which somebody wrote to her, with the number of messages `unread`."""
    mine = with_unread(Application.objects.of_team(user), user, Side.TEAM).filter(unread__gt=0)
    return mine.select_related("call").order_by("-updated_at", "pk")


def mark_read(application: Application, user: User, up_to: int) -> None:
    """Note that the person has read up to this message; an older page never takes a reading back."""
    reading, created = ThreadReading.objects.get_or_create(
        application=application, user=user, defaults={"up_to": up_to}
    )
    if not created:
        ThreadReading.objects.filter(pk=reading.pk, up_to__lt=up_to).update(up_to=up_to)


def thread(application: Application) -> QuerySet[Message]:
    """Every message with its files, newest first."""
    return application.messages.select_related("author", "for_actor").prefetch_related("files").order_by("-pk")


# Files that wait beside a text


def waiting_files(application: Application, user: User) -> QuerySet[MessageFile]:
    """What the person has joined and not sent yet, from either side: she alone sees it."""
    return MessageFile.objects.filter(application=application, author=user, message=None)


def join(application: Application, upload, accepted: Accepted, *, by: User, now: datetime) -> MessageFile:
    """Keep an inspected file beside the text being written. Raises CorrespondenceRefused above `MOST_FILES`."""
    if waiting_files(application, by).count() >= MOST_FILES:
        raise CorrespondenceRefused(
            f"« {accepted.name} » n’est pas joint\u00a0: un message porte {MOST_FILES} fichiers au plus. "
            "Retirez-en un, ou envoyez un second message."
        )
    given = MessageFile(application=application, author=by, added_at=now)
    kept_files.keep(given, upload, accepted)
    return given


def take_away(given: MessageFile) -> None:
    """Remove a file that was joined and not sent, from the disk too."""
    given.delete()
    transaction.on_commit(lambda: given.file.delete(save=False))


def forget_waiting_files(now: datetime) -> int:
    """Daily: files joined and never sent are erased after two days; returns how many."""
    old = list(MessageFile.objects.filter(message=None, added_at__lt=now - WAITING_FILES_KEPT))
    for given in old:
        take_away(given)
    return len(old)


# The officers' own notes


@transaction.atomic
def note(application: Application, body: str, *, key: uuid.UUID, by: User, now: datetime) -> InternalNote:
    """Write an officers' note, once for each `key`. Raises CorrespondenceRefused for whoever does not run the file."""
    held = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not access.instructs(by, held):
        raise CorrespondenceRefused("Vous ne suivez plus ce dossier. Votre note n’est pas enregistrée.")
    known = InternalNote.objects.filter(key=key).first()
    return _own(known, held, by) if known else held.internal_notes.create(author=by, body=body, key=key, written_at=now)
