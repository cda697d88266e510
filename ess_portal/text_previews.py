"""How a mail or a letter reads on a real file, chosen among those its reader may see; examples stand for the rest."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from applications import letters
from applications.models import Application
from applications.states import State
from ess_portal.lib import placeholders
from ess_portal.texts import Text

FILES_OFFERED = 50
LINK = "{{ link }}"


def files(user: User) -> QuerySet[Application]:
    """The files that the person instructs, the latest first."""
    seen = Application.objects.instructed_by(user).exclude(state=State.DRAFT)
    return seen.select_related("call__programme__lead_actor", "project").order_by("-pk")[:FILES_OFFERED]


def preview(text: Text, subject: str, body: str, *, reader: User, application: Application | None) -> tuple[str, str]:
    """(subject, body) as they would be received."""
    words = _letter_words(application) if text.kind is None else _mail_words(text, reader, application)
    filled = placeholders.fill(subject, words, letters.TO_COME)
    return placeholders.single_line(filled), placeholders.fill(body, words, letters.TO_COME)


def _letter_words(application):
    return letters.common_words(application, letters.addressees(application)) if application else {}


def _mail_words(text, reader, application):
    variables = text.kind.variables
    examples = {name: one.example for name, one in variables.items()}
    real = {
        name: one.words(_context(reader, application)) for name, one in variables.items() if _is_known(one, application)
    }
    return {**examples, **real}


def _is_known(variable, application):
    if "recipient" in variable.source:
        return True
    return application is not None and ("application" in variable.source or variable.source == LINK)


def _context(reader, application):
    if application is None:
        return {"recipient": reader}
    people = letters.addressees(application)
    link = settings.SITE_ADDRESS + reverse("applications:detail", args=[application.pk])
    return {
        "recipient": people[0] if people else reader,
        "application": application,
        "link": link,
        "site": settings.SITE_ADDRESS,
    }
