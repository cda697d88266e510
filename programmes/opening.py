"""Calls as they stand at an instant: what is open, what is to come, what has closed, and in whose time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from ess_portal.lib.french import clock, days_between, moment
from programmes.models import Call
from programmes.models.call import Phase
from programmes.results import in_short, results_of

RANK = {Phase.OPEN: 0, Phase.UPCOMING: 1, Phase.CLOSED: 2, Phase.CANCELLED: 3}
ZONE_WORDS = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de la Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
}


@dataclass(frozen=True)
class Announcement:
    """A call with its phase, and the days before it closes (open) or opens (to come), in its own time zone."""

    call: Call
    phase: Phase
    days: int | None

    @property
    def zone_words(self) -> str:
        return zone_words(self.call.zone_name)

    @property
    def result_words(self) -> str:
        """What the selection gave, once published; read it of closed calls only, fetched with their result."""
        result = results_of(self.call)
        return in_short(result) if result else ""

    @property
    def opens_in_paris(self) -> str:
        return in_paris(self.call.opens_at, self.call.zone_name) if self.call.opens_at else ""

    @property
    def closes_in_paris(self) -> str:
        return in_paris(self.call.closes_at, self.call.zone_name) if self.call.closes_at else ""


def zone_words(zone: str) -> str:
    return ZONE_WORDS.get(zone, zone)


def in_paris(instant: datetime, zone: str) -> str:
    """« 16 h à Paris », with the day where it is another one; empty when clocks there read the same."""
    local, paris = (timezone.localtime(instant, ZoneInfo(name)) for name in (zone, settings.TIME_ZONE))
    if local.replace(tzinfo=None) == paris.replace(tzinfo=None):
        return ""
    words = clock if local.date() == paris.date() else moment
    return f"{words(instant, settings.TIME_ZONE)} à Paris"


def moment_words(instant: datetime, zone: str) -> str:
    """« 18 juin 2027 à 18 h (heure de La Réunion, 16 h à Paris) »."""
    words = [zone_words(zone), in_paris(instant, zone)]
    return f"{moment(instant, zone)} ({', '.join(filter(None, words))})"


def announce(call: Call, now: datetime) -> Announcement:
    phase = call.phase_at(now)
    turn = {Phase.OPEN: call.closes_at, Phase.UPCOMING: call.opens_at}.get(phase)
    return Announcement(call, phase, _days(call, now, turn) if turn else None)


def announced(calls: Iterable[Call], now: datetime) -> list[Announcement]:
    """The open ones by closing date, those to come by opening, then the past, latest first."""
    return sorted((announce(call, now) for call in calls), key=_place)


def _days(call, now, turn):
    zone = ZoneInfo(call.zone_name)
    return days_between(timezone.localdate(now, zone), timezone.localdate(turn, zone))


def _place(announcement):
    call, phase = announcement.call, announcement.phase
    if phase == Phase.OPEN:
        turn = call.closes_at.timestamp() if call.closes_at else float("inf")
    elif phase == Phase.UPCOMING:
        turn = call.opens_at.timestamp()
    else:
        turn = -(call.closes_at or call.opens_at).timestamp()
    return (RANK[phase], turn, call.pk)
