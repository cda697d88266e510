"""The dates of one person, gathered from each app: closings of her drafts, what is due, committees, follow-up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from applications import agenda, turn
from applications.models import Application, CommitteeSession
from followup.models import Meeting, Participation
from programmes import meetings
from programmes.models import Registration

MOST = 100
LOOKED_BACK = timedelta(days=30)


class Kind(models.TextChoices):
    """The label is all that a calendar says: it may be synchronised anywhere."""

    CLOSING = "cloture", "Clôture d’un appel"
    DUE = "piece", "Complément à fournir"
    CONFIRM = "place", "Place à confirmer"
    COMMITTEE = "comite", "Séance de comité"
    START = "debut", "Premier jour d’un accompagnement"
    MEETING = "suivi", "Rendez-vous de suivi"
    INFORMATION = "reunion", "Réunion d’information"


KIND_OF_TURN = {"draft": Kind.CLOSING, "request": Kind.DUE, "confirm": Kind.CONFIRM}


@dataclass(frozen=True)
class PersonalDate:
    """One date; `at` is an instant in the zone where it happens, or a day. `about` is for the signed-in page only."""

    kind: Kind
    key: str
    at: date | datetime
    about: str
    url: str

    @property
    def is_instant(self) -> bool:
        return isinstance(self.at, datetime)

    @property
    def day(self) -> date:
        return self.at.date() if isinstance(self.at, datetime) else self.at

    @property
    def zone(self) -> str:
        return self.at.tzinfo.key if isinstance(self.at, datetime) and isinstance(self.at.tzinfo, ZoneInfo) else ""


def dates_of(user: User, now: datetime) -> list[PersonalDate]:
    """Every date of the person from a month ago on, in order; five queries, bounded, whatever the number of rows."""
    followed = Participation.objects.followed_by(user).select_related("project", "cohort").order_by("-starts_on", "pk")
    registered = meetings.held_by(user, now - LOOKED_BACK)[:MOST]
    return in_order(user, agenda.awaiting_team(user, now), turn.seats(user)[:MOST], followed[:MOST], registered, now)


def in_order(
    user: User,
    awaiting: Iterable[Application],
    seats: Iterable[CommitteeSession],
    followed: Iterable[Participation],
    registered: Iterable[Registration],
    now: datetime,
) -> list[PersonalDate]:
    """The same from rows already fetched, with the meetings held."""
    found = [
        *of_applications(awaiting),
        *of_committees(seats, now),
        *of_first_days(followed, now),
        *of_meetings(user, now),
        *of_information(registered),
    ]
    return sorted(found, key=lambda one: (one.day, clock_key(one), one.key))


def coming(dates: Iterable[PersonalDate], now: datetime) -> list[PersonalDate]:
    """Those that are not over: a day lasts until its end."""
    today = timezone.localdate(now)
    return [one for one in dates if (one.at >= now if isinstance(one.at, datetime) else one.at >= today)]


def clock_key(one: PersonalDate) -> float:
    return one.at.timestamp() if isinstance(one.at, datetime) else 0


def of_applications(applications: Iterable[Application]) -> Iterator[PersonalDate]:
    for application in applications:
        at = agenda.due(application)
        if at:
            kind = KIND_OF_TURN[turn.kind_of_turn(application)]
            local = in_zone(at, application.call.zone_name)
            yield PersonalDate(
                kind, f"{kind.value}-{application.pk}", local, application.call.title, application.get_absolute_url()
            )


def of_committees(seats: Iterable[CommitteeSession], now: datetime) -> Iterator[PersonalDate]:
    for seat in (seat for seat in seats if seat.meets_at >= now - LOOKED_BACK):
        at = in_zone(seat.meets_at, settings.TIME_ZONE)
        yield PersonalDate(Kind.COMMITTEE, f"comite-{seat.pk}", at, seat.call.title, seat.get_absolute_url())


def of_first_days(followed: Iterable[Participation], now: datetime) -> Iterator[PersonalDate]:
    since = timezone.localdate(now - LOOKED_BACK)
    for one in (one for one in followed if one.starts_on >= since):
        yield PersonalDate(Kind.START, f"debut-{one.pk}", one.starts_on, one.cohort.name, one.get_absolute_url())


def of_meetings(user: User, now: datetime) -> Iterator[PersonalDate]:
    """Those of the last month that the person held or took part in."""
    since = timezone.localdate(now - LOOKED_BACK)
    followed = Participation.objects.followed_by(user)
    held = Meeting.objects.visible_to(user).filter(participation__in=followed.values("pk"), held_on__gte=since)
    for meeting in held.select_related("participation__project")[:MOST]:
        about = meeting.participation.project.title
        yield PersonalDate(Kind.MEETING, f"suivi-{meeting.pk}", meeting.held_on, about, meeting.get_absolute_url())


def of_information(registered: Iterable[Registration]) -> Iterator[PersonalDate]:
    """Information meetings for which the person holds a place, at the hour of their place."""
    for row in registered:
        meeting = row.meeting
        at = in_zone(meeting.starts_at, meeting.call.zone_name)
        yield PersonalDate(Kind.INFORMATION, f"reunion-{row.pk}", at, meeting.call.title, meeting.get_absolute_url())


def in_zone(at: date | datetime, zone: str) -> date | datetime:
    return at.astimezone(ZoneInfo(zone)) if isinstance(at, datetime) else at
