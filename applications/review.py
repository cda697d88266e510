"""Reading in committee: interests first, then marks out of 20 that nobody sees before having given hers."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Avg, Case, Count, F, FloatField, Max, Min, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Cast
from django.urls import reverse

from accounts import outbox
from applications import access, links, notifications
from applications.models import (
    AgendaItem,
    CommitteeMember,
    CommitteeSession,
    InterestDeclaration,
    Mark,
    ReadingRefusal,
    Review,
)
from applications.models.interest import InterestKind

WIDE_SPREAD = 5  # points on 20 between the lowest and the highest score: members disagree
UNKNOWN = "–"
SAVED_ELSEWHERE = (
    "Ces notes ont été enregistrées ailleurs entre-temps. Relisez votre saisie, puis enregistrez de nouveau."
)
Phase = CommitteeSession.Phase


class ReviewRefused(Exception):
    """The sentence says why, in French."""


@dataclass(frozen=True)
class Given:
    """What a member writes for one criterion; `value` None is « sans avis »."""

    value: int | None
    comment: str = ""


# Interests


def interest_of(member: CommitteeMember, item: AgendaItem) -> InterestDeclaration | None:
    return InterestDeclaration.objects.filter(member=member, item=item).first()


@transaction.atomic
def declare(item: AgendaItem, member: CommitteeMember, kind: str, *, now: datetime) -> InterestDeclaration:
    """Record the member's interest; a conflict takes the file away at once and cannot be taken back by herself.

    « Aucun lien » may become a conflict at any time until the session closes; the opposite is refused.
    """
    session = CommitteeSession.objects.select_for_update().get(pk=item.session_id)
    if session.phase in (Phase.CLOSED, Phase.PUBLISHED):
        raise ReviewRefused("La séance est close : la déclaration ne peut plus changer.")
    declaration = InterestDeclaration.objects.select_for_update().filter(item=item, member=member).first()
    if declaration is None:
        declaration = InterestDeclaration(item=item, member=member)
    elif declaration.kind in InterestKind.FOUND:
        raise ReviewRefused("Ce dossier n’est pas ouvert à votre lecture : adressez-vous à la présidence.")
    elif declaration.kind in InterestKind.CONFLICTS and kind == InterestKind.NONE:
        raise ReviewRefused("Vous avez déclaré un lien : adressez-vous à la présidence pour le corriger.")
    declaration.kind = kind
    declaration.declared_at = now
    declaration.save()
    if kind in InterestKind.CONFLICTS:
        item.assignments.filter(member=member).delete()
    elif links.hold([item], [member], now):
        declaration.refresh_from_db()
    return declaration


def is_open_to(member: CommitteeMember, item: AgendaItem) -> bool:
    """True once the member has declared that nothing links her to the file."""
    return InterestDeclaration.objects.filter(item=item, member=member, kind=InterestKind.NONE).exists()


@transaction.atomic
def give_back(item: AgendaItem, member: CommitteeMember, reason: str, *, now: datetime) -> ReadingRefusal:
    """The member does not mark this file, with or without a reason: it is free for somebody else at once.

    Her draft stays hers and never counts. Officers get one mail that names neither her nor the file. A review that
    is final stays: a link is then declared.
    """
    session = CommitteeSession.objects.select_for_update().get(pk=item.session_id)
    if session.phase in (Phase.CLOSED, Phase.PUBLISHED):
        raise ReviewRefused("La séance est close : les lectures ne changent plus.")
    if Review.objects.filter(item=item, member=member, submitted_at__isnull=False).exists():
        raise ReviewRefused("Votre avis est déjà rendu. Si un lien vous gêne, déclarez-le.")
    if not item.assignments.filter(member=member).exists():
        raise ReviewRefused("Ce dossier ne vous est plus confié.")
    item.assignments.filter(member=member).delete()
    refusal = ReadingRefusal.objects.create(item=item, member=member, reason=reason.strip(), at=now)
    link = settings.SITE_ADDRESS + reverse("admin:applications_committeesession_change", args=[session.pk])
    for officer in notifications.officers(item.application):
        outbox.owe(officer, "committee_given_back", key=f"committee_given_back:{refusal.pk}:{officer.pk}", link=link)
    return refusal


# Marks


@transaction.atomic
def save_draft(
    item: AgendaItem,
    member: CommitteeMember,
    given: dict[int, Given],
    *,
    comment: str,
    recommendation: str,
    version: int,
) -> Review:
    """Keep the marks of the grid (criterion id → Given) as a draft that only their author reads.

    Raises ReviewRefused when the file is not hers, when her review is already final, or when she saved the same
    grid elsewhere since `version`.
    """
    if not item.assignments.filter(member=member).exists() or not is_open_to(member, item):
        raise ReviewRefused("Ce dossier ne vous est pas confié.")
    if item.session.phase not in (Phase.READING, Phase.DISCUSSION):
        raise ReviewRefused("La séance est close : les notes ne changent plus.")
    Review.objects.get_or_create(item=item, member=member)
    review = Review.objects.select_for_update().get(item=item, member=member)
    if review.submitted_at:
        raise ReviewRefused("Votre avis est déjà rendu.")
    if review.version != version:
        raise ReviewRefused(SAVED_ELSEWHERE)
    review.comment, review.recommendation, review.version = comment, recommendation, version + 1
    review.save()
    kept = [key for key in given if item.session.call.criteria.filter(pk=key).exists()]
    review.marks.exclude(criterion__in=kept).delete()
    for key in kept:
        review.marks.update_or_create(
            criterion_id=key, defaults={"value": given[key].value, "comment": given[key].comment}
        )
    return review


@transaction.atomic
def submit(review: Review, *, now: datetime) -> Review:
    """Make the marks final: every criterion answered (a mark or « sans avis ») and a recommendation."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.submitted_at:
        return review
    criteria = review.item.session.call.criteria
    if review.marks.count() < criteria.count():
        raise ReviewRefused("Répondez à chaque critère : une note, ou « sans avis ».")
    if not review.recommendation:
        raise ReviewRefused("Choisissez votre avis : favorable, réservé ou défavorable.")
    review.submitted_at = now
    review.save(update_fields=["submitted_at"])
    return review


