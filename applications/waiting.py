"""After the publication: calling up the waiting list, noting a silence, revising a decision with its reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from applications import decisions, places, workflow
from applications.committee import CommitteeRefused
from applications.decisions import NOTHING_SAID, Outcome, Wording
from applications.models import Application, Decision
from applications.states import State
from programmes.models import Call


def next_in_line(call: Call) -> Decision | None:
    """The announced decision with the best rank whose file still waits and whose category has a free place."""
    full = [share.category.pk for share in places.shares(call) if share.left < 1]
    waiting = decisions.waiting_list(call).filter(application__state=State.WAITLISTED)
    return waiting.exclude(application__category__in=full).first()


@transaction.atomic
def call_up(call: Call, *, by: User, now: datetime) -> Application:
    """Offer the place that became free to the first of the waiting list, with a date of her own.

    Raises CommitteeRefused when nobody waits or nothing is free; two officers at once call one person each, and
    never more people than places.
    """
    held = places.lock(call.pk)
    waiting = next_in_line(held)
    if waiting is None:
        raise CommitteeRefused("Personne n’attend plus sur la liste, dans une catégorie où une place est libre.")
    if places.left(held) < 1:
        raise CommitteeRefused("Aucune place n’est libre.")
    workflow.perform("call_up", waiting.application, by=by, now=now)
    admitted = replace(waiting, Outcome.ADMIT, Wording(message=waiting.message), by=by, now=now, why="Place libérée.")
    admitted.published_at, admitted.confirm_by = now, decisions.confirmation_day(held, now)
    admitted.save(update_fields=["published_at", "confirm_by"])
    decisions.tell(admitted, key=f"call_up:{admitted.pk}", now=now, template="waitlist_call_up")
    return waiting.application


def replace(old: Decision, outcome: str, wording: Wording, *, by: User, now: datetime, why: str) -> Decision:
    """A new decision in force; the old one is kept, dated."""
    decisions.supersede(old, now)
    return decisions.write(old.application, outcome, wording, by=by, now=now, item=old.item, revision_reason=why)


def overdue(call: Call, now: datetime):
    """Files admitted whose confirmation date has passed."""
    late = Decision.objects.filter(superseded_at=None, confirm_by__lt=timezone.localdate(now))
    return Application.objects.filter(call=call, state=State.ADMITTED, decisions__in=late).select_related("project")


def lapse(application: Application, *, by: User, now: datetime) -> None:
    """Note that nobody answered in time: the place is free again."""
    workflow.perform("lapse", application, by=by, now=now)


@transaction.atomic
def close_list(call: Call, *, by: User, now: datetime) -> int:
    """End the waiting list: each file still waiting becomes declined for lack of places, with its letter."""
    held = places.lock(call.pk)
    waiting = list(decisions.waiting_list(held).filter(application__state=State.WAITLISTED))
    for old in waiting:
        workflow.perform("close_list", old.application, by=by, now=now)
        wording = Wording(reason=Decision.Reason.PLACES, message=old.message, advice=old.advice)
        declined = replace(old, Outcome.DECLINE, wording, by=by, now=now, why="Fin de la liste d’attente.")
        declined.published_at = now
        declined.save(update_fields=["published_at"])
        decisions.tell(declined, key=f"close_list:{declined.pk}", now=now)
    return len(waiting)


@transaction.atomic
def revise(
    application: Application,
    outcome: str,
    *,
    why: str,
    by: User,
    now: datetime,
    wording: Wording = NOTHING_SAID,
) -> Decision:
    """Replace a published decision by another, with its reason; the old one is kept and the person is written to.

    Raises CommitteeRefused without a reason, or when the new one lacks what its letter needs; NoPlaceLeft when
    nobody more can be admitted.
    """
    places.lock(application.call_id)
    old = decisions.current(application)
    if old is None or old.published_at is None:
        raise CommitteeRefused("Aucune décision publiée n’est à réviser.")
    if old.outcome == outcome:
        raise CommitteeRefused("C’est déjà la décision en vigueur.")
    if not why.strip():
        raise CommitteeRefused("Dites pourquoi cette décision en remplace une autre.")
    if outcome == Outcome.ADMIT:
        places.require_one(application)
    new = replace(old, outcome, wording, by=by, now=now, why=why.strip())
    gaps = list(decisions.gaps(new))
    if gaps:
        raise CommitteeRefused(f"Il manque quelque chose : {' ; '.join(gaps)}.")
    decisions.announce(new, decisions.REVISIONS[Outcome(outcome)], by=by, now=now, note=why.strip())
    return new
