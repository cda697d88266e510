"""Letters on paper: who has no address gets hers printed; who fills her file is told that one has come."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import outbox, wording
from accounts.mails import MailKind
from accounts.models import User
from applications.models import Letter, PaperLetter, PaperUndo
from projects.models import Agreement

FOOT = (
    "Cette adresse s’ouvre avec un compte. Sans compte, demandez à la personne qui remplit votre dossier, ou à {} : "
    "elle vous lit la page."
)


class CannotHand(Exception):
    """Its text says why."""


def deliver(letter: Letter, people: Iterable[User], *, key: str) -> None:
    """Put the letter among those to print for each addressee without an address, and tell the helpers of the file."""
    for person in people:
        if not person.email:
            PaperLetter.objects.get_or_create(letter=letter, person=person)
    tell_helpers(letter, key)


def put_on_paper(person: User, kind: MailKind, key: str, context: Mapping[str, Any]) -> None:
    """The twin of a mail for somebody without an address: the letter that it announces, or its own words.

    What is about no file has no paper: nobody would know whom to hand it to. `on_paper`, in the context of a mail that
    only leads to a page, gives what the page says.
    """
    letter, application = context.get("letter"), context.get("application")
    if letter is None and application is not None:
        subject, body = kind.written(*wording.in_force(kind), context)
        said = [body.strip(), str(context.get("on_paper") or ""), FOOT.format(application.call.leader.name)]
        words = {"template": kind.name, "subject": subject, "body": "\n\n".join(part for part in said if part)}
        letter, is_new = Letter.objects.get_or_create(notice_key=key, defaults={"application": application, **words})
        if is_new:
            tell_helpers(letter, key)
    if letter is not None:
        PaperLetter.objects.get_or_create(letter=letter, person=person)


def foot_of(letter: Letter) -> str:
    """What the sheet adds under a letter that gives an address of the portal; the twin of a mail says it itself."""
    if letter.notice_key or settings.SITE_ADDRESS not in letter.body:
        return ""
    return FOOT.format(letter.application.call.leader.name)


def tell_helpers(letter: Letter, key: str) -> None:
    """Whoever fills the file hears that there is a letter."""
    if not letter.application.project.helped:
        return
    agreements = Agreement.objects.in_force(letter.written_at).filter(project=letter.application.project_id)
    link = settings.SITE_ADDRESS + reverse("applications:letter", args=[letter.application_id, letter.pk])
    for agreement in agreements.select_related("helper"):
        outbox.owe(
            agreement.helper,
            "letter_for",
            key=f"{key}:for:{agreement.helper_id}",
            letter=letter,
            application=letter.application,
            link=link,
        )


@transaction.atomic
def hand_over(paper: PaperLetter, day: date, *, by: User, now: datetime) -> PaperLetter:
    """Note that the letter was given or posted on `day`; noted once, the first date stays. Raises CannotHand."""
    held = PaperLetter.objects.select_for_update(of=("self",)).select_related("letter").get(pk=paper.pk)
    if held.handed_on is not None:
        return held
    if not timezone.localdate(held.letter.written_at) <= day <= timezone.localdate(now):
        raise CannotHand("La lettre se remet entre le jour où elle est écrite et aujourd’hui.")
    held.handed_on, held.handed_by, held.noted_at = day, by, now
    held.save(update_fields=["handed_on", "handed_by", "noted_at"])
    return held


@transaction.atomic
def take_back(paper: PaperLetter, why: str, *, by: User, now: datetime) -> PaperUndo:
    """« Remise » was a mistake: the letter is to hand over again, and what was noted is kept. Raises CannotHand."""
    held = PaperLetter.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if held.handed_on is None:
        raise CannotHand("Cette lettre n’est pas notée remise.")
    if not why.strip():
        raise CannotHand("Dites pourquoi la lettre n’est pas remise.")
    undone = held.undone.create(handed_on=held.handed_on, handed_by=held.handed_by, by=by, at=now, why=why.strip())
    held.handed_on = held.handed_by = held.noted_at = None
    held.save(update_fields=["handed_on", "handed_by", "noted_at"])
    return undone


def address_of(paper: PaperLetter) -> str:
    """The postal address that the latest agreement holds, or nothing."""
    agreements = Agreement.objects.filter(project=paper.letter.application.project_id).exclude(postal_address="")
    return agreements.values_list("postal_address", flat=True).first() or ""
