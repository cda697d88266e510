"""Forms of the project file."""

from .document import DocumentForm, UploadField
from .project import NewProjectForm, ProjectForm, ReturnForm, StageForm
from .team import InvitationForm, RemovalForm, RoleForm

__all__ = [
    "DocumentForm",
    "InvitationForm",
    "NewProjectForm",
    "ProjectForm",
    "RemovalForm",
    "ReturnForm",
    "RoleForm",
    "StageForm",
    "UploadField",
]
