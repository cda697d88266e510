"""Documents of a project: the file is written before its row, and leaves with it, unless an application keeps it."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from ess_portal.lib import kept_files
from ess_portal.lib.uploads import Accepted
from programmes.models import DocumentKind
from projects.models import Project, ProjectDocument


def store(
    project: Project,
    upload,
    accepted: Accepted,
    kind: DocumentKind,
    *,
    by: User,
    now: datetime,
    valid_until: date | None = None,
) -> ProjectDocument:
    """Keep an inspected upload under a name of ours; if the row cannot be written, the file is taken away."""
    document = ProjectDocument(project=project, kind=kind, valid_until=valid_until, uploaded_by=by, uploaded_at=now)
    kept_files.keep(document, upload, accepted)
    return document


@transaction.atomic
def remove(document: ProjectDocument, *, now: datetime) -> bool:
    """Take a document out of the project and its drafts; True when nothing holds it and the file is deleted too."""
    document.attachments.filter(application__state="draft").delete()
    if document.attachments.exists():
        document.removed_at = now
        document.save(update_fields=["removed_at"])
        return False
    document.delete()
    transaction.on_commit(partial(document.file.delete, save=False))
    return True
