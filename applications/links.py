"""Links that nobody declared but that the base shows: found, held until they are settled, and the record of both."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts import outbox
from accounts.models import User
from actors.models import OrganisationRole
from applications import access
from applications.models import AgendaItem, CommitteeMember, CommitteeSession, DetectedLink, InterestDeclaration
from applications.models.interest import InterestKind
from applications.models.links import LinkSettlement
from applications.states import State
from ess_portal.lib import french
from programmes.models import Programme
from projects.models import Agreement, TeamMember

Ground = DetectedLink.Ground
Phase = CommitteeSession.Phase
Pair = tuple[int, int]
Finder = Callable[[Sequence[AgendaItem], Sequence[CommitteeMember]], Iterable[tuple[int, int, str]]]

# Finders of apps above this one (item, member, ground), added when they start.
LINK_FINDERS: list[Finder] = []


class LinkRefused(Exception):
    """The sentence says why, in French."""


# What the base shows


def found(items: Sequence[AgendaItem], members: Sequence[CommitteeMember]) -> dict[Pair, set[str]]:
    """Grounds of each (item, member) that the base links, in a fixed number of queries; items with their project."""
    pairs: dict[Pair, set[str]] = {}
    if items and members:
        for find in (of_teams, of_houses, *LINK_FINDERS):
            for item, member, ground in find(items, members):
                pairs.setdefault((item, member), set()).add(ground)
    return pairs


def of_teams(items, members):
    """Same team, today or before; helped this project, or somebody of its team in another."""
    seats = {member.user_id: member.pk for member in members}
    teams = teams_of(items)
    people = {user for team in teams.values() for user in team}
    agreements = Agreement.objects.filter(helper__in=seats).order_by()
    helped = set(agreements.filter(project__in=teams).values_list("project", "helper"))
    known = set(agreements.filter(person__in=people).values_list("person", "helper"))
    for item in items:
        project, team = item.application.project_id, teams[item.application.project_id]
        for user, member in seats.items():
            if user in team:
                yield item.pk, member, Ground.TEAM
            if (project, user) in helped or any((person, user) in known for person in team):
                yield item.pk, member, Ground.HELPER


def teams_of(items: Sequence[AgendaItem]) -> dict:
    """Project id → everybody who is or was of its team."""
    teams: dict = {item.application.project_id: set() for item in items}
    for project, user in TeamMember.objects.filter(project__in=teams).order_by().values_list("project", "user"):
        teams[project].add(user)
    return teams


def of_houses(items, members):
    """Same organisation or SIREN as the project's; an organisation that is a partner of the programme."""
    houses = houses_of(members)
    programmes = {item.session.call.programme_id for item in items}
    links = Programme.partners.through.objects.filter(programme__in=programmes)
    links = links.exclude(actor=F("programme__lead_actor"))
    partners = set(links.values_list("programme", "actor"))
    for item in items:
        project = item.application.project
        siren = (project.siren or project.siret)[:9]
        for member in members:
            own = houses[member.pk]
            if project.organisation_id in own:
                yield item.pk, member.pk, Ground.ORGANISATION
            elif siren and siren in own.values():
                yield item.pk, member.pk, Ground.SIREN
            if any((item.session.call.programme_id, actor) in partners for actor in own):
                yield item.pk, member.pk, Ground.PARTNER


def houses_of(members: Sequence[CommitteeMember]) -> dict[int, dict[int, str]]:
    """The organisations each member comes from, of her seat and of her roles: id → SIREN, « » when unknown."""
    roles = OrganisationRole.objects.active().filter(user__in=[member.user_id for member in members])
    by_user: dict[int, dict[int, str]] = {}
    for user, actor, siret in roles.order_by("pk").values_list("user", "actor", "actor__siret"):
        by_user.setdefault(user, {})[actor] = siret[:9]
    own = {}
    for member in members:
        own[member.pk] = dict(by_user.get(member.user_id, {}))
        if member.organisation:
            own[member.pk][member.organisation.pk] = member.organisation.siret[:9]
    return own


