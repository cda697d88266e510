"""Decisions: taken one by one in session, pending until published together, replaced afterwards but never erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from applications import access, committee, letters, links, outcomes, places, results, workflow
from applications.committee import CommitteeRefused, Gap, Phase
from applications.models import AgendaItem, Application, CommitteeSession, Decision, InterestDeclaration
from applications.models.interest import InterestKind
from applications.states import State
from programmes.models import Call, Programme

Outcome = Decision.Outcome
MOVES = {Outcome.ADMIT: "select", Outcome.WAITLIST: "wait", Outcome.DECLINE: "decline", Outcome.REDIRECT: "redirect"}
REVISIONS = {
    Outcome.ADMIT: "revise_to_admitted",
    Outcome.WAITLIST: "revise_to_waitlisted",
    Outcome.DECLINE: "revise_to_declined",
    Outcome.REDIRECT: "revise_to_redirected",
}


class Stale(Exception):
    """Somebody else wrote on this file since the page was opened; nothing was written."""


@dataclass(frozen=True)
class Wording:
    """What is said to the person: why, what was liked, what could be better, where else to go."""

    message: str = ""
    reason: str = ""
    advice: str = ""
    programmes: tuple[Programme, ...] = ()


NOTHING_SAID = Wording()


def current(application: Application) -> Decision | None:
    return application.decisions.filter(superseded_at=None).first()


# In session


@transaction.atomic
def decide(
    item: AgendaItem,
    outcome: str,
    *,
    by: User,
    now: datetime,
    version: int,
    wording: Wording = NOTHING_SAID,
    note: str | None = None,
    rank: int | None = None,
) -> Decision | None:
    """Write the discussion note and a pending decision, which replaces the pending one; free until published.

    An empty `outcome` takes the decision back. Raises Stale when the file was written since `version`,
    CommitteeRefused when the session is not in discussion, `places.NoPlaceLeft` when nobody more can be admitted:
    the call is locked first, so that two people deciding at once never exceed its places.
    """
    call = places.lock(item.session.call_id)
    committee.lock(item.session, Phase.DISCUSSION)
    held = _hold(item, version, note)
    if held.application.state != State.ADMISSIBLE:
        raise CommitteeRefused("Ce dossier n’attend plus de décision.")
    if outcome and committee.still_in_the_room(held).exists():
        raise CommitteeRefused("Une personne récusée est encore dans la salle : notez sa sortie avant de décider.")
    replaced = current(held.application)
    if replaced:
        supersede(replaced, now)
    if not outcome:
        _close_ranks(call)
        return None
    if outcome == Outcome.ADMIT:
        places.require_one(held.application)
    decision = write(held.application, outcome, wording, by=by, now=now, item=held)
    _settle_rank(decision, call, rank or (replaced.rank if replaced else None))
    return decision


def _hold(item: AgendaItem, version: int, note: str | None) -> AgendaItem:
    held = AgendaItem.objects.select_for_update(of=("self",)).select_related("application").get(pk=item.pk)
    if held.version != version:
        raise Stale
    held.version += 1
    if note is not None:
        held.discussion_note = note
    held.save(update_fields=["version", "discussion_note"])
    return held


def supersede(decision: Decision, now: datetime) -> None:
    decision.superseded_at = now
    decision.save(update_fields=["superseded_at"])


def write(application: Application, outcome: str, wording: Wording, *, by, now, item=None, **fields) -> Decision:
    decision = Decision.objects.create(
        application=application,
        item=item,
        outcome=outcome,
        rank=_last_rank(application.call_id) + 1 if outcome == Outcome.WAITLIST else None,
        reason=wording.reason if outcome == Outcome.DECLINE else "",
        message=wording.message,
        advice=wording.advice,
        decided_by=by,
        decided_at=now,
        **fields,
    )
    decision.programmes.set(wording.programmes)
    return decision


# The waiting list: ranks 1, 2, 3… of the call, without hole


def waiting_list(call: Call | int):
    """Decisions in force that put a file on the call's waiting list, in rank order."""
    call_id = call if isinstance(call, int) else call.pk
    return (
        Decision.objects.filter(application__call=call_id, outcome=Outcome.WAITLIST, superseded_at=None)
        .filter(application__state__in=[State.ADMISSIBLE, State.WAITLISTED])
        .select_related("application__project", "item")
        .order_by("rank", "pk")
    )


def _last_rank(call_id: int) -> int:
    return waiting_list(call_id).aggregate(last=Max("rank"))["last"] or 0


def _close_ranks(call: Call) -> None:
    """Number again the pending ranks after those already announced, which never change."""
    announced = waiting_list(call).filter(published_at__isnull=False).aggregate(last=Max("rank"))["last"] or 0
    for rank, decision in enumerate(waiting_list(call).filter(published_at=None), announced + 1):
        if decision.rank != rank:
            Decision.objects.filter(pk=decision.pk).update(rank=rank)


def _settle_rank(decision: Decision, call: Call, wanted: int | None) -> None:
    _close_ranks(call)
    decision.refresh_from_db(fields=["rank"])
    while wanted and decision.rank and decision.rank > wanted and _swap(decision, call, up=True):
        decision.refresh_from_db(fields=["rank"])


@transaction.atomic
def move(decision: Decision, *, up: bool) -> None:
    """Exchange ranks with the neighbour on the pending waiting list."""
    call = places.lock(decision.application.call_id)
    if decision.item:
        committee.lock(decision.item.session, Phase.DISCUSSION, Phase.CLOSED)
    _swap(decision, call, up=up)


