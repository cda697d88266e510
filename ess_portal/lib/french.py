"""French words for figures and dates, with the no-break spaces that typography asks for."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

NBSP = "\u00a0"
BEFORE_SIGN = re.compile(r"[ \u202f](?=[?!:;»%€])")
AFTER_QUOTE = re.compile(r"(?<=«)[ \u202f]")


def no_break(text: str) -> str:
    """The text with no-break spaces before ? ! : ; » % € and after «."""
    return AFTER_QUOTE.sub(NBSP, BEFORE_SIGN.sub(NBSP, str(text)))


def number(value: int) -> str:
    """« 34 969 »: thousands set apart by a no-break space."""
    return f"{value:,}".replace(",", NBSP)


def counted(value: int, one: str, many: str) -> str:
    """« 0 programme », « 1 programme », « 2 programmes »: in French the plural starts at two."""
    return f"{number(value)}{NBSP}{many if abs(value) >= 2 else one}"


def hours(minutes: int) -> str:
    """« 12 h 30 » for 750 minutes, « 45 min » under an hour; a negative length keeps its sign."""
    sign = "−" if minutes < 0 else ""
    whole, rest = divmod(abs(minutes), 60)
    if whole and rest:
        return f"{sign}{whole}{NBSP}h{NBSP}{rest:02d}"
    return f"{sign}{whole}{NBSP}h" if whole or not rest else f"{sign}{rest}{NBSP}min"


def day(value: date | datetime, year: bool = True, weekday: bool = False) -> str:
    """« 7 juin 2027 », « 1er juin », « lundi 14 juin »: aware datetimes are taken in the current time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    words = [date_format(value, "l")] if weekday else []
    words += ["1er" if value.day == 1 else str(value.day), date_format(value, "F")]
    words += [str(value.year)] if year else []
    return NBSP.join(words)


def day_in(value: datetime, zone: str) -> date:
    """The calendar day of an instant in the named time zone."""
    return timezone.localdate(value, ZoneInfo(zone))


def clock(value: datetime, zone: str = "") -> str:
    """« 18 h 30 », « 9 h » in the named time zone (the current one by default)."""
    local = timezone.localtime(value, ZoneInfo(zone) if zone else None)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}" if local.minute else f"{local.hour}{NBSP}h"


def moment(value: datetime, zone: str = "") -> str:
    """« 18 juin 2027 à 18 h » in the named time zone (the current one by default)."""
    local = timezone.localtime(value, ZoneInfo(zone) if zone else None)
    return f"{day(local.replace(tzinfo=None))} à {clock(value, zone)}"


def days_between(start: date, end: date) -> int:
    """Whole days from one calendar day to another, negative when the end has passed."""
    return (end - start) // timedelta(days=1)


def in_days(days: int) -> str:
    """« aujourd’hui », « demain », « dans 12 jours », « hier », « il y a 3 jours »."""
    words = {0: "aujourd’hui", 1: "demain", -1: "hier"}
    if days in words:
        return words[days]
    return f"dans {counted(days, 'jour', 'jours')}" if days > 0 else f"il y a {counted(-days, 'jour', 'jours')}"
