"""Answering a proposal of another programme: nothing is sent anywhere without the person's agreement."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import outbox
from accounts.models import User
from applications import notifications, places, workflow
from applications.models import Application, RedirectProposal
from applications.states import State
from programmes.models import Programme


class AlreadyAnswered(Exception):
    """Somebody of the team answered since the page was opened."""


@transaction.atomic
def answer(
    proposal: RedirectProposal, reply: str, *, by: User, now: datetime, chosen: Programme | None = None
) -> RedirectProposal:
    """Record the answer, tell the officers, and move the file when the person accepts during the examination.

    After a committee the file already stands at « orientée »: only the answer is kept (decisions.md 29, 34).
    """
    application = Application.objects.get(pk=proposal.application_id)
    places.lock(application.call_id)
    locked = RedirectProposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.answered_at is not None:
        raise AlreadyAnswered
    locked.answer = reply
    locked.chosen = chosen
    locked.answered_at = now
    locked.save(update_fields=["answer", "chosen", "answered_at"])
    application.refresh_from_db()
    if reply == RedirectProposal.Answer.ACCEPTED and application.state in State.IN_REVIEW:
        workflow.perform("redirect", application, by=by, now=now)
    link = settings.SITE_ADDRESS + reverse("admin:applications_application_change", args=[application.pk])
    for user in notifications.officers(application):
        outbox.owe(
            user,
            "redirect_answered",
            key=f"redirect_answered:{locked.pk}:{user.pk}",
            application=application,
            link=link,
        )
    return locked
