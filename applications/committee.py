"""The committee: who sits, what is on the agenda, who reads which file, and the session from opening to closing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import User
from actors.models import Actor
from applications import links, places
from applications.models import (
    AgendaItem,
    Application,
    Assignment,
    CommitteeMember,
    CommitteeSession,
    Decision,
    InterestDeclaration,
    LinkSettlement,
    ReadingRefusal,
)
from applications.models.interest import InterestKind
from applications.states import State

Phase = CommitteeSession.Phase
UNSETTLED = "un lien trouvé entre un membre et ce dossier reste à régler"
STAYED = "la sortie d’une personne récusée n’est pas notée"


class CommitteeRefused(Exception):
    """The sentence says why, in French."""


def lock(session: CommitteeSession, *phases: str) -> CommitteeSession:
    """The session under a row lock; raises CommitteeRefused unless it is in one of `phases`."""
    held = CommitteeSession.objects.select_for_update(of=("self",)).select_related("call").get(pk=session.pk)
    if phases and held.phase not in phases:
        raise CommitteeRefused(f"Ce n’est plus possible : « {held.get_phase_display().lower()} ».")
    return held


# Who sits


@transaction.atomic
def seat(
    session: CommitteeSession, user: User, *, organisation: Actor | None = None, chair: bool = False
) -> CommitteeMember:
    """Give the person a seat, or give it back to somebody who had left; a chair replaces the previous one."""
    held = lock(session, Phase.READING, Phase.DISCUSSION)
    member, _ = CommitteeMember.objects.get_or_create(session=held, user=user)
    member.left_at = None
    member.organisation = organisation
    member.save(update_fields=["left_at", "organisation"])
    if chair:
        preside(member)
    links.refresh(held, timezone.now())
    return member


@transaction.atomic
def invite(
    session: CommitteeSession,
    email: str,
    *,
    first_name: str = "",
    last_name: str = "",
    organisation: Actor | None = None,
    chair: bool = False,
) -> CommitteeMember:
    """Seat the person of this address, whose account is made without a password when there is none.

    She signs in with a code sent to her address; the mail says where.
    """
    user = User.objects.invited(email, first_name=first_name, last_name=last_name)
    member = seat(session, user, organisation=organisation, chair=chair)
    link = f"{settings.SITE_ADDRESS}{reverse('account_request_login_code')}?next={reverse('committee:index')}"
    outbox.owe(user, "committee_invitation", key=f"committee_invitation:{member.pk}", link=link)
    return member


@transaction.atomic
def preside(member: CommitteeMember) -> None:
    """Make the member the chair; there is one per session."""
    lock(member.session, Phase.READING, Phase.DISCUSSION)
    member.session.members.exclude(pk=member.pk).update(chair=False)
    member.chair = True
    member.save(update_fields=["chair"])


@transaction.atomic
def unseat(member: CommitteeMember, *, now: datetime) -> None:
    """The person no longer sits; her files are free to be given to somebody else, her marks stay."""
    lock(member.session, Phase.READING, Phase.DISCUSSION)
    member.assignments.all().delete()
    member.left_at, member.chair, member.present = now, False, False
    member.save(update_fields=["left_at", "chair", "present"])


def sitting(session: CommitteeSession):
    return session.members.filter(left_at=None).select_related("user", "organisation")


# The agenda


def ready_for(session: CommitteeSession):
    """Admissible files of the call that no other running session has on its agenda."""
    busy = AgendaItem.objects.exclude(session__phase=Phase.PUBLISHED).values("application")
    return Application.objects.filter(call=session.call_id, state=State.ADMISSIBLE).exclude(pk__in=busy)


@transaction.atomic
def put_on_agenda(session: CommitteeSession, applications: Iterable[Application]) -> int:
    """Add admissible files of the call at the end of the agenda; returns how many were added."""
    held = lock(session, Phase.READING, Phase.DISCUSSION)
    chosen = list(ready_for(held).filter(pk__in=[application.pk for application in applications]).order_by("number"))
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    for position, application in enumerate(chosen, last + 1):
        held.items.create(application=application, position=position)
    links.refresh(held, timezone.now())
    return len(chosen)


@transaction.atomic
def take_off_agenda(item: AgendaItem) -> None:
    """Remove a file that nobody has read and on which nothing is decided."""
    lock(item.session, Phase.READING)
    said = item.declarations.exclude(kind=InterestKind.DETECTED)
    if item.reviews.exists() or item.decisions.exists() or said.exists() or item.settlements.exists():
        raise CommitteeRefused("Ce dossier a déjà été ouvert par un membre : il reste à l’ordre du jour.")
    item.delete()


# Who reads what


def barriers(session: CommitteeSession) -> dict[tuple[int, int], str]:
    """Why a member may not read a file, by (item, member): declared, found in the base, or set aside."""
    members = list(sitting(session))
    items = list(links.agenda(session))
    declared = InterestDeclaration.objects.filter(item__session=session)
    kinds = {(item, member): kind for item, member, kind in declared.values_list("item", "member", "kind")}
    settled = LinkSettlement.objects.filter(item__session=session, bars=False)
    allowed = {
        (item, member): set(grounds) for item, member, grounds in settled.values_list("item", "member", "grounds")
    }
    refused = set(ReadingRefusal.objects.filter(item__session=session).values_list("item", "member"))
    shown = links.found(items, members)
    found = {}
    for pair in [(item.pk, member.pk) for item in items for member in members]:
        grounds = sorted(shown.get(pair, set()) - allowed.get(pair, set()))
        if kinds.get(pair) in InterestKind.DECLARED:
            found[pair] = "a déclaré un lien"
        elif kinds.get(pair) == InterestKind.RECUSED:
            found[pair] = "lien confirmé par la présidence"
        elif grounds:
            found[pair] = ", ".join(links.Ground(ground).label for ground in grounds)
        elif kinds.get(pair) == InterestKind.DETECTED:
            found[pair] = "un lien est à régler"
        elif pair in refused:
            found[pair] = "a rendu ce dossier sans avis"
    return found


@transaction.atomic
def assign_files(session: CommitteeSession, pairs: set[tuple[int, int]]) -> int:
    """Give the files: `pairs` of (item, member) is the whole table wanted; returns how many files are given.

    A pair that a barrier forbids is refused. Taking a file back keeps the marks already given.
    """
    held = lock(session, Phase.READING, Phase.DISCUSSION)
    items = {item.pk: item for item in held.items.all()}
    members = {member.pk: member for member in sitting(held)}
    forbidden = barriers(held)
    for item, member in pairs:
        if item not in items or member not in members:
            raise CommitteeRefused("Un dossier ou un membre ne fait plus partie de ce comité.")
        if (item, member) in forbidden:
            raise CommitteeRefused(f"{members[member]} ne peut pas lire ce dossier : {forbidden[item, member]}.")
    for file in items.values():
        wanted = {member for (chosen, member) in pairs if chosen == file.pk}
        file.assignments.exclude(member__in=wanted).delete()
        for member in wanted:
            file.assignments.get_or_create(member=members[member])
    return len(pairs)


def assignments(session: CommitteeSession):
    return Assignment.objects.filter(item__session=session)


@transaction.atomic
def give(item: AgendaItem, member: CommitteeMember) -> None:
    """Give one more file to a sitting member, who must not be barred from it."""
    held = lock(item.session, Phase.READING, Phase.DISCUSSION)
    if not sitting(held).filter(pk=member.pk).exists():
        raise CommitteeRefused("Ce membre ne siège plus.")
    barrier = barriers(held).get((item.pk, member.pk))
    if barrier:
        raise CommitteeRefused(f"{member} ne peut pas lire ce dossier : {barrier}.")
    item.assignments.get_or_create(member=member)


@transaction.atomic
def convene(session: CommitteeSession) -> int:
    """Owe each sitting member the mail that says where and when; once each. Returns how many sit."""
    held = lock(session, Phase.READING, Phase.DISCUSSION)
    members = list(sitting(held))
    link = settings.SITE_ADDRESS + reverse("committee:session", args=[held.pk])
    for member in members:
        outbox.owe(
            member.user, "committee_convened", key=f"committee_convened:{member.pk}", meets_at=held.meets_at, link=link
        )
    return len(members)


# The session


@transaction.atomic
def attend(session: CommitteeSession, present: set[int]) -> None:
    """Record who is in the room (ids of members)."""
    held = lock(session, Phase.READING, Phase.DISCUSSION)
    sitting(held).filter(pk__in=present).update(present=True)
    sitting(held).exclude(pk__in=present).update(present=False)


def still_in_the_room(item: AgendaItem):
    """Present members whom a link keeps from the file and who have not left for it yet."""
    return staying_in(item.session).filter(item=item).select_related("member__user")


def staying_in(session: CommitteeSession):
    return InterestDeclaration.objects.filter(
        item__session=session,
        kind__in=InterestKind.CONFLICTS,
        left_room_at=None,
        member__present=True,
        member__left_at=None,
    )


@transaction.atomic
def note_exit(item: AgendaItem, *, now: datetime) -> None:
    """Those who declared a link have left the room: the file may be opened and decided."""
    lock(item.session, Phase.DISCUSSION)
    still_in_the_room(item).update(left_room_at=now)


@transaction.atomic
def open_discussion(session: CommitteeSession, *, now: datetime) -> None:
    """Start the session: from here members whose marks are given see the others'."""
    held = lock(session, Phase.READING)
    if not held.items.exists():
        raise CommitteeRefused("L’ordre du jour est vide.")
    links.refresh(held, now)
    held.phase, held.opened_at = Phase.DISCUSSION, now
    held.save(update_fields=["phase", "opened_at"])


