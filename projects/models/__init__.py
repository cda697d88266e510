"""The project file: identity and stage, team, documents."""

from .document import ProjectDocument, document_path, private_storage
from .helping import Agreement, Handover
from .project import Project, ProjectQuerySet, StageChange
from .team import Invitation, TeamMember

__all__ = [
    "Agreement",
    "Handover",
    "Invitation",
    "Project",
    "ProjectDocument",
    "ProjectQuerySet",
    "StageChange",
    "TeamMember",
    "document_path",
    "private_storage",
]
