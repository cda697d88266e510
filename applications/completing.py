"""Answering a completeness request, item by item; the officer is told once everything is there."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import outbox
from applications import notifications
from applications.models import Application, RequestItem
from projects.models import ProjectDocument


class RequestClosed(Exception):
    """The request was closed, or this item answered, since the page was opened."""


def open_items(application: Application):
    """What the team may still provide."""
    return RequestItem.objects.filter(
        request__application=application, request__closed_at=None, answered_at=None
    ).select_related("request", "kind")


@transaction.atomic
def answer(item: RequestItem, document: ProjectDocument, *, now: datetime) -> bool:
    """Give `document` for `item`; True when it was the last one awaited. Raises RequestClosed if it came too late."""
    application = Application.objects.select_for_update().get(pk=item.request.application_id)
    locked = open_items(application).filter(pk=item.pk).first()
    if locked is None:
        raise RequestClosed
    attachment, _ = application.attachments.get_or_create(document=document, defaults={"added_at": now})
    locked.attachment = attachment
    locked.answered_at = now
    locked.save(update_fields=["attachment", "answered_at"])
    if locked.request.items.filter(answered_at=None).exists():
        return False
    tell_officers(application, locked.request_id)
    return True


def tell_officers(application, request_id):
    link = settings.SITE_ADDRESS + reverse("admin:applications_application_change", args=[application.pk])
    for user in notifications.officers(application):
        outbox.owe(
            user, "request_answered", key=f"request_answered:{request_id}:{user.pk}", application=application, link=link
        )
