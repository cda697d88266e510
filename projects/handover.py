"""Taking over the file that somebody filled: one link, one use; the person then says what her helper may still do."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import absorbing, links
from accounts.models import User
from accounts.outbox import owe_at
from projects import helping
from projects.models import Agreement, Handover, Project, TeamMember

LIFE = timedelta(days=14)


class CannotTakeOver(Exception):
    """Its text says why, and what to do."""


@transaction.atomic
def send(project: Project, email: str, *, by: User, now: datetime) -> Handover:
    """Owe the link to the address, which nobody looks up; the former link then opens nothing. Raises CannotHelp."""
    Project.objects.select_for_update().get(pk=project.pk)
    if not Agreement.objects.held_by(by).readable(now).filter(project=project).exists():
        raise helping.CannotHelp("Vous ne remplissez plus ce dossier.")
    if owner_of(project).email:
        raise helping.CannotHelp("La personne a déjà repris son dossier.")
    address = email.strip().lower()
    if address == (by.email or "").lower():
        raise helping.CannotHelp("C’est votre propre adresse. Écrivez celle de la personne, ou imprimez ses lettres.")
    handover = project.handovers.unused().first() or Handover(project=project)
    handover.email, handover.sent_by = address, by
    token = links.renew(handover, now=now, life=LIFE)
    handover.save()
    owe_at(
        address,
        "handover",
        key=f"handover:{handover.pk}:{handover.fingerprint[:24]}",
        link=settings.SITE_ADDRESS + reverse("projects:take_over", args=[token]),
        until=timezone.localtime(handover.expires_at),
    )
    return handover


def owner_of(project: Project) -> User:
    return project.team.active().select_related("user").filter(role=TeamMember.Role.OWNER).earliest("pk").user


def look(token: str, *, now: datetime) -> Handover:
    """The link for its page; raises links.LinkClosed."""
    return links.look(Handover.objects.select_related("project"), token, now=now)


def account_at(handover: Handover) -> User:
    """The account of the address, made now if there is none: its code is the next thing asked of her."""
    return User.objects.invited(handover.email)


@transaction.atomic
def take_over(token: str, *, by: User, first_name: str, last_name: str, keeps: str, now: datetime) -> Project:
    """`by` becomes the person of the file: its owner, under the names that she gives; raises links.LinkClosed.

    `keeps` is what those who helped may do from now on (a scope, or nothing). Pressing the button twice is doing it
    once. Raises CannotTakeOver for somebody who fills the file, or whose account is bound to it otherwise.
    """
    handover = Handover.objects.of_token(token).first()
    if handover:
        Project.objects.select_for_update().get(pk=handover.project_id)  # before the link, as everywhere
    try:
        handover = links.take(Handover.objects.select_related("project"), token, by=by, now=now)
    except links.LinkClosed as closed:
        if closed.link is not None and closed.link.used_by_id == by.pk:
            return closed.link.project
        raise
    project = handover.project
    if project.agreements.filter(helper=by, closed_at=None).exists():
        raise CannotTakeOver("Vous remplissez ce dossier pour quelqu’un d’autre : vous ne pouvez pas le reprendre.")
    become_owner(project, by, now)
    by.first_name, by.last_name = first_name, last_name
    by.save(update_fields=["first_name", "last_name"])
    for agreement in project.agreements.filter(closed_at=None):
        helping.decide(agreement, keeps, by=by, now=now)
    return project


def become_owner(project: Project, by: User, now: datetime) -> None:
    """Everything of the person without an account becomes hers; a lesser place in the team ends."""
    project.team.active().filter(user=by).update(ends_on=timezone.localdate(now), reason="Reprise du dossier")
    try:
        absorbing.absorb(owner_of(project), into=by)
    except (absorbing.Entangled, absorbing.NotAGhost) as refusal:
        raise CannotTakeOver(
            "Votre compte a déjà un autre rôle dans ce dossier. Écrivez à la structure qui vous suit."
        ) from refusal


@transaction.atomic
def refuse(token: str, *, now: datetime) -> None:
    """« Ce n’est pas moi »: the link closes, and whoever sent it is told to look; raises links.LinkClosed."""
    handover = look(token, now=now)
    if links.cancel(handover, now=now):
        Handover.objects.filter(pk=handover.pk).update(refused_at=now)
        if handover.sent_by:
            helping.tell(handover.sent_by, key=f"handover_refused:{handover.pk}")
