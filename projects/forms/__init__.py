"""Forms of the project file."""

from .document import DocumentForm, NewerDocumentForm, UploadField
from .organisation import OrganisationChoiceForm, OrganisationSearchForm
from .project import NewProjectForm, ProjectForm, ReturnForm, StageForm
from .team import InvitationForm, RemovalForm, RoleForm

__all__ = [
    "DocumentForm",
    "InvitationForm",
    "NewProjectForm",
    "NewerDocumentForm",
    "OrganisationChoiceForm",
    "OrganisationSearchForm",
    "ProjectForm",
    "RemovalForm",
    "ReturnForm",
    "RoleForm",
    "StageForm",
    "UploadField",
]
