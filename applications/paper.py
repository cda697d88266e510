"""Letters on paper: who has no address gets hers printed; who fills her file is told that one has come."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import User
from applications.models import Letter, PaperLetter
from projects.models import Agreement


class CannotHand(Exception):
    """Its text says why."""


def deliver(letter: Letter, people: Iterable[User], *, key: str) -> None:
    """Put the letter among those to print for each addressee without an address, and tell the helpers of the file."""
    for person in people:
        if not person.email:
            PaperLetter.objects.get_or_create(letter=letter, person=person)
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


def address_of(paper: PaperLetter) -> str:
    """The postal address that the latest agreement holds, or nothing."""
    agreements = Agreement.objects.filter(project=paper.letter.application.project_id).exclude(postal_address="")
    return agreements.values_list("postal_address", flat=True).first() or ""
