"""The dates of a call that everybody may read: openings and closings are instants in its zone, the others are days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import models

from ess_portal.lib.french import clock
from programmes.opening import in_paris, zone_words


class Dated(Protocol):
    """What a date is read from: a call, or what a list keeps of it."""

    opens_at: datetime
    closes_at: datetime | None
    committee_on: date | None
    answer_by: date | None
    starts_on: date | None

    @property
    def pk(self) -> int: ...

    @property
    def zone_name(self) -> str: ...


class Kind(models.TextChoices):
    OPENING = "ouverture", "Ouverture"
    CLOSING = "cloture", "Clôture"
    COMMITTEE = "comite", "Comité"
    ANSWER = "reponse", "Réponse au plus tard"
    START = "debut", "Premier jour"


@dataclass(frozen=True)
class CallDate:
    """One date of a call, or of its row in a list; `at` is an instant in the call's own time zone, or a day."""

    call: Dated
    kind: Kind
    at: date | datetime

    @property
    def day(self) -> date:
        return self.at.date() if isinstance(self.at, datetime) else self.at

    @property
    def is_instant(self) -> bool:
        return isinstance(self.at, datetime)

    @property
    def clock_words(self) -> str:
        """« 20 h, heure de La Réunion (18 h à Paris) », for an instant."""
        paris = in_paris(self.at, self.call.zone_name)
        words = f"{clock(self.at, self.call.zone_name)}, {zone_words(self.call.zone_name)}"
        return f"{words} ({paris})" if paris else words


def dates_of(call: Dated) -> Iterator[CallDate]:
    """Those that are known, in the order in which a call lives them."""
    zone = ZoneInfo(call.zone_name)
    yield CallDate(call, Kind.OPENING, call.opens_at.astimezone(zone))
    if call.closes_at:
        yield CallDate(call, Kind.CLOSING, call.closes_at.astimezone(zone))
    for kind, day in (
        (Kind.COMMITTEE, call.committee_on),
        (Kind.ANSWER, call.answer_by),
        (Kind.START, call.starts_on),
    ):
        if day:
            yield CallDate(call, kind, day)
