"""Documents of a project: the file is written before its row, and leaves with it, unless an application keeps it."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from ess_portal.lib import kept_files
from ess_portal.lib.uploads import Accepted
from programmes.models import DocumentKind
from projects.models import Project, ProjectDocument


class AlreadyReplaced(Exception):
    """Its text says so, in French."""


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


def replace(
    document: ProjectDocument,
    upload,
    accepted: Accepted,
    *,
    by: User,
    now: datetime,
    valid_until: date | None = None,
) -> ProjectDocument:
    """Keep a newer version in its place: drafts follow, files already sent keep the one that they were sent with.

    Raises AlreadyReplaced, and keeps nothing, when somebody of the team replaced or removed it meanwhile.
    """
    with transaction.atomic():
        held = _held(document)
        newer = store(held.project, upload, accepted, held.kind, by=by, now=now, valid_until=valid_until)
        drafts = _drafts_with(held)
        held.attachments.filter(application__in=drafts).update(document=newer, added_at=now)
        _take_out(held, now, replaced_by=newer)
    return newer


@transaction.atomic
def remove(document: ProjectDocument, *, now: datetime) -> bool:
    """Take a document out of the project and its drafts; True when nothing holds it and the file is deleted too."""
    held = _held(document)
    held.attachments.filter(application__in=_drafts_with(held)).delete()
    return _take_out(held, now)


def _held(document):
    """The document as it stands, under its lock."""
    rows = ProjectDocument.objects.select_for_update(of=("self",)).select_related("project", "kind")
    held = rows.kept().filter(pk=document.pk).first()
    if held is None:
        raise AlreadyReplaced("Ce document vient d’être remplacé ou retiré par quelqu’un de l’équipe.")
    return held


def _drafts_with(document):
    """The drafts that hold it, locked: one that is being sent is either still a draft for good, or left alone."""
    drafts = document.project.applications.filter(state="draft", attachments__document=document)
    ids = list(drafts.values_list("pk", flat=True))
    return list(document.project.applications.select_for_update().filter(pk__in=ids, state="draft"))


def _take_out(document, now, replaced_by=None):
    if document.attachments.exists():
        document.removed_at, document.replaced_by = now, replaced_by
        document.save(update_fields=["removed_at", "replaced_by"])
        return False
    document.delete()
    transaction.on_commit(partial(document.file.delete, save=False))
    return True
