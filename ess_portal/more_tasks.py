"""What is addressed to the person herself: invitations, messages she has not read, meetings where she is awaited."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from applications import correspondence
from applications.models import Application, Message
from ess_portal.lib import french
from ess_portal.tasks import Task
from programmes.models import Registration
from projects import invitations

MOST = 20


def of(user: User, registered: Iterable[Registration], now: datetime) -> list[Task]:
    """One query for the invitations, one for her own messages, one more for the messages of an officer's files."""
    return [
        *(meeting_task(row) for row in registered),
        *(invitation_task(one) for one in invitations.addressed_to(user, now=now)[:MOST]),
        *(message_task(one) for one in correspondence.waiting_for(user)[:MOST]),
        *officer_tasks(user),
    ]


def meeting_task(row: Registration) -> Task:
    meeting, label = row.meeting, "Venir à une réunion d’information"
    where, zone = meeting.get_absolute_url(), meeting.call.zone_name
    return Task("calendar-days", label, meeting.call.title, where, meeting.starts_at, zone=zone, by="le")


def invitation_task(invitation) -> Task:
    who = invitation.invited_by or "l’équipe"
    detail = f"{invitation.project.title}, de la part de {who}"
    return Task("user-plus", "Répondre à une invitation", detail, reverse("projects:invited"), invitation.expires_at)


def message_task(application: Application) -> Task:
    count = application.unread  # type: ignore[attr-defined]
    label = f"Lire {french.counted(count, 'message', 'messages')}"
    url = reverse("applications:thread", args=[application.pk])
    return Task("chat-bubble-left-right", label, application.call.title, url)


def officer_tasks(user: User) -> Iterator[Task]:
    """The messages of teams, in the files that an officer instructs."""
    if not user.is_staff:
        return
    mine = Application.objects.instructed_by(user)
    count = correspondence.with_unread(mine, user, Message.Side.STAFF).filter(unread__gt=0).count()
    if count:
        label = f"Lire les messages de {french.counted(count, 'dossier', 'dossiers')}"
        url = f"{reverse('admin:applications_application_changelist')}?messages=non-lus"
        yield Task("chat-bubble-left-right", label, "Dans vos appels", url)
