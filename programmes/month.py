"""A month of dates: its weeks from Monday, and the months around it, never far from today."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from programmes.agenda import CallDate, dates_of

FARTHEST = 24  # months, before and after today's
SHOWN_IN_A_DAY, LISTED_IN_A_DAY = 3, 5  # in the table, and below it: the page of a day says the others
MOST_IN_A_DAY = 100
FURTHEST_ZONE = timedelta(days=1)
WEEKDAYS = [date(2024, 1, day) for day in range(1, 8)]  # a week that begins on a Monday


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def asked(cls, text: str, today: date) -> "Month":
        """« 2026-12 »; today's month when it says nothing, the last one shown when it is too far."""
        current = cls(today.year, today.month)
        found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
        if not found or not 1 <= int(found[2]) <= 12:
            return current
        return min(max(cls(int(found[1]), int(found[2])), current.plus(-FARTHEST)), current.plus(FARTHEST))

    def plus(self, months: int) -> "Month":
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)

    def within_reach(self, today: date) -> bool:
        current = Month(today.year, today.month)
        return current.plus(-FARTHEST) <= self <= current.plus(FARTHEST)

    @property
    def code(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def name(self) -> str:
        """« décembre 2026 »."""
        return date_format(self.first, "F Y")

    @property
    def of_name(self) -> str:
        """« de décembre 2026 », « d’avril 2027 »."""
        return f"d’{self.name}" if self.name[0] in "ao" else f"de {self.name}"

    def holds(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.number)

    def day(self, text: str) -> date | None:
        """« 14 » as a day of this month; None when it says nothing."""
        number = int(text) if re.fullmatch(r"\d{1,2}", text, re.ASCII) else 0
        return self.first + timedelta(days=number - 1) if 1 <= number <= self._length else None

    @property
    def _length(self):
        return calendar.monthrange(self.year, self.number)[1]


@dataclass(frozen=True)
class Day:
    date: date
    outside: bool
    dates: list[CallDate]

    @property
    def shown(self) -> list[CallDate]:
        return self.dates[:SHOWN_IN_A_DAY]

    @property
    def left_out(self) -> int:
        return len(self.dates) - SHOWN_IN_A_DAY

    @property
    def listed(self) -> list[CallDate]:
        return self.dates[:LISTED_IN_A_DAY]

    @property
    def not_listed(self) -> int:
        return len(self.dates) - LISTED_IN_A_DAY


def days_of(calls: Iterable, month: Month) -> dict[date, list[CallDate]]:
    """Dates of the month by day, each in the zone of its call, in order; within a day, instants first."""
    first, after = month.first, month.plus(1).first
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, after))
    bounds = (start - FURTHEST_ZONE, end + FURTHEST_ZONE, first, after)
    by_day = defaultdict(list)
    near = (call for call in calls if _is_near(call, *bounds))
    for one in sorted((one for call in near for one in dates_of(call)), key=_place):
        if month.holds(one.day):
            by_day[one.day].append(one)
    return dict(by_day)


def _is_near(call, start, end, first, after):
    """It may have a date there, whatever its zone: most calls are left out before their dates are worked out."""
    return call.cancelled_at is None and (
        start <= call.opens_at < end
        or (call.closes_at is not None and start <= call.closes_at < end)
        or (call.committee_on is not None and first <= call.committee_on < after)
        or (call.answer_by is not None and first <= call.answer_by < after)
        or (call.starts_on is not None and first <= call.starts_on < after)
    )


def weeks_of(month: Month, by_day: dict[date, list[CallDate]]) -> list[list[Day]]:
    """The weeks, from Monday, with the days of the months around left without dates."""
    weeks = calendar.Calendar(firstweekday=calendar.MONDAY).monthdatescalendar(month.year, month.number)
    return [[Day(day, not month.holds(day), by_day.get(day, [])) for day in week] for week in weeks]


def _place(one: CallDate):
    return (one.day, not one.is_instant, one.at.timestamp() if isinstance(one.at, datetime) else 0, one.call.pk)
