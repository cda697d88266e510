"""Places of a call and of its categories: admitted, confirmed and pending admissions, counted under a lock on the call.

An application of a call without categories, or that has none, counts on the call only (decisions.md 30).
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from applications.models import Application, Decision
from applications.states import State
from programmes.models import Call, CallCategory


class NoPlaceLeft(Exception):
    """The call, or the category of the file, has no place left for one more admission."""


@dataclass(frozen=True)
class Share:
    """One category with the places that are held or promised."""

    category: CallCategory
    taken: int

    @property
    def left(self) -> int:
        return max(self.category.places - self.taken, 0)


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


def holders(call: Call):
    """Applications that hold a place, or to which one is promised."""
    promised = pending_admissions(call).values("application")
    return Application.objects.filter(Q(state__in=State.HOLDING_A_PLACE) | Q(pk__in=promised), call=call)


def taken(call: Call) -> int:
    """Number of places held or promised."""
    return holders(call).count()


def shares(call: Call) -> list[Share]:
    """The categories of the call, in order, each with its places taken; empty for a call without categories."""
    categories = list(call.categories.all())
    if not categories:
        return []
    counts = dict(holders(call).order_by().values_list("category").annotate(Count("pk")))
    return [Share(category, counts.get(category.pk, 0)) for category in categories]


def left(call: Call) -> int:
    """Number of places still free; never negative."""
    return max(call.places - taken(call), 0)


def left_for(application: Application) -> int:
    """Places still free for this file: those of its category, within those of the call."""
    free, category = left(application.call), application.category
    if category is None:
        return free
    return min(free, left_in(category))


def left_in(category: CallCategory) -> int:
    """Places still free in the category, whatever its call has left."""
    return max(category.places - holders(category.call).filter(category=category).count(), 0)


def exceeded(call: Call) -> bool:
    """True when more places are held or promised than the call, or one of its categories, has."""
    return taken(call) > call.places or any(share.taken > share.category.places for share in shares(call))


def require_one(application: Application) -> None:
    """Raise NoPlaceLeft unless the locked call of the file, and its category, have a free place."""
    if left_for(application) < 1:
        raise NoPlaceLeft
