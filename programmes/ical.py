"""Calls as an iCalendar feed: each event in the time zone of its call, under a number that never changes."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from icalendar import STATUS, TRANSP, Calendar, Event, Timezone

from programmes.agenda import CallDate, Kind, dates_of
from programmes.models import Call, InformationMeeting
from programmes.opening import moment_words

REFRESHED_EVERY = timedelta(hours=12)
SUMMARIES = {
    Kind.OPENING: "Ouverture : {}",
    Kind.CLOSING: "Clôture : {}",
    Kind.COMMITTEE: "Comité : {}",
    Kind.ANSWER: "Réponse au plus tard : {}",
    Kind.START: "Premier jour : {}",
}


def page_of(call: Call) -> str:
    """Full address of the call's page."""
    return settings.SITE_ADDRESS + call.get_absolute_url()


def calendar_of(calls: Iterable[Call], name: str, url_of: Callable[[Call], str] = page_of) -> bytes:
    """The dates of the calls (with `programme__lead_actor` and `programme__region` at hand) under the given name.

    The same calls give the same bytes: identifiers are stable, and stamps are those of the calls' last change.
    """
    dates = [one for call in calls for one in dates_of(call)]
    zones = {one.call.zone_name for one in dates if one.is_instant}
    calendar = new_calendar(name, f"{settings.SITE_ADDRESS}#{name}", [one.day for one in dates], zones)
    for one in dates:
        calendar.add_component(_event(one, url_of(one.call)))
    return calendar.to_ical()


def new_calendar(name: str, identity: str, days: list[date], zones: Iterable[str]) -> Calendar:
    """A calendar without events yet, that knows the time zones of the instants it will hold."""
    days = days or [date(2027, 1, 1)]
    calendar = Calendar.new(
        name=name,
        prodid="-//Correspondances//Appels//FR",
        uid=uuid5(NAMESPACE_URL, identity),
        refresh_interval=REFRESHED_EVERY,
    )
    for zone in sorted(zones):
        years = date(min(days).year - 1, 1, 1), date(max(days).year + 2, 1, 1)
        calendar.add_component(Timezone.from_tzid(zone, first_date=years[0], last_date=years[1]))
    return calendar


def calendar_response(content: bytes, filename: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{filename}"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _event(one: CallDate, url: str) -> Event:
    call = one.call
    return Event.new(
        uid=f"appel-{call.pk}-{one.kind.value}@{urlsplit(settings.SITE_ADDRESS).hostname}",
        start=one.at,
        stamp=call.changed_at,
        last_modified=call.changed_at,
        summary=SUMMARIES[one.kind].format(call.title),
        description="\n".join(_lines(one, url)),
        url=url,
        status=STATUS.CANCELLED if call.cancelled_at else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,  # reading it in a calendar does not make anybody busy
    )


def _lines(one: CallDate, url: str) -> Iterable[str]:
    if one.call.cancelled_at:
        yield "Cet appel est annulé."
    if one.is_instant:
        yield f"{one.kind.label} : {moment_words(one.at, one.call.zone_name)}."
    yield f"{one.call.programme.name}, {one.call.leader.name}."
    yield url


def calendar_of_meeting(meeting: InformationMeeting, ends_at: datetime, joining: str) -> bytes:
    """One information meeting as a calendar file, in the time zone of its call."""
    call = meeting.call
    zone = ZoneInfo(call.zone_name)
    start, end = meeting.starts_at.astimezone(zone), ends_at.astimezone(zone)
    name = f"Réunion d’information : {call.title}"
    uid = f"reunion-{meeting.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}"
    calendar = Calendar.new(name=name, prodid="-//Correspondances//Appels//FR", uid=uuid5(NAMESPACE_URL, uid))
    years = date(start.year - 1, 1, 1), date(start.year + 2, 1, 1)
    calendar.add_component(Timezone.from_tzid(call.zone_name, first_date=years[0], last_date=years[1]))
    url = settings.SITE_ADDRESS + meeting.get_absolute_url()
    event = Event.new(
        uid=uid,
        start=start,
        end=end,
        stamp=call.changed_at,
        summary=name,
        location=meeting.place,
        description="\n".join(filter(None, [joining, url])),
        url=url,
        status=STATUS.CANCELLED if meeting.cancelled_at else STATUS.CONFIRMED,
    )
    calendar.add_component(event)
    return calendar.to_ical()
