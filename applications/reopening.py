"""Taking a sent file up again, where the call allows it: until the closing instant, and until its examination starts.

The file stays sent while its team writes: nothing is withdrawn by opening it, and a reopening that is never sent
again changes nothing to what officers read.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.models import User
from applications import answer_files, completeness, letters, places, submission
from applications.models import Application, Reopening
from applications.states import State

AS_SENT = "Votre dossier reste tel que vous l’avez envoyé."
EXAMINED = f"L’examen de votre dossier a commencé\u00a0: il ne se modifie plus. {AS_SENT}"


class ReopeningRefused(Exception):
    """The sentence says why, in French."""


def why_closed(application: Application, now: datetime) -> str:
    """Why the team may not change what it sent; empty when it may."""
    if not application.call.editable_after_sending:
        return f"Cet appel ne permet pas de modifier un dossier envoyé. {AS_SENT}"
    if application.state != State.SUBMITTED:
        return f"Ce dossier ne se modifie plus. {AS_SENT}"
    if application.examined_at is not None:
        return EXAMINED
    if not submission.accepts_at(application.call, now):
        return f"{submission.why_closed(application.call, now)} {AS_SENT}"
    return ""


def under_way(application: Application) -> Reopening | None:
    return application.reopenings.filter(ended_at=None).first()


@transaction.atomic
def reopen(application: Application, *, by: User, now: datetime) -> Reopening:
    """Open the sent file to its team; asked twice, it is opened once. Raises ReopeningRefused."""
    held = hold(application, now)
    return under_way(held) or held.reopenings.create(opened_by=by, opened_at=now)


@transaction.atomic
def send_again(application: Application, *, by: User, now: datetime) -> Reopening:
    """Put what the team wrote in place of what it had sent: same number, the former version kept, the team told.

    Raises ReopeningRefused when the examination has started, the call has closed, or something is missing; then
    nothing changes, and what was written is kept.
    """
    held = hold(application, now)
    reopening = under_way(held)
    if reopening is None:
        raise ReopeningRefused(f"Ce dossier n’est pas en cours de modification. {AS_SENT}")
    gaps = completeness.missing(held, timezone.localdate(now))
    if gaps:
        raise ReopeningRefused(f"Il manque encore\u00a0: {', '.join(gap.label for gap in gaps)}. {AS_SENT}")
    snapshot = held.snapshot
    reopening.before, reopening.before_taken_at = snapshot.data, snapshot.taken_at
    finish(reopening, Reopening.End.SENT, by=by, now=now)
    answer_files.follow(held)
    snapshot.data, snapshot.taken_at = submission.describe(held), now
    snapshot.save(update_fields=["data", "taken_at"])
    held.version += 1
    held.save(update_fields=["version", "updated_at"])
    for user in letters.addressees(held):
        outbox.owe(user, "application_sent_again", key=f"again:{reopening.pk}:{user.pk}", application=held)
    return reopening


@transaction.atomic
def give_up(application: Application, *, by: User, now: datetime) -> None:
    """Leave the file as it was sent; what was written since stays in the form for another time."""
    places.lock(application.call_id)
    held = Application.objects.select_for_update().get(pk=application.pk)
    reopening = under_way(held)
    if reopening:
        finish(reopening, Reopening.End.GIVEN_UP, by=by, now=now)


def finish(reopening: Reopening, end: Reopening.End, *, by: User, now: datetime) -> None:
    reopening.end, reopening.ended_at, reopening.ended_by = end, now, by
    reopening.save()


def hold(application: Application, now: datetime) -> Application:
    """The file under lock, the call first, as officers take it: whoever comes first wins."""
    places.lock(application.call_id)
    held = Application.objects.select_for_update(of=("self",)).select_related("call__programme").get(pk=application.pk)
    refusal = why_closed(held, now)
    if refusal:
        raise ReopeningRefused(refusal)
    return held