@transaction.atomic
def change(review: Review, given: dict[int, Given], *, version: int, now: datetime) -> Review:
    """Change final marks during the session: the first value of each stays beside the one that counts.

    Raises ReviewRefused outside the discussion, or when the file is no longer hers to mark.
    """
    session = CommitteeSession.objects.select_for_update().get(pk=review.item.session_id)
    review = Review.objects.select_for_update().select_related("member", "item").get(pk=review.pk)
    if session.phase != Phase.DISCUSSION or not review.submitted_at:
        raise ReviewRefused("Les notes rendues ne changent que pendant la séance.")
    if not review.item.assignments.filter(member=review.member_id).exists() or not is_open_to(
        review.member, review.item
    ):
        raise ReviewRefused("Ce dossier ne vous est plus confié.")
    if review.version != version:
        raise ReviewRefused(SAVED_ELSEWHERE)
    for mark in review.marks.filter(criterion__in=given):
        told = given[mark.criterion_id]
        if told.value != mark.value and not mark.is_changed:
            mark.is_changed, mark.first_value = True, mark.value
        mark.value, mark.comment = told.value, told.comment
        mark.save()
    review.changed_at, review.version = now, review.version + 1
    review.save(update_fields=["changed_at", "version"])
    return review


# Arithmetic: the same in Python and in SQL, for one review and for a file


def out_of_20(marks: list[tuple[int | None, int]]) -> float | None:
    """Weighted mean of (mark from 0 to 5, weight) pairs, on 20; « sans avis » and a weight of 0 count for nothing."""
    counted = [(value, weight) for value, weight in marks if value is not None and weight]
    if not counted:
        return None
    return sum(value * weight for value, weight in counted) * 4.0 / sum(weight for _, weight in counted)


def with_score(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Each review with its `score` on 20, and `first_score` before any change, computed as `out_of_20` does."""
    before = Case(When(is_changed=True, then=F("first_value")), default=F("value"))
    return reviews.annotate(score=_scored(F("value")), first_score=_scored(before))


def _scored(value) -> Subquery:
    marks = Mark.objects.filter(review=OuterRef("pk"), criterion__informative=False).annotate(given=value)
    scored = (
        marks.filter(given__isnull=False)
        .order_by()
        .values("review")
        .annotate(
            score=Cast(Sum(F("given") * F("criterion__weight")), FloatField())
            * 4.0
            / Cast(Sum("criterion__weight"), FloatField())
        )
        .values("score")
    )
    return Subquery(scored, output_field=FloatField())


def counted(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Final reviews of members who declared no conflict on the file."""
    conflicted = Review.objects.filter(
        item__declarations__member=F("member"), item__declarations__kind__in=InterestKind.CONFLICTS
    )
    return reviews.exclude(submitted_at=None).exclude(pk__in=conflicted.order_by().values("pk"))


def with_average(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Each file with the `average`, `lowest`, `highest`, `spread` and number (`read`) of its counted reviews."""
    scores = with_score(counted(Review.objects.filter(item=OuterRef("pk")))).order_by().values("item")

    def figure(expression):
        return Subquery(scores.annotate(figure=expression).values("figure"))

    return items.annotate(
        average=figure(Avg("score")),
        lowest=figure(Min("score")),
        highest=figure(Max("score")),
        read=figure(Count("pk")),
    ).annotate(spread=F("highest") - F("lowest"))


def shown(score: float | None) -> str:
    """A figure on 20 as people read it: « 14,1 », one decimal, half up; « – » when nobody has marked."""
    if score is None:
        return UNKNOWN
    figure = Decimal(repr(round(score, 6))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(figure).removesuffix(".0").replace(".", ",")


# Who sees whose marks


def marks_seen_by(user: access.Person, item: AgendaItem) -> QuerySet[Review]:
    """Final reviews of the file that the person may read (decisions.md 31).

    Officers of the call and the chair: all. A member: once hers is final and the discussion is open. Somebody who
    declared an interest in the file: none, whatever her role.
    """
    reviews = counted(Review.objects.filter(item=item)).select_related("member__user")
    if not item_is_open(user, item):
        return reviews.none()
    if access.runs(user, item.session.call):
        return reviews
    seats = item.session.members.filter(user=user, left_at=None)
    if seats.filter(chair=True).exists():
        return reviews
    given = Review.objects.filter(item=item, member__in=seats, submitted_at__isnull=False).exists()
    return reviews if given and item.session.phase != Phase.READING else reviews.none()


def item_is_open(user: access.Person, item: AgendaItem) -> bool:
    """False for whoever declared an interest in the file; a member must have declared that she has none."""
    interests = set(InterestDeclaration.objects.filter(item=item, member__user=user).values_list("kind", flat=True))
    if interests & InterestKind.CONFLICTS:
        return False
    return InterestKind.NONE in interests or access.runs(user, item.session.call)
