"""What the applications of a person's teams await from them, and until when: read by her space and her calendar."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from applications import turn
from applications.models import Application, CompletenessRequest, Decision, RedirectProposal, RequestItem
from applications.states import State
from projects.models import Project

MOST = 100


def awaiting_team(user: User, now: datetime) -> QuerySet[Application]:
    """Applications on which the ball is in the team's court, marked for `turn.kind_of_turn` and `due`.

    A draft that can no longer be sent awaits nothing. One query, bounded, whatever the number of files.
    """
    asked = CompletenessRequest.objects.filter(application=OuterRef("pk"), closed_at=None, items__answered_at=None)
    decided = Decision.objects.filter(application=OuterRef("pk"), superseded_at=None, published_at__isnull=False)
    proposed = RedirectProposal.objects.filter(application=OuterRef("pk"), answered_at=None)
    open_items = RequestItem.objects.filter(
        request__application=OuterRef("pk"), request__closed_at=None, answered_at=None
    )
    spoken_for = Project.objects.answered_by(user).values("pk")
    still_open = Q(call__closes_at=None) | Q(call__closes_at__gt=now)
    return (
        turn.with_turn(Application.objects.of_team(user))
        .annotate(
            asks_for_file=Exists(open_items.for_a_file()),
            asked_until=Subquery(asked.order_by("due_on").values("due_on")[:1]),
            confirm_until=Subquery(decided.values("confirm_by")[:1]),
            proposed_at=Subquery(proposed.values("proposed_at")[:1]),
        )
        .filter(
            Q(still_open, state=State.DRAFT, call__cancelled_at=None)
            | Q(state=State.ADMITTED, project__in=spoken_for)
            | Q(is_proposed=True, project__in=spoken_for)
            | Q(is_requested=True, state__in=State.IN_REVIEW)
        )
        .select_related("call__programme__region", "project")
        .order_by("-updated_at", "pk")[:MOST]
    )


def due(application: Application) -> date | datetime | None:
    """Until when the team may do what a row of `awaiting_team` awaits; None when nothing ends it."""
    return {
        "draft": application.call.closes_at,
        "request": application.asked_until,
        "confirm": application.confirm_until,
    }.get(turn.kind_of_turn(application))


def since(application: Application) -> datetime:
    """Since when a row without an end has been waiting."""
    return application.proposed_at or application.created_at
