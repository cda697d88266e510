"""Hours of a package: taken under a row lock, never below zero; more are granted by an officer, with a reason."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from ess_portal.lib import french
from followup import access
from followup.models import HourEntry, HourPackage, Meeting, Participation, ParticipationRole

# The package that a meeting debits, by the role in which it is held; the others debit none.
PACKAGE_OF: dict[str, str] = {
    ParticipationRole.Kind.REFERENT: HourPackage.Kind.REFERENT,
    ParticipationRole.Kind.MENTOR: HourPackage.Kind.MENTOR,
    ParticipationRole.Kind.ADVISER: HourPackage.Kind.LEGAL,
}


class PackageExhausted(Exception):
    """Fewer minutes are left than asked; `left` says how many."""

    def __init__(self, left: int):
        super().__init__(
            f"Il reste {french.hours(left)} dans ce forfait. Choisissez une durée plus courte, "
            "ou demandez des heures de plus à l’équipe qui porte le programme."
            if left
            else "Ce forfait est épuisé. Demandez des heures de plus à l’équipe qui porte le programme."
        )
        self.left = left


class GrantRefused(Exception):
    """Hours beyond the package need an officer of the call and a reason; the text is a French sentence."""


def package_for(participation: Participation, kind: str) -> HourPackage | None:
    """The package debited by a meeting held in the role `kind`; None when the programme gives no volume."""
    return participation.packages.filter(kind=PACKAGE_OF.get(kind, "")).first()


@transaction.atomic
def use(
    package: HourPackage, minutes: int, *, by: User, now: datetime, meeting: Meeting | None = None, reason: str = ""
) -> HourEntry:
    """Take `minutes` from the package; raises PackageExhausted, and takes nothing, when fewer are left."""
    package = HourPackage.objects.select_for_update().get(pk=package.pk)
    if minutes > package.left_minutes:
        raise PackageExhausted(package.left_minutes)
    package.used_minutes += minutes
    package.save(update_fields=["used_minutes"])
    return package.entries.create(meeting=meeting, minutes=minutes, reason=reason, by=by, at=now)


@transaction.atomic
def retake(entry: HourEntry, minutes: int) -> None:
    """Make an entry say `minutes` instead, when its meeting is corrected; raises PackageExhausted like `use`."""
    package = HourPackage.objects.select_for_update().get(pk=entry.package_id)
    more = minutes - entry.minutes
    if more > package.left_minutes:
        raise PackageExhausted(package.left_minutes + entry.minutes)
    package.used_minutes += more
    package.save(update_fields=["used_minutes"])
    entry.minutes = minutes
    entry.save(update_fields=["minutes"])


@transaction.atomic
def grant(package: HourPackage, minutes: int, *, reason: str, by: User, now: datetime) -> HourEntry:
    """Add `minutes` beyond what the programme gives; raises GrantRefused without a reason or an officer's right."""
    package = (
        HourPackage.objects.select_for_update(of=("self",)).select_related("participation__cohort").get(pk=package.pk)
    )
    if not access.runs(by, package.participation):
        raise GrantRefused("Seule l’équipe qui porte le programme accorde des heures de plus.")
    if not reason.strip():
        raise GrantRefused("Dites pourquoi des heures sont accordées en plus.")
    if minutes < 1:
        raise GrantRefused("Indiquez une durée d’au moins une minute.")
    package.override_minutes += minutes
    package.save(update_fields=["override_minutes"])
    return package.entries.create(minutes=minutes, override=True, reason=reason.strip(), by=by, at=now)
