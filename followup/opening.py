"""« Ouvrir la promotion »: one participation per confirmed application, with what the programme gives."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from applications.models import Application
from applications.states import State
from followup import access, notifications
from followup.models import ComponentProgress, HourPackage, Participation, ParticipationRole
from programmes.models import Call, Cohort, ProgrammeComponent
from projects.models import TeamMember

PACKAGE_KINDS = {
    "individual_meeting": HourPackage.Kind.REFERENT,
    "mentoring": HourPackage.Kind.MENTOR,
    "expertise": HourPackage.Kind.LEGAL,
}
# A day counts 7 h, a half-day 3 h 30 (decisions.md 4); a session, a month or a week-end says no length.
UNIT_MINUTES = {"hour": 60, "half_day": 210, "day": 420}


class OpeningRefused(Exception):
    """The cohort cannot be opened; the text is a French sentence."""


@dataclass(frozen=True)
class Opening:
    cohort: Cohort
    added: list[Participation]


def minutes_of(component: ProgrammeComponent) -> int | None:
    """The length of a component in minutes; None when the programme does not say it exactly."""
    if component.quantity is None or component.quantity_max is not None or component.unit not in UNIT_MINUTES:
        return None
    return int(component.quantity * UNIT_MINUTES[component.unit])


def packages_of(components: list[ProgrammeComponent]) -> dict[str, tuple[int, ProgrammeComponent]]:
    """Minutes and origin of each package; a kind of which one volume is unknown gets none, never a guess."""
    packages: dict[str, tuple[int, ProgrammeComponent]] = {}
    for package_kind in HourPackage.Kind:
        sources = [item for item in components if PACKAGE_KINDS.get(item.component_type) == package_kind]
        known = [length for item in sources if (length := minutes_of(item)) is not None]
        if known and len(known) == len(sources):
            packages[package_kind] = (sum(known), sources[0])
    return packages


def awaiting(call: Call):
    """Confirmed applications that have no participation yet."""
    return Application.objects.filter(call=call, state=State.CONFIRMED, participation=None)


@transaction.atomic
def open_cohort(
    call: Call, *, by: User, name: str, starts_on: date, ends_on: date | None = None, now: datetime
) -> Opening:
    """Make or complete the cohort of `call`: a participation for each confirmed application that has none.

    Run again, it adds the late confirmations and changes nothing else than the name and the dates of the cohort.
    Raises OpeningRefused when `by` does not run the call or when the end comes before the start.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").get(pk=call.pk)
    if not access.opens_cohort(by, call):
        raise OpeningRefused("Seule l’équipe qui porte l’appel ouvre sa promotion.")
    if ends_on and ends_on < starts_on:
        raise OpeningRefused("La fin ne peut précéder le début.")
    cohort, _ = Cohort.objects.update_or_create(
        call=call,
        defaults={"programme": call.programme, "name": name, "starts_on": starts_on, "ends_on": ends_on},
    )
    components = list(call.programme.components.all())
    applications = awaiting(call).select_related("project").order_by("number")
    return Opening(cohort, [take_in(cohort, application, components, now) for application in applications])


def take_in(
    cohort: Cohort, application: Application, components: list[ProgrammeComponent], now: datetime
) -> Participation:
    """One participation with its people, its packages and its line; somebody who comes late starts late."""
    day = timezone.localdate(now)
    participation = Participation.objects.create(
        cohort=cohort,
        project=application.project,
        application=application,
        starts_on=max(cohort.starts_on, day),
        ends_on=cohort.ends_on,
        created_at=now,
    )
    writers = application.project.team.active_on(day).filter(role__in=TeamMember.WRITERS)
    ParticipationRole.objects.bulk_create(
        ParticipationRole(
            participation=participation, user_id=user_id, kind=ParticipationRole.Kind.PARTICIPANT, starts_on=day
        )
        for user_id in writers.values_list("user_id", flat=True)
    )
    HourPackage.objects.bulk_create(
        HourPackage(participation=participation, kind=kind, component=component, granted_minutes=minutes)
        for kind, (minutes, component) in packages_of(components).items()
    )
    ComponentProgress.objects.bulk_create(
        ComponentProgress(participation=participation, component=component) for component in components
    )
    notifications.opened(participation)
    return participation
