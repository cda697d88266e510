"""Whose answer a file waits for, its team's or ours: exactly one of the two while it lives, and since when.

The side is said in SQL, so that lists filter on it; the words are the same on both sides of the desk.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Exists, Max, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When

from applications import turn
from applications.models import Application, CompletenessRequest, ItemReply, MoreTime, RedirectProposal, Step
from applications.states import State


class Side(TextChoices):
    TEAM = "team", "l’équipe"
    STAFF = "staff", "la structure"
    NOBODY = "nobody", "personne"


WITH_STAFF = frozenset({State.SUBMITTED, State.ADMISSIBLE, State.WAITLISTED})


@dataclass(frozen=True)
class Turn:
    side: str
    since: datetime | None

    @property
    def is_ours(self) -> bool:
        return self.side == Side.STAFF

    @property
    def is_the_teams(self) -> bool:
        return self.side == Side.TEAM


def marked(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Mark each file with its `side` and what `of` reads: one query whatever their number."""
    own = {"application": OuterRef("pk")}
    wishes = MoreTime.objects.filter(request__application=OuterRef("pk"))
    replies = ItemReply.objects.filter(item__request__application=OuterRef("pk"))
    proposals = RedirectProposal.objects.filter(**own)
    return turn.with_turn(applications).annotate(
        is_wishing=Exists(wishes.filter(answered_at=None, request__closed_at=None)),
        last_step=latest(Step.objects.filter(**own), "at"),
        last_request=latest(CompletenessRequest.objects.filter(**own), "asked_at"),
        last_reply=latest(replies, "at", "item__request__application"),
        last_verdict=latest(replies, "judged_at", "item__request__application"),
        last_wish=latest(wishes, "at", "request__application"),
        last_time=latest(wishes, "answered_at", "request__application"),
        last_proposal=latest(proposals, "proposed_at"),
        last_choice=latest(proposals, "answered_at"),
        side=side(),
    )


def latest(rows, field: str, owner: str = "application"):
    return Subquery(rows.order_by().values(owner).annotate(latest=Max(field)).values("latest"))


def side() -> Case:
    """The same as `turn.kind_of_turn`, but for a wish for more time: there the answer is ours to give."""
    stands = Q(call__cancelled_at=None)
    asked = Q(is_requested=True, is_wishing=False, state__in=State.IN_REVIEW)
    return Case(
        When(stands & Q(state__in=[State.DRAFT, State.ADMITTED]), then=Value(Side.TEAM)),
        When(Q(is_proposed=True) & ~Q(state=State.WITHDRAWN), then=Value(Side.TEAM)),
        When(stands & asked, then=Value(Side.TEAM)),
        When(stands & Q(state__in=WITH_STAFF), then=Value(Side.STAFF)),
        default=Value(Side.NOBODY),
        output_field=CharField(),
    )


def of(application: Application) -> Turn:
    """The turn of a marked file."""
    moments = {
        Side.TEAM: team_since(application),
        Side.STAFF: [
            application.last_step,
            application.last_reply,
            application.last_wish,
            application.last_choice,
        ],
    }.get(Side(application.side), [])
    return Turn(application.side, max((at for at in moments if at), default=None))


def team_since(application: Application) -> list[datetime | None]:
    if application.state == State.DRAFT:
        return [application.created_at]
    if application.state == State.ADMITTED:
        return [application.last_step]
    if application.is_proposed:
        return [application.last_proposal]
    return [application.last_request, application.last_verdict, application.last_time]
