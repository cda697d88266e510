"""A file filled for somebody whose helper has left: its officer closes the agreement, and records her own in its place.

An agreement belongs to the person: an officer touches only one whose helper no longer works where it was given.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import access
from applications.models import Application
from projects import handover, helping
from projects.models import Agreement, Project

NOT_YOURS = "Vous n’instruisez pas ce dossier."


def has_left(agreement: Agreement) -> bool:
    """The helper's account is closed, or she has no role any more in the organisation for which she helped."""
    roles = agreement.helper.organisation_roles.active().filter(actor=agreement.actor_id)
    return not (agreement.helper.is_active and roles.exists())


@transaction.atomic
def close(application: Application, agreement: Agreement, *, why: str, by: User, now: datetime) -> None:
    """End the agreement of a helper who left, with a reason that stays. Raises CannotHelp."""
    _held(application, by)
    held = application.project.agreements.filter(pk=agreement.pk, closed_at=None).select_related("helper").first()
    if held is None:
        raise helping.CannotHelp("Cet accord est déjà clos.")
    if not has_left(held):
        raise helping.CannotHelp(
            f"{held.helper} travaille toujours dans cette structure : l’accord se finit par elle, ou par la personne."
        )
    if not why.strip():
        raise helping.CannotHelp("Dites pourquoi cet accord se ferme : cette phrase reste dans le dossier.")
    helping.close_for(held, why=why.strip(), by=by, now=now)


@transaction.atomic
def record(application: Application, words: helping.Words, *, by: User, now: datetime) -> Agreement:
    """The person's agreement with the officer herself, as she tells it. Raises CannotHelp."""
    _held(application, by)
    project = application.project
    owner = handover.owner_of(project) if project.helped else None
    if owner is None or owner.email:
        raise helping.CannotHelp("Cette personne a son compte : c’est elle qui donne un accord, dans son espace.")
    if project.agreements.filter(helper=by, closed_at=None).exists():
        raise helping.CannotHelp("Vous avez déjà un accord pour ce dossier : renouvelez-le.")
    return helping.record(project, owner, words, by=by, now=now)


def _held(application, by):
    Project.objects.select_for_update().get(pk=application.project_id)
    if not access.instructs(by, application):
        raise helping.CannotHelp(NOT_YOURS)
