"""Places of a call: admitted, confirmed and pending admissions, counted under a lock on the call (decisions.md 30)."""

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
    held = Application.objects.filter(call=call, state__in=State.HOLDING_A_PLACE).count()
    return held + pending_admissions(call).count()


def left(call: Call) -> int:
    """Number of places still free; never negative."""
    return max(call.places - taken(call), 0)


def require_one(call: Call) -> None:
    """Raise NoPlaceLeft unless the locked `call` has a free place."""
    if taken(call) >= call.places:
        raise NoPlaceLeft
