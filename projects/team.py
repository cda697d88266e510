"""A project's team: who enters, with which role, who leaves. Rows are ended, never rewritten; an owner always stays."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.outbox import owe
from ess_portal.lib.text import sort_key
from projects.models import Project, TeamMember

Role = TeamMember.Role
PRESSED_TWICE = timedelta(minutes=2)


class TeamRefused(Exception):
    """Its text says why, in French, and what to do."""


@transaction.atomic
def create_project(owner: User, *, now: datetime, **values) -> Project:
    """A new project whose only member is its owner; the stage's history begins."""
    project = Project.objects.create(created_at=now, **values)
    project.team.create(user=owner, role=Role.OWNER, starts_on=timezone.localdate(now), reason="Création du projet")
    project.stage_changes.create(stage=project.stage, by=owner, at=now)
    return project


def twin_of(owner: User, title: str) -> Project | None:
    """A project of hers that already has this name, whatever its capitals and accents."""
    return Project.objects.owned_by(owner).current().filter(sort_title=sort_key(title)).order_by("-created_at").first()


def older_twin_of(owner: User, title: str, now: datetime) -> Project | None:
    """The twin that a second press of the same button cannot explain: the person is asked."""
    twin = twin_of(owner, title)
    return twin if twin and now - twin.created_at >= PRESSED_TWICE else None


@transaction.atomic
def create_once(owner: User, *, now: datetime, **values) -> tuple[Project, bool]:
    """(project, created): a button pressed twice gives the project of the first press, under the lock of her row."""
    User.objects.select_for_update().get(pk=owner.pk)
    twin = twin_of(owner, values["title"])
    if twin and now - twin.created_at < PRESSED_TWICE and all(getattr(twin, k) == v for k, v in values.items()):
        return twin, False
    return create_project(owner, now=now, **values), True


@transaction.atomic
def add_member(project: Project, user: User, role: str, *, by: User, now: datetime) -> TeamMember:
    """Put `user` in the team, or give another role to somebody who is there."""
    locked(project)
    return _set(project, user, role, f"Ajout par {by}", now)


@transaction.atomic
def change_role(member: TeamMember, role: str, *, by: User, now: datetime) -> TeamMember:
    """End the row and open another; the person is told. Raises TeamRefused for the last owner."""
    member = _current(member, now)
    if member.role == role:
        return member
    if role != Role.OWNER:
        _require_another_owner(member, now)
    changed = _set(member.project, member.user, role, f"Rôle donné par {by}", now)
    _tell(changed, "team_role", by)
    return changed


@transaction.atomic
def hand_over(member: TeamMember, *, by: User, now: datetime) -> TeamMember:
    """`member` becomes owner in place of `by`, who keeps the right to edit."""
    member = _current(member, now)
    mine = member.project.team.active_on(timezone.localdate(now)).filter(user=by, role=Role.OWNER).first()
    if mine is None:
        raise TeamRefused("Vous ne portez plus ce projet : vous ne pouvez pas le transmettre.")
    changed = _set(member.project, member.user, Role.OWNER, f"Projet transmis par {by}", now)
    _set(member.project, by, Role.EDITOR, f"Projet transmis à {member.user}", now)
    _tell(changed, "team_role", by)
    return changed


@transaction.atomic
def remove(member: TeamMember, *, by: User, now: datetime, reason: str = "") -> None:
    """End somebody's place, at once; she is told. Raises TeamRefused for the last owner."""
    member = _current(member, now)
    _require_another_owner(member, now)
    _end(member, f"Retrait par {by}" + (f" : {reason}" if reason else ""), now)
    _tell(member, "team_removed", by)


@transaction.atomic
def leave(project: Project, user: User, *, now: datetime) -> None:
    """Leave the team, at once. Raises TeamRefused for the last owner, who hands the project over first."""
    locked(project)
    member = project.team.active_on(timezone.localdate(now)).filter(user=user).first()
    if member is None:
        return
    _require_another_owner(member, now)
    _end(member, "Départ", now)


def locked(project: Project) -> Project:
    """The project under its row lock: everything that changes a team takes it first."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def _current(member, now):
    """The member as she stands under the lock of her project; somebody who has left cannot be changed."""
    locked(member.project)
    stored = TeamMember.objects.select_related("user", "project").get(pk=member.pk)
    if not stored.holds_on(timezone.localdate(now)):
        raise TeamRefused(f"{stored.user} ne fait plus partie de l’équipe, ou son rôle vient de changer.")
    return stored


def _require_another_owner(member, now):
    if member.role != Role.OWNER:
        return
    others = member.project.team.active_on(timezone.localdate(now)).filter(role=Role.OWNER).exclude(pk=member.pk)
    if not others.exists():
        raise TeamRefused(
            "Un projet garde toujours quelqu’un qui le porte. Transmettez-le d’abord à une autre personne de l’équipe."
        )


def _set(project, user, role, reason, now):
    today = timezone.localdate(now)
    here = project.team.active_on(today).filter(user=user).first()
    if here and here.role == role:
        return here
    if here:
        _end(here, here.reason, now)
    return project.team.create(user=user, role=role, starts_on=today, reason=reason[:200])


def _end(member, reason, now):
    member.ends_on, member.reason = max(timezone.localdate(now), member.starts_on), reason[:200]
    member.save(update_fields=["ends_on", "reason"])


def _tell(member, template, by):
    if member.user_id != by.pk:
        page = reverse("projects:index") if template == "team_removed" else member.project.get_absolute_url()
        owe(member.user, template, key=f"{template}:{member.pk}", link=settings.SITE_ADDRESS + page)