# Held until settled


def agenda(session: CommitteeSession):
    return session.items.select_related("application__project", "session__call")


@transaction.atomic
def refresh(session: CommitteeSession, now: datetime) -> int:
    """Hold every link of the session found since the last time; returns how many files it took from somebody."""
    held = CommitteeSession.objects.select_for_update().get(pk=session.pk)
    if held.phase == Phase.PUBLISHED:
        return 0
    members = list(held.members.filter(left_at=None).select_related("organisation"))
    return hold(list(agenda(held)), members, now)


def watch(now: datetime) -> int:
    """The same for every session that is not over: roles and teams change between two acts of an officer."""
    running = CommitteeSession.objects.exclude(phase=Phase.PUBLISHED).order_by("pk")
    return sum(refresh(session, now) for session in running)


def hold(items: Sequence[AgendaItem], members: Sequence[CommitteeMember], now: datetime) -> int:
    """Write the new links and take the files away; call it under the lock of the session."""
    known = set(DetectedLink.objects.filter(item__in=items, member__in=members).values_list("item", "member", "ground"))
    new = {
        (item, member, ground)
        for (item, member), grounds in found(items, members).items()
        for ground in grounds
        if (item, member, ground) not in known
    }
    DetectedLink.objects.bulk_create(
        DetectedLink(item_id=item, member_id=member, ground=ground, found_at=now)
        for item, member, ground in sorted(new)
    )
    taken = [pair for pair in sorted({pair[:2] for pair in new}) if take_away(*pair, now)]
    if taken:
        tell_chair(items[0].session, now)
    return len(taken)


def take_away(item: int, member: int, now: datetime) -> bool:
    """False when a conflict already keeps her from the file."""
    declaration = InterestDeclaration.objects.filter(item=item, member=member).first()
    if declaration and declaration.kind in InterestKind.CONFLICTS:
        return False
    declaration = declaration or InterestDeclaration(item_id=item, member_id=member)
    declaration.said_before = declaration.kind
    declaration.kind, declaration.declared_at = InterestKind.DETECTED, now
    declaration.save()
    declaration.member.assignments.filter(item=item).delete()
    return True


def tell_chair(session: CommitteeSession, now: datetime) -> None:
    """One mail a day, which names no file and nobody."""
    chair = session.members.filter(chair=True, left_at=None).select_related("user").first()
    if chair:
        link = settings.SITE_ADDRESS + reverse("committee:links", args=[session.pk])
        key = f"committee_links:{chair.pk}:{french.day_in(now, session.call.zone_name)}"
        outbox.owe(chair.user, "committee_links", key=key, meets_at=session.meets_at, link=link)


# Settled by the chair


def hidden_from(user: access.Person, session: CommitteeSession) -> set[int]:
    """Items of the session from which a link keeps the person."""
    own = InterestDeclaration.objects.filter(item__session=session, member__user=user)
    return set(own.filter(kind__in=InterestKind.CONFLICTS).values_list("item", flat=True))


def unsettled(session: CommitteeSession):
    """What stops the closing and the publication: links of sitting members on files that still wait for an answer."""
    return InterestDeclaration.objects.filter(
        item__session=session,
        kind=InterestKind.DETECTED,
        member__left_at=None,
        item__application__state=State.ADMISSIBLE,
    )


def to_settle(user: access.Person, session: CommitteeSession) -> list[InterestDeclaration]:
    """Those that this person settles, never one on a file from which a link keeps her.

    The chair settles; an officer does where the chair is concerned herself, or where there is no chair.
    """
    declared = InterestDeclaration.objects.filter(item__session=session, member__left_at=None)
    conflicts = set(declared.filter(kind__in=InterestKind.CONFLICTS).values_list("item", "member__user"))
    chair = session.members.filter(chair=True, left_at=None).values_list("user", flat=True).first()
    officer = access.runs(user, session.call)
    pending = declared.filter(kind=InterestKind.DETECTED).select_related("item__application__project", "member__user")
    return [
        link
        for link in pending.order_by("item__position", "item", "member")
        if (link.item_id, user.pk) not in conflicts
        and (user.pk == chair or (officer and (chair is None or (link.item_id, chair) in conflicts)))
    ]


