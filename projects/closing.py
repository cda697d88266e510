"""The end of a project file: deleted while nothing was sent, archived otherwise, and taken up again from there."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from projects import team
from projects.models import Project


class CannotDelete(Exception):
    """Its text says why, and what can be done instead."""


@dataclass(frozen=True)
class Goes:
    """What a deletion takes away, said before."""

    drafts: int
    documents: int
    others: int


def has_sent(project: Project) -> bool:
    """Whether an application was ever sent: the project is then part of a file that others read."""
    return project.applications.exclude(state="draft").exists()


def what_goes(project: Project) -> Goes:
    return Goes(
        drafts=project.applications.filter(state="draft").count(),
        documents=project.documents.kept().count(),
        others=project.team.active().exclude(role=team.Role.OWNER).count(),
    )


@transaction.atomic
def delete(project: Project) -> None:
    """Erase the project, its drafts and its files; raises CannotDelete once something was sent."""
    held = team.locked(project)
    drafts = list(held.applications.select_for_update().filter(state="draft"))
    if has_sent(held):
        raise CannotDelete("Une candidature a été envoyée : le projet peut être archivé, pas supprimé.")
    for draft in drafts:
        draft.delete()
    for document in held.documents.all():
        transaction.on_commit(partial(document.file.delete, save=False))
    held.delete()


@transaction.atomic
def archive(project: Project, *, now: datetime) -> Project:
    """Put the project away: read only, out of the lists; open invitations are cancelled."""
    held = team.locked(project)
    if held.archived_at is None:
        held.archived_at = now
        held.save(update_fields=["archived_at"])
        held.invitations.unused().update(cancelled_at=now)
    return held


@transaction.atomic
def take_up(project: Project) -> Project:
    """Bring an archived project back."""
    held = team.locked(project)
    held.archived_at = None
    held.save(update_fields=["archived_at"])
    return held