def _swap(decision: Decision, call: Call, *, up: bool) -> bool:
    pending = list(waiting_list(call).filter(published_at=None))
    place = next((n for n, listed in enumerate(pending) if listed.pk == decision.pk), None)
    if place is None:
        return False
    other = place + (-1 if up else 1)
    if not 0 <= other < len(pending):
        return False
    Decision.objects.filter(pk=pending[place].pk).update(rank=pending[other].rank)
    Decision.objects.filter(pk=pending[other].pk).update(rank=pending[place].rank)
    return True


# Who sees what is pending


def seen_by(user: access.Person, session: CommitteeSession):
    """Decisions in force of the session that the person may see (decisions.md 32).

    Before publication: officers, the chair and members in the room, without the files in which they declared an
    interest; for members, only the files on which they declared that they have none.
    """
    decisions = Decision.objects.filter(item__session=session, superseded_at=None)
    interests = InterestDeclaration.objects.filter(item__session=session, member__user=user)
    conflicts = interests.filter(kind__in=InterestKind.CONFLICTS).values("item")
    if access.runs(user, session.call):
        return decisions.exclude(item__in=conflicts)
    seats = session.members.filter(user=user, left_at=None)
    if not seats.filter(Q(chair=True) | Q(present=True)).exists():
        return decisions.none()
    return decisions.filter(item__in=interests.filter(kind=InterestKind.NONE).values("item")).exclude(
        item__in=conflicts
    )


def counts_places(user: access.Person, session: CommitteeSession) -> bool:
    """False before publication for whoever declared an interest in one of the files: a count would betray it."""
    if session.phase == Phase.PUBLISHED:
        return True
    return not InterestDeclaration.objects.filter(
        item__session=session, member__user=user, kind__in=InterestKind.CONFLICTS
    ).exists()


# Publication


def missing(session: CommitteeSession) -> list[Gap]:
    """Everything that stops the publication, file by file; empty when it may go."""
    found = []
    if session.phase != Phase.CLOSED:
        found.append(Gap("La séance n’est pas close."))
    items = list(committee.live_items(session))
    short = committee.short_of_quorum(session, items)
    waiting = committee.held_by_links(session, items)
    decisions = {decision.item_id: decision for decision in _to_publish(session)}
    for item in items:
        sentences = list(gaps(decisions.get(item.pk)))
        if item in short:
            sentences.append("le quorum n’est pas atteint")
        sentences += [sentence for held, sentence in waiting if held == item]
        found += [Gap(f"{sentence}.", item) for sentence in sentences]
    if places.exceeded(session.call):
        found.append(Gap("Il y a plus d’admissions que de places."))
    return found


def gaps(decision: Decision | None) -> Iterable[str]:
    if decision is None:
        yield "aucune décision n’est prise"
    elif decision.outcome == Outcome.DECLINE:
        if not decision.reason:
            yield "le motif manque"
        if not decision.advice.strip():
            yield "il manque un conseil pour la suite"
    elif decision.outcome == Outcome.REDIRECT:
        if not decision.programmes.all():
            yield "il manque un programme vers lequel orienter"
        if not decision.message.strip():
            yield "dites pourquoi un autre programme convient mieux"


def _to_publish(session: CommitteeSession):
    return (
        Decision.objects.filter(item__session=session, superseded_at=None, published_at=None)
        .filter(application__state=State.ADMISSIBLE)
        .select_related("application__call__programme__lead_actor", "application__project", "item")
        .prefetch_related("programmes__lead_actor")
        .order_by("item__position", "pk")
    )


def publish(session: CommitteeSession, *, by: User, now: datetime) -> int:
    """Announce every decision of the session at once: states move, letters and mails are written, or nothing is.

    Returns the number of decisions published. Raises CommitteeRefused with what is missing.
    """
    links.refresh(session, now)
    return _publish(session, by, now)


@transaction.atomic
def _publish(session: CommitteeSession, by: User, now: datetime) -> int:
    places.lock(session.call_id)
    held = committee.lock(session, Phase.CLOSED)
    found = missing(held)
    if found:
        raise CommitteeRefused(" ".join(gap.masked([]) for gap in found))
    decisions = list(_to_publish(held))
    for decision in decisions:
        announce(decision, MOVES[Outcome(decision.outcome)], by=by, now=now)
    held.phase, held.published_at = Phase.PUBLISHED, now
    held.save(update_fields=["phase", "published_at"])
    results.record(held.call, now)
    return len(decisions)


def announce(decision: Decision, move: str, *, by: User, now: datetime, note: str = "") -> None:
    """Move the file as the decision says, date the decision and write its letter; inside the caller's transaction."""
    step = workflow.perform(move, decision.application, by=by, now=now, note=note)
    decision.published_at = now
    if decision.outcome == Outcome.ADMIT:
        decision.confirm_by = confirmation_day(decision.application.call, now)
    decision.save(update_fields=["published_at", "confirm_by"])
    if decision.outcome == Outcome.REDIRECT:
        outcomes.ask_for_agreement(decision, by=by, now=now)
    tell(decision, key=f"decision:{step.pk}", now=now)


def tell(decision: Decision, *, key: str, now: datetime, template: str = "") -> None:
    """Write the letter of the decision and owe its mails."""
    code, words = outcomes.letter_of(decision, now)
    letters.write(decision.application, template or code, key=key, now=now, **words)


def confirmation_day(call: Call, now: datetime):
    return timezone.localdate(now) + timedelta(days=call.confirmation_days)
