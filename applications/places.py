"""Places of a call: admitted, confirmed and pending admissions, counted under a lock on the call (decisions.md 30)."""

from django.db.models import Q

from applications.models import Application, Decision
from applications.states import State
from programmes.models import Call


class NoPlaceLeft(Exception):
    """The call has no place left for one more admission."""


def lock(call_id: int) -> Call:
    """The call under a row lock; always taken before any lock on an application."""
    return Call.objects.select_for_update().get(pk=call_id)


def pending_admissions(call: Call):
    """Decisions to admit that are not published yet."""
    return Decision.objects.filter(
        application__call=call,
        outcome=Decision.Outcome.ADMIT,
        published_at=None,
        superseded_at=None,
    ).exclude(application__state__in=State.HOLDING_A_PLACE | State.FINAL)


def taken(call: Call) -> int:
    """Number of places held or promised."""
    promised = pending_admissions(call).values("application")
    holding = Q(state__in=State.HOLDING_A_PLACE) | Q(pk__in=promised)
    return Application.objects.filter(holding, call=call).count()


def left(call: Call) -> int:
    """Number of places still free; never negative."""
    return max(call.places - taken(call), 0)


def require_one(call: Call) -> None:
    """Raise NoPlaceLeft unless the locked `call` has a free place."""
    if taken(call) >= call.places:
        raise NoPlaceLeft
