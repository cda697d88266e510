"""What a person sees of a session: one row per file, emptied where she declared a link or has not marked yet."""

from dataclasses import dataclass, field

from applications import access, decisions, places, review
from applications.models import AgendaItem, CommitteeMember, CommitteeSession, Decision, InterestDeclaration, Review
from applications.models.interest import InterestKind
from ess_portal.lib import french

Phase = CommitteeSession.Phase
DRAWN = 24  # seats drawn at most; above, the figures speak alone


@dataclass
class Row:
    """One file of the agenda. `is_lost`: a link keeps her from it, nothing is shown, `is_declared` says whether she
    told it herself. `is_open`: she may read on."""

    number: int
    item: AgendaItem
    is_lost: bool
    is_open: bool
    recused: list[CommitteeMember] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    average: float | None = None
    spread: float | None = None
    decision: Decision | None = None
    is_declared: bool = False

    @property
    def scores(self) -> list[float]:
        return [given.score for given in self.reviews]

    @property
    def opinions(self) -> str:
        """« 2 favorables, 1 réservé »."""
        words = []
        for value, label in Review.Recommendation.choices:
            count = sum(given.recommendation == value for given in self.reviews)
            if count:
                words.append(french.counted(count, label.lower(), f"{label.lower()}s"))
        return ", ".join(words)


def rows(user: access.Person, session: CommitteeSession) -> list[Row]:
    """The agenda as this person may see it (decisions.md 31 and 32), in a fixed number of queries."""
    officer = access.runs(user, session.call)
    seat = session.members.filter(user=user, left_at=None).first()
    own = dict(InterestDeclaration.objects.filter(item__session=session, member__user=user).values_list("item", "kind"))
    recused = recusals(session)
    decided = {
        decision.item_id: decision
        for decision in decisions.seen_by(user, session)
        .select_related("application__project", "application__call__programme__lead_actor")
        .prefetch_related("programmes__lead_actor")
    }
    marks = final_reviews(session)
    built = []
    items = review.with_average(session.items.select_related("application__project__department"))
    for number, item in enumerate(items, 1):
        interest = own.get(item.pk)
        lost = interest in InterestKind.CONFLICTS
        opened = not lost and (officer or interest == InterestKind.NONE)
        row = Row(number, item, lost, opened, recused.get(item.pk, []), is_declared=interest in InterestKind.DECLARED)
        if opened and sees_marks(officer, seat, session, marks.get(item.pk, [])):
            row.reviews, row.average, row.spread = marks.get(item.pk, []), item.average, item.spread
        row.decision = decided.get(item.pk)
        built.append(row)
    return built


def sees_marks(officer: bool, seat: CommitteeMember | None, session: CommitteeSession, marks: list[Review]) -> bool:
    """The rule of `review.marks_seen_by`, on rows already fetched."""
    if officer or (seat and seat.chair):
        return True
    given = seat is not None and any(mark.member_id == seat.pk for mark in marks)
    return given and session.phase != Phase.READING


def final_reviews(session: CommitteeSession) -> dict[int, list[Review]]:
    """Counted reviews by file, each with its score."""
    scored = review.with_score(review.counted(Review.objects.filter(item__session=session)))
    found: dict[int, list[Review]] = {}
    for given in scored.select_related("member__user").order_by("item", "member"):
        found.setdefault(given.item_id, []).append(given)
    return found


def recusals(session: CommitteeSession) -> dict[int, list[CommitteeMember]]:
    """Members whom a link keeps from a file, by file; never why."""
    declared = InterestDeclaration.objects.filter(
        item__session=session, kind__in=InterestKind.CONFLICTS, member__left_at=None
    )
    found: dict[int, list[CommitteeMember]] = {}
    for declaration in declared.select_related("member__user").order_by("member"):
        found.setdefault(declaration.item_id, []).append(declaration.member)
    return found


@dataclass(frozen=True)
class Seats:
    """Places of the call, taken and left; `drawn` is (x, is taken) for the small line of seats."""

    total: int
    taken: int
    shares: list[places.Share]

    @property
    def left(self) -> int:
        return max(self.total - self.taken, 0)

    @property
    def drawn(self) -> list[tuple[str, bool]]:
        step = 164 / max(self.total - 1, 1)
        return [(f"{11 + step * n:.1f}", n < self.taken) for n in range(self.total)] if self.total <= DRAWN else []


def seats(user: access.Person, session: CommitteeSession) -> Seats | None:
    """None for whoever may not count places before the publication."""
    if not decisions.counts_places(user, session):
        return None
    return Seats(session.call.places, places.taken(session.call), places.shares(session.call))