@transaction.atomic
def settle(session: CommitteeSession, pairs: set[Pair], *, bars: bool, reason: str, by: User, now: datetime) -> int:
    """Settle these (item, member): « écarte » works as a declared link, « n’empêche pas » gives the file back.

    Raises LinkRefused when a pair is not hers to settle, when the reason is missing, or for somebody of the team.
    """
    held = CommitteeSession.objects.select_for_update(of=("self",)).select_related("call").get(pk=session.pk)
    if held.phase == Phase.PUBLISHED:
        raise LinkRefused("Les décisions sont publiées : plus rien ne change.")
    if not bars and not reason.strip():
        raise LinkRefused("Dites pourquoi ce lien n’empêche pas de lire le dossier.")
    own = {(link.item_id, link.member_id): link for link in to_settle(by, held)}
    if not pairs or not pairs <= own.keys():
        raise LinkRefused("Un de ces liens est déjà réglé, ou n’est pas à régler par vous : relisez la liste.")
    for pair in sorted(pairs):
        grounds = list(own[pair].member.detected_links.filter(item=pair[0]).values_list("ground", flat=True))
        if not bars and Ground.TEAM in grounds:
            raise LinkRefused("Une personne de l’équipe ne peut pas lire le dossier de son projet : écartez-la.")
        LinkSettlement.objects.create(
            item_id=pair[0], member_id=pair[1], bars=bars, grounds=grounds, reason=reason.strip(), by=by, at=now
        )
        conclude(own[pair], bars)
    return len(pairs)


def conclude(declaration: InterestDeclaration, bars: bool) -> None:
    """A recusal as if declared; or what she had declared before, and nothing when she had not."""
    if bars:
        declaration.kind = InterestKind.RECUSED
        declaration.save(update_fields=["kind"])
    elif declaration.said_before:
        declaration.kind, declaration.said_before = declaration.said_before, ""
        declaration.save(update_fields=["kind", "said_before"])
    else:
        declaration.delete()


def grounds_of(pending: Iterable[InterestDeclaration]) -> dict[Pair, str]:
    """What was found, in words, for each (item, member) of these declarations."""
    told: dict[Pair, list[str]] = {(link.item_id, link.member_id): [] for link in pending}
    rows = DetectedLink.objects.filter(item__in={item for item, _ in told}, member__in={member for _, member in told})
    for link in rows.order_by("pk"):
        if (link.item_id, link.member_id) in told:
            told[link.item_id, link.member_id].append(link.get_ground_display())
    return {pair: ", ".join(words) for pair, words in told.items()}


@dataclass(frozen=True)
class Found:
    """What the base shows between a member and a file, and what became of it."""

    item: AgendaItem
    member: CommitteeMember
    grounds: list[str]
    settled: list[LinkSettlement]
    is_pending: bool


def record(session: CommitteeSession, hidden: set[int]) -> list[Found]:
    """By file and member, without the files `hidden` from the reader."""
    declared = InterestDeclaration.objects.filter(item__session=session, kind=InterestKind.DETECTED)
    pending = set(declared.values_list("item", "member"))
    settled: dict[Pair, list[LinkSettlement]] = {}
    for one in LinkSettlement.objects.filter(item__session=session).select_related("by"):
        settled.setdefault((one.item_id, one.member_id), []).append(one)
    found: dict[Pair, Found] = {}
    rows = DetectedLink.objects.filter(item__session=session).exclude(item__in=hidden)
    rows = rows.select_related("item__application__project", "member__user")
    for link in rows.order_by("item__position", "item", "member", "pk"):
        pair = (link.item_id, link.member_id)
        fresh = Found(link.item, link.member, [], settled.get(pair, []), pair in pending)
        found.setdefault(pair, fresh).grounds.append(link.get_ground_display())
    return list(found.values())
