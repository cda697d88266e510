"""Who may do what with one project: the one-row twins of the queryset's verbs."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from projects.models import Project


def reads(user: User | AnonymousUser, project: Project) -> bool:
    """In the team today, whatever the role."""
    return Project.objects.visible_to(user).filter(pk=project.pk).exists()


def writes(user: User | AnonymousUser, project: Project) -> bool:
    """Owner or editor today."""
    return Project.objects.editable_by(user).filter(pk=project.pk).exists()


def owns(user: User, project: Project) -> bool:
    """Owner today: decides of the team."""
    return Project.objects.owned_by(user).filter(pk=project.pk).exists()
