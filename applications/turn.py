"""Whose turn it is: the one thing that an application awaits from its team, or nothing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from applications.models import (
    Application,
    Assignment,
    CommitteeSession,
    CompletenessRequest,
    InterestDeclaration,
    RedirectProposal,
    Review,
)
from applications.states import State


@dataclass(frozen=True)
class Awaited:
    """What the team has to do; `kind` names the page's panel, `due_on` is the last day when there is one."""

    kind: str
    due_on: date | None = None
    request: CompletenessRequest | None = None
    proposal: RedirectProposal | None = None


def open_request(application: Application) -> CompletenessRequest | None:
    """The completeness request that still waits for something."""
    return (
        application.requests.filter(closed_at=None, items__answered_at=None)
        .prefetch_related("items__kind", "items__question")
        .first()
    )


def confirm_by(application: Application) -> date | None:
    """Last day to confirm, from the published decision; pending ones do not exist for the team."""
    return (
        application.decisions.filter(superseded_at=None, published_at__isnull=False)
        .values_list("confirm_by", flat=True)
        .first()
    )


def awaited(application: Application) -> Awaited | None:
    """The single « À vous de jouer » of an application, or None when it is somebody else's turn."""
    stands = application.call.cancelled_at is None
    if application.state == State.DRAFT and stands:
        return Awaited("draft")
    if application.state == State.ADMITTED and stands:
        return Awaited("confirm", due_on=confirm_by(application))
    if application.state == State.WITHDRAWN:
        return None
    proposal = application.redirect_proposals.filter(answered_at=None).prefetch_related("programmes").first()
    if proposal:
        return Awaited("redirect", proposal=proposal)
    request = open_request(application) if stands and application.state in State.IN_REVIEW else None
    return Awaited("request", due_on=request.due_on, request=request) if request else None


def with_turn(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Mark each application with what `kind_of_turn` reads, for lists: one query whatever their number."""
    unanswered = CompletenessRequest.objects.filter(application=OuterRef("pk"), closed_at=None, items__answered_at=None)
    proposed = RedirectProposal.objects.filter(application=OuterRef("pk"), answered_at=None)
    return applications.annotate(is_requested=Exists(unanswered), is_proposed=Exists(proposed))


def kind_of_turn(application: Application) -> str:
    """What a marked application awaits from its team (`Awaited.kind`), or nothing."""
    stands = application.call.cancelled_at is None
    if application.state == State.DRAFT:
        return "draft" if stands else ""
    if application.state == State.ADMITTED:
        return "confirm" if stands else ""
    if application.is_proposed:
        return "redirect" if application.state != State.WITHDRAWN else ""
    return "request" if stands and application.is_requested and application.state in State.IN_REVIEW else ""


def seats(user: User) -> QuerySet[CommitteeSession]:
    """Committees where the person sits that have not answered yet, each with the number of files she has `to_read`."""
    mine = Q(items__assignments__in=files_to_read(user))
    return (
        CommitteeSession.objects.seated_by(user)
        .exclude(phase=CommitteeSession.Phase.PUBLISHED)
        .select_related("call")
        .annotate(to_read=Count("items__assignments", filter=mine, distinct=True))
        .order_by("meets_at", "pk")
    )


def files_to_screen(user: User) -> QuerySet[Application]:
    """Files sent to the person's calls that nobody has declared complete yet."""
    return Application.objects.instructed_by(user).filter(state=State.SUBMITTED)


def files_to_read(user: User) -> QuerySet[Assignment]:
    """Files given to a committee member that she has neither marked nor declared a link with."""
    return (
        Assignment.objects.filter(
            member__user=user,
            member__left_at=None,
            item__session__phase__in=[CommitteeSession.Phase.READING, CommitteeSession.Phase.DISCUSSION],
        )
        .exclude(item__reviews__in=Review.objects.filter(member__user=user, submitted_at__isnull=False))
        .exclude(item__declarations__in=InterestDeclaration.objects.filter(member__user=user).exclude(kind="none"))
    )
