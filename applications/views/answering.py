"""Who speaks in the person's name: her team, and a helper only when her agreement says so."""

from django.core.exceptions import PermissionDenied

from applications import access
from applications.views.draft import writable

NOT_IN_HER_NAME = (
    "Vous remplissez ce dossier pour une personne : son accord ne permet pas de répondre en son nom. "
    "Elle peut le faire elle-même, ou élargir l’accord avec vous."
)


def answerable(request, pk):
    """The application: 404 for a stranger, 403 for a reader and for a helper who may only write."""
    application = writable(request, pk)
    if not access.answers_for(request.user, application):
        raise PermissionDenied(NOT_IN_HER_NAME)
    return application
