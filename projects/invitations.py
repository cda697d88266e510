"""Joining a team by a link in a mail: fourteen days, one use, the same answer whether the address is known or not."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.models import User
from accounts.outbox import owe, owe_at
from projects import team
from projects.models import Invitation, Project, TeamMember

LIFE = timedelta(days=14)
MOST_OPEN = 20


class CannotInvite(Exception):
    """Its text says why, and what to do."""


@transaction.atomic
def invite(project: Project, email: str, role: str, *, by: User, now: datetime) -> Invitation:
    """Owe the invitation of an address, or a new link for it: the former one then opens nothing.

    Nothing is looked up about the address, so nothing can be learnt from the answer. Raises CannotInvite when too many
    are open.
    """
    team.locked(project)
    address = email.strip().lower()
    invitation = project.invitations.unused().filter(email=address).first()
    if invitation is None:
        if project.invitations.open_at(now).count() >= MOST_OPEN:
            raise CannotInvite(f"{MOST_OPEN} invitations attendent déjà une réponse. Annulez-en une avant d’inviter.")
        invitation = Invitation(project=project, email=address)
    invitation.role, invitation.invited_by = role, by
    token = links.renew(invitation, now=now, life=LIFE)
    invitation.save()
    owe_at(
        address,
        "invitation",
        key=f"invitation:{invitation.pk}:{invitation.fingerprint[:24]}",
        link=settings.SITE_ADDRESS + reverse("projects:join", args=[token]),
        until=timezone.localtime(invitation.expires_at),
    )
    return invitation


@transaction.atomic
def cancel(invitation: Invitation, *, now: datetime) -> bool:
    """Close the link at once; False when somebody has used it in between."""
    team.locked(invitation.project)
    return links.cancel(invitation, now=now)


def look(token: str, *, now: datetime) -> Invitation:
    """The invitation that a link opens, for its page; raises links.LinkClosed."""
    return links.look(Invitation.objects.select_related("project", "invited_by"), token, now=now)


def addressed_to(user: User, *, now: datetime):
    """Open invitations sent to the address of this account, which she proved with a code; teams she is in left out."""
    if not user.email:
        return Invitation.objects.none()
    mine = TeamMember.objects.active().filter(user=user).values("project")
    found = Invitation.objects.open_at(now).filter(email=user.email.lower()).exclude(project__in=mine)
    return found.select_related("project", "invited_by").order_by("expires_at", "pk")


@transaction.atomic
def accept(invitation: Invitation, *, by: User, now: datetime) -> TeamMember:
    """Enter the team by an invitation read in one's own space, without its mail; raises links.LinkClosed."""
    team.locked(invitation.project)
    try:
        held = links.use(Invitation.objects.filter(pk=invitation.pk, email=(by.email or "").lower()), by=by, now=now)
    except links.LinkClosed as closed:
        member = _entered_by(closed.link, by)
        if member is None:
            raise
        return member
    return _enter(held, by, now)


@transaction.atomic
def join(token: str, *, by: User, now: datetime) -> TeamMember:
    """Enter the team with this account, whatever the address invited; raises links.LinkClosed.

    Somebody who is there already keeps her role. Pressing the button twice is joining once.
    """
    invitation = Invitation.objects.of_token(token).first()
    if invitation:
        team.locked(invitation.project)  # before the link, as everywhere
    try:
        invitation = links.take(Invitation.objects.all(), token, by=by, now=now)
    except links.LinkClosed as closed:
        member = _entered_by(closed.link, by)
        if member is None:
            raise
        return member
    return _enter(invitation, by, now)


def _enter(invitation, by, now):
    here = invitation.project.team.active().filter(user=by).first()
    if here:
        return here
    member = invitation.project.team.create(
        user=by,
        role=invitation.role,
        starts_on=timezone.localdate(now),
        reason=f"Invitation de {invitation.invited_by or 'l’équipe'}"[:200],
    )
    if invitation.invited_by:  # the link may have been handed on: whoever sent it learns that somebody came in
        link = settings.SITE_ADDRESS + reverse("projects:team", args=[invitation.project_id])
        owe(invitation.invited_by, "team_joined", key=f"team_joined:{member.pk}", link=link)
    return member


def _entered_by(link, by):
    if link is None or link.used_by_id != by.pk:
        return None
    return link.project.team.active().filter(user=by).first()
