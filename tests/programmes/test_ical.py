"""iCalendar: what a calendar client reads is right in its own clock, for Paris and for overseas."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from programmes.ical import calendar_of
from tests.factories import CallFactory, RegionFactory

pytestmark = pytest.mark.django_db
PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")


def overseas_call(**fields):
    region = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")
    return CallFactory(programme__region=region, **fields)


def read(*calls):
    return Calendar.from_ical(calendar_of(calls, "Appels"))


def event_of(calendar, kind):
    return next(event for event in calendar.events if f"-{kind}@" in event["UID"])


def offset_by_vtimezone(calendar, event):
    """The offset that a client which trusts the VTIMEZONE alone gives to the event's local time."""
    local = event["DTSTART"].dt.replace(tzinfo=None)
    zone = next(zone for zone in calendar.timezones if zone.tz_name == event["DTSTART"].params["TZID"])
    return zone.to_tz(lookup_tzid=False).utcoffset(local)


def test_closing_overseas_is_the_same_instant_for_a_client_in_paris_and_one_in_la_reunion():
    closing = dt.datetime(2027, 6, 18, 20, tzinfo=REUNION)
    calendar = read(overseas_call(closes_at=closing))

    event = event_of(calendar, "cloture")

    assert event.to_ical().decode().splitlines()[2] == "DTSTART;TZID=Indian/Reunion:20270618T200000"
    assert event.start.astimezone(REUNION).hour == 20
    assert event.start.astimezone(PARIS).hour == 18
    assert offset_by_vtimezone(calendar, event) == dt.timedelta(hours=4)


@pytest.mark.parametrize(
    ("local", "offset"),
    [
        (dt.datetime(2027, 3, 28, 1, 30), 1),
        (dt.datetime(2027, 3, 28, 3, 30), 2),
        (dt.datetime(2027, 10, 30, 23, 59), 2),
        (dt.datetime(2027, 10, 31, 3, 30), 1),
    ],
)
def test_closing_in_paris_on_the_nights_when_clocks_change(local, offset):
    calendar = read(
        CallFactory(opens_at=dt.datetime(2027, 1, 4, 9, tzinfo=PARIS), closes_at=local.replace(tzinfo=PARIS))
    )

    event = event_of(calendar, "cloture")

    assert event.start.replace(tzinfo=None) == local
    assert event.start.utcoffset() == offset_by_vtimezone(calendar, event) == dt.timedelta(hours=offset)


def test_every_zone_that_is_used_is_defined():
    calendar = read(CallFactory(), overseas_call())

    assert sorted(zone.tz_name for zone in calendar.timezones) == ["Europe/Paris", "Indian/Reunion"]
    assert calendar.get_missing_tzids() == set()
    assert [error for part in calendar.walk() for error in part.errors] == []


def test_days_are_whole_days_and_unknown_dates_are_left_out():
    calendar = read(CallFactory(committee_on=dt.date(2027, 7, 2), starts_on=dt.date(2027, 9, 1)))

    assert event_of(calendar, "comite").start == dt.date(2027, 7, 2)
    assert event_of(calendar, "debut").start == dt.date(2027, 9, 1)
    assert len(calendar.events) == 4


def test_a_permanent_call_has_no_closing():
    assert len(read(CallFactory(closes_at=None)).events) == 1


def test_a_cancelled_call_stays_as_cancelled():
    calendar = read(CallFactory(cancelled_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC)))

    assert {event["STATUS"] for event in calendar.events} == {"CANCELLED"}
    assert "Cet appel est annulé." in event_of(calendar, "cloture")["DESCRIPTION"]


def test_the_same_calls_give_the_same_bytes_and_a_change_keeps_the_identifiers():
    call = CallFactory(title="Appel d’été ; « suite », fin")
    before, again = calendar_of([call], "Appels"), calendar_of([call], "Appels")
    call.closes_at += dt.timedelta(days=3)
    call.save()

    after = calendar_of([call], "Appels")

    assert before == again
    assert [e["UID"] for e in Calendar.from_ical(before).events] == [e["UID"] for e in Calendar.from_ical(after).events]
    assert call.changed_at.replace(microsecond=0) == event_of(Calendar.from_ical(after), "cloture").LAST_MODIFIED
    assert event_of(Calendar.from_ical(after), "cloture")["SUMMARY"] == "Clôture : Appel d’été ; « suite », fin"


def test_an_event_says_paris_time_too_and_links_to_the_call():
    call = overseas_call(closes_at=dt.datetime(2027, 6, 18, 20, tzinfo=REUNION))

    event = event_of(read(call), "cloture")

    assert "18 juin 2027 à 20 h (heure de La Réunion, 18 h à Paris)" in event["DESCRIPTION"].replace("\u00a0", " ")
    assert event["URL"] == f"http://testserver{call.get_absolute_url()}"
    assert event["TRANSP"] == "TRANSPARENT"
    assert list(event.walk("VALARM")) == []


def test_no_call_at_all_is_still_a_calendar():
    calendar = read()

    assert (calendar.calendar_name, calendar.events) == ("Appels", [])
