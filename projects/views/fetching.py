"""How the pages fetch a project: 404 for a stranger, 403 for somebody of the team who may only read."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from projects import access
from projects.models import Project, ProjectDocument

READ_AND_WRITE = ["GET", "HEAD", "POST"]
READS_ONLY = "Vous pouvez lire ce projet, pas le modifier."
NOT_OWNER = "Seule une personne qui porte le projet décide de l’équipe."
ARCHIVED = "Ce projet est archivé. Reprenez-le d’abord depuis sa page."


def detailed(user):
    return Project.objects.visible_to(user).select_related("stage", "department", "legal_form", "organisation")


def readable(user, pk):
    return get_object_or_404(detailed(user), pk=pk)


def editable(user, pk):
    """The project, for an owner or an editor; an archived one is only read."""
    project = readable(user, pk)
    require_writer(user, project)
    return project


def owned(user, pk):
    """The project, for an owner."""
    project = readable(user, pk)
    if not access.owns(user, project):
        raise PermissionDenied(NOT_OWNER)
    return project


def require_writer(user, project):
    if not access.writes(user, project):
        raise PermissionDenied(READS_ONLY)
    if project.archived_at:
        raise PermissionDenied(ARCHIVED)


def team_documents(user):
    """Documents still in the project, of the person's projects."""
    return ProjectDocument.objects.filter(removed_at=None, project__in=Project.objects.visible_to(user))
