"""Who hears of a move, and when: the mails are rows written with the move itself."""

from django.conf import settings
from django.urls import reverse

from accounts import outbox
from accounts.models import User
from applications import letters
from applications.models import Application, Step
from applications.states import State
from programmes import officers as call_officers


def officers(application: Application) -> list[User]:
    """The officer in charge, or else everybody who runs the call."""
    if application.assigned_to:
        return [application.assigned_to]
    return call_officers.running(application.call)


def tell_officers(step: Step, template: str, **context) -> None:
    link = settings.SITE_ADDRESS + reverse("admin:applications_application_change", args=[step.application_id])
    for user in officers(step.application):
        key = f"{template}:{step.pk}:{user.pk}"
        outbox.owe(user, template, key=key, application=step.application, link=link, **context)


def received(step: Step) -> None:
    letters.write(
        step.application,
        "application_received",
        key=f"received:{step.application_id}",
        now=step.at,
        mail="application_received",
        date=letters.day_words(step.at),
    )
    tell_officers(step, "new_application")


def complete(step: Step) -> None:
    letters.write(step.application, "application_complete", key=f"complete:{step.pk}", now=step.at)


def confirmed(step: Step) -> None:
    letters.write(step.application, "place_confirmed", key=f"confirmed:{step.pk}", now=step.at)
    tell_officers(step, "place_confirmed_officer")


def lapsed(step: Step) -> None:
    decision = step.application.decisions.filter(superseded_at=None).first()
    deadline = letters.day_words(decision.confirm_by if decision else None)
    letters.write(step.application, "place_lapsed", key=f"lapsed:{step.pk}", now=step.at, date_limite=deadline)


def withdrawn(step: Step) -> None:
    """The officers hear of a team that leaves; the officer who closes a silent file knows it."""
    if step.name != "withdraw":
        letters.write(step.application, "file_closed", key=f"silent:{step.pk}", now=step.at)
        return
    tell_officers(step, "application_withdrawn", frees_a_place=step.source in State.HOLDING_A_PLACE)


# Outcomes of a committee are announced by the publication, which knows their words.
ANNOUNCEMENTS = {
    State.SUBMITTED: received,
    State.ADMISSIBLE: complete,
    State.CONFIRMED: confirmed,
    State.LAPSED: lapsed,
    State.WITHDRAWN: withdrawn,
}


def announce(step: Step) -> None:
    """Owe the mails and letters that a move calls for."""
    tell = ANNOUNCEMENTS.get(State(step.target))
    if tell:
        tell(step)
