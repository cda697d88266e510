"""Leaving: a sent application withdrawn with its reason, a draft deleted, a file that nobody answers for closed."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import draft, workflow
from applications.models import Application, Reopening, Withdrawal
from applications.states import State

Reason = Withdrawal.Reason


@transaction.atomic
def withdraw(application: Application, *, reason: str, words: str = "", by: User, now: datetime) -> Withdrawal:
    """Take the application back: its place is free, its officers are told, what was asked of the team is closed.

    Raises workflow.TransitionClosed once the place is confirmed, or when the application is already withdrawn.
    """
    label = "" if reason == Reason.UNSAID else f"{Reason(reason).label}."
    note = " ".join(part for part in (label, words.strip()) if part)
    workflow.perform("withdraw", application, by=by, now=now, note=note)
    return close(application, reason, words, by=by, now=now)


def close(application: Application, reason: str, words: str, *, by: User, now: datetime) -> Withdrawal:
    application.requests.filter(closed_at=None).update(closed_at=now)
    application.reopenings.filter(ended_at=None).update(ended_at=now, ended_by=by, end=Reopening.End.GIVEN_UP)
    return Withdrawal.objects.create(application=application, reason=reason, words=words.strip(), by=by, at=now)


@transaction.atomic
def discard(application: Application) -> None:
    """Delete a draft with its answers; its documents stay in the project. Raises draft.NotADraft once it is sent."""
    held = draft.lock(application)
    if held.state != State.DRAFT:
        raise draft.NotADraft
    held.delete()
