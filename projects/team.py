"""Creating a project and its team."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from projects.models import Project, TeamMember


@transaction.atomic
def create_project(owner: User, *, now: datetime, **values) -> Project:
    """A new project whose only member is its owner; the stage's history begins."""
    project = Project.objects.create(created_at=now, **values)
    TeamMember.objects.create(
        project=project, user=owner, role=TeamMember.Role.OWNER, starts_on=timezone.localdate(now)
    )
    project.stage_changes.create(stage=project.stage, by=owner, at=now)
    return project


@transaction.atomic
def add_member(project: Project, user: User, role: str, *, by: User) -> TeamMember:
    """Put `user` in the team; a person already there keeps one current row, with the new role."""
    today = project.team.active().filter(user=user).first()
    if today:
        today.role = role
        today.reason = f"Rôle donné par {by}"
        today.save(update_fields=["role", "reason"])
        return today
    return project.team.create(user=user, role=role, reason=f"Ajout par {by}"[:200])
