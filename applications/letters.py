"""Letters read in the person's space; the mail that announces one is a neutral sentence and a link."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts import outbox
from accounts.models import User
from applications import paper
from applications.models import Application, Letter
from ess_portal.lib.placeholders import fill
from programmes import call_letters
from projects.models import TeamMember

TO_COME = "à préciser"


def day_words(day: date | datetime | None) -> str:
    """« 24 juin 2027 », or « à préciser » when the date is unknown."""
    if day is None:
        return TO_COME
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "j F Y")


def addressees(application: Application) -> list[User]:
    """The people of the team who answer for the project."""
    team = TeamMember.objects.active().filter(project=application.project_id, role__in=TeamMember.WRITERS)
    return list(User.objects.filter(pk__in=team.values("user")).order_by("pk"))


def common_words(application: Application, people: list[User]) -> dict[str, str]:
    """Placeholders that any letter of a call may use, written to `people`."""
    call = application.call
    link = settings.SITE_ADDRESS + reverse("applications:detail", args=[application.pk])
    return {
        "nom": " et ".join(user.get_short_name() for user in people) or "à vous",
        "programme": call.programme.name,
        "structure": call.leader.name,
        "dossier": application.number or "",
        "contact": call.contact or call.leader.name,
        "lien": link,
        "lien_oui": link,
        "lien_non": link,
        "date_comite": day_words(call.committee_on),
        "date_reponse": day_words(call.answer_by),
        "date_debut": day_words(call.starts_on),
    }


def compose(application: Application, code: str, **words: str) -> Letter:
    """The letter `code` as it would be written, not saved."""
    return draft(call_letters.text_of(application.call, code), application, addressees(application), words)


def draft(template: call_letters.Text, application: Application, people: list[User], words: dict[str, str]) -> Letter:
    """The letter from rows already fetched: what a page of many previews shows."""
    known = {**common_words(application, people), **words}
    return Letter(
        application=application,
        template=template.code,
        subject=fill(template.subject, known, TO_COME),
        body=fill(template.body, known, TO_COME),
    )


def write(
    application: Application, code: str, *, key: str, now: datetime, mail: str = "letter", **words: str
) -> Letter:
    """Save the letter and owe the mail that announces it to every addressee; `key` makes the mails unique."""
    letter = compose(application, code, **words)
    letter.written_at = now
    letter.save()
    people = addressees(application)
    for user in people:
        outbox.owe(user, mail, key=f"{key}:{user.pk}", letter=letter, application=application)
    paper.deliver(letter, people, key=key)
    return letter
