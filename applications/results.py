"""Figures of a selection, given to the public with the decisions: copied on the call, which knows no application."""

from datetime import datetime

from django.db.models import Count, Q

from actors.revision import bump
from applications.models import Application, Decision
from applications.states import State
from programmes.models import Call, CallResult


def record(call: Call, now: datetime) -> CallResult:
    """Write what was published up to `now`, in the caller's transaction; decisions that wait count for nothing.

    The figures stay those of the publication: a place taken up or given back afterwards does not move them.
    """
    in_force = Decision.objects.filter(
        application__call=call, published_at__isnull=False, superseded_at=None
    ).aggregate(
        admitted=Count("pk", filter=Q(outcome=Decision.Outcome.ADMIT)),
        waiting=Count("pk", filter=Q(outcome=Decision.Outcome.WAITLIST)),
    )
    received = Application.objects.filter(call=call).exclude(state=State.DRAFT).count()
    result, _ = CallResult.objects.update_or_create(
        call=call, defaults={"places": call.places, "received": received, "published_at": now, **in_force}
    )
    bump()
    return result