def live_items(session: CommitteeSession):
    """Files that still wait for an answer: a person may have withdrawn hers meanwhile."""
    return session.items.filter(application__state=State.ADMISSIBLE).select_related("application__project")


def undecided(session: CommitteeSession, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    decided = set(Decision.objects.filter(item__session=session, superseded_at=None).values_list("item", flat=True))
    return [item for item in items if item.pk not in decided]


def short_of_quorum(session: CommitteeSession, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Those of `items` for which too few members without interest are in the room."""
    present = set(sitting(session).filter(present=True).values_list("pk", flat=True))
    declared = InterestDeclaration.objects.filter(item__session=session, kind__in=InterestKind.CONFLICTS)
    away: dict[int, set[int]] = {}
    for item, member in declared.values_list("item", "member"):
        away.setdefault(item, set()).add(member)
    return [item for item in items if len(present - away.get(item.pk, set())) < session.quorum]


@dataclass(frozen=True)
class Gap:
    """One thing that stops a session, said in French; `item` is None when it concerns the whole session."""

    sentence: str
    item: AgendaItem | None = None

    def masked(self, lost: Collection[int]) -> str:
        """The sentence for somebody who declared a link with the files `lost`: it says nothing of them."""
        if self.item is None:
            return self.sentence
        if self.item.pk in lost:
            return "Quelque chose manque à un dossier hors de votre vue."
        return f"{self.item.application.project} : {self.sentence}"


def gaps_before_closing(session: CommitteeSession) -> list[Gap]:
    """Empty when the session may be closed."""
    items = list(live_items(session))
    return [
        *[Gap("aucune décision n’est prise.", item) for item in undecided(session, items)],
        *[Gap("le quorum n’est pas atteint.", item) for item in short_of_quorum(session, items)],
        *[Gap(f"{sentence}.", item) for item, sentence in held_by_links(session, items)],
    ]


def held_by_links(session: CommitteeSession, items: Iterable[AgendaItem]) -> list[tuple[AgendaItem, str]]:
    """Files on which a link waits to be settled, or whose exit from the room is not noted; nobody is named."""
    pending = set(links.unsettled(session).values_list("item", flat=True))
    staying = set(staying_in(session).values_list("item", flat=True))
    return [
        *[(item, UNSETTLED) for item in items if item.pk in pending],
        *[(item, STAYED) for item in items if item.pk in staying - pending],
    ]


def close(session: CommitteeSession, *, now: datetime) -> None:
    """End the session; every file is decided, the quorum held for each, and every link found is settled."""
    links.refresh(session, now)  # kept even if the closing is refused: it is what the chair has to settle
    _close(session, now)


@transaction.atomic
def _close(session: CommitteeSession, now: datetime) -> None:
    places.lock(session.call_id)
    held = lock(session, Phase.DISCUSSION)
    gaps = gaps_before_closing(held)
    if gaps:
        raise CommitteeRefused(" ".join(gap.masked([]) for gap in gaps))
    held.phase, held.closed_at = Phase.CLOSED, now
    held.save(update_fields=["phase", "closed_at"])


@transaction.atomic
def reopen(session: CommitteeSession) -> None:
    """Back to the discussion, as long as nothing is published."""
    held = lock(session, Phase.CLOSED)
    held.phase, held.closed_at = Phase.DISCUSSION, None
    held.save(update_fields=["phase", "closed_at"])
