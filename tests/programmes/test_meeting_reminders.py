"""The day before an information meeting, once; and the officers when a full meeting is no longer so."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import choices, digests
from accounts.models import Mail, Notification
from programmes import meeting_reminders, meetings
from programmes.models import Call
from tests import factories
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
STARTS_AT = dt.datetime(2031, 6, 7, 14, tzinfo=dt.UTC)  # 16 h in Paris, 18 h in La Réunion
REGISTERED_AT = dt.datetime(2031, 6, 1, 9, tzinfo=dt.UTC)
THE_DAY_BEFORE = dt.datetime(2031, 6, 6, 5, tzinfo=dt.UTC)


@pytest.fixture
def meeting():
    cast = build_cast()
    Call.objects.update(requires_meeting=True, closes_at=dt.datetime(2032, 1, 1, tzinfo=dt.UTC))
    cast.call.refresh_from_db()
    made = factories.InformationMeetingFactory(
        call=cast.call, places=1, starts_at=STARTS_AT, place="Maison des associations"
    )
    made.cast = cast
    return made


def told(template="meeting_reminder"):
    return list(Mail.objects.filter(template=template).values_list("recipient__first_name", flat=True))


def register(meeting, at=REGISTERED_AT):
    return meetings.register(meeting, by=meeting.cast.holder, now=at)


def test_the_day_before_the_person_is_reminded_once(meeting):
    register(meeting)

    for hours in (0, 3, 10):
        meeting_reminders.remind(THE_DAY_BEFORE + dt.timedelta(hours=hours))

    mail = Mail.objects.get(template="meeting_reminder")
    assert told() == ["Nour"]
    assert all(
        words in mail.body
        for words in ("7\u00a0juin\u00a02031 à 16\u00a0h", "Maison des associations", meeting.get_absolute_url())
    )
    assert Notification.objects.filter(user=meeting.cast.holder, key__startswith="meeting_reminder").count() == 1


@pytest.mark.parametrize("days", [-2, -1, 1])
def test_neither_sooner_nor_later(meeting, days):
    register(meeting)

    meeting_reminders.remind(THE_DAY_BEFORE + dt.timedelta(days=days))

    assert told() == []


@pytest.mark.parametrize(
    ("zone", "instant", "reminded"),
    [
        ("Pacific/Tahiti", dt.datetime(2031, 6, 6, 5, tzinfo=dt.UTC), False),
        ("Pacific/Tahiti", dt.datetime(2031, 6, 6, 22, tzinfo=dt.UTC), True),
        ("Indian/Reunion", dt.datetime(2031, 6, 6, 5, tzinfo=dt.UTC), True),
        ("Indian/Reunion", dt.datetime(2031, 6, 6, 22, tzinfo=dt.UTC), False),
    ],
)
def test_the_day_and_the_hour_are_those_of_the_place(meeting, zone, instant, reminded):
    Call.objects.update(time_zone=zone)
    register(meeting)

    meeting_reminders.remind(instant)

    assert told() == (["Nour"] if reminded else [])
    if zone == "Indian/Reunion" and reminded:
        assert "18\u00a0h (heure de La Réunion)" in Mail.objects.get(template="meeting_reminder").body


def test_who_left_registered_today_or_was_told_of_its_end_hears_nothing(meeting):
    register(meeting, at=THE_DAY_BEFORE)
    meeting_reminders.remind(THE_DAY_BEFORE + dt.timedelta(hours=1))
    meetings.leave(meeting, by=meeting.cast.holder, now=THE_DAY_BEFORE)
    register(meeting)
    meetings.cancel(meeting, note="Salle fermée.", by=meeting.cast.officer, now=REGISTERED_AT)
    meeting_reminders.remind(THE_DAY_BEFORE)

    assert told() == []


def test_a_meeting_that_moves_is_reminded_for_its_new_date(meeting):
    register(meeting)
    meeting_reminders.remind(THE_DAY_BEFORE)
    meeting.starts_at = STARTS_AT + dt.timedelta(days=7)
    meetings.change(meeting, 1, by=meeting.cast.officer, now=THE_DAY_BEFORE)

    meeting_reminders.remind(THE_DAY_BEFORE + dt.timedelta(days=7))

    assert told() == ["Nour", "Nour"]


def test_preferences_hold(meeting):
    choices.choose(meeting.cast.holder, {"deadline": "none"})
    register(meeting)

    meeting_reminders.remind(THE_DAY_BEFORE)

    assert told() == []
    assert Notification.objects.filter(key__startswith="meeting_reminder").count() == 1


def test_a_place_given_back_in_a_full_meeting_is_told_in_the_digest_of_the_officers(meeting):
    register(meeting)

    meetings.leave(meeting, by=meeting.cast.holder, now=REGISTERED_AT)
    meetings.leave(meeting, by=meeting.cast.holder, now=REGISTERED_AT)

    notice = Notification.objects.get(key__startswith="meeting_place_back")
    assert (notice.user, notice.category, told("meeting_place_back")) == (meeting.cast.officer, "desk", [])
    assert notice.digest_on is not None
    digests.send_due(timezone.now().replace(hour=10) + dt.timedelta(days=2))
    assert "place est libre" in Mail.objects.get(template="digest").body


def test_a_place_given_back_where_some_were_left_is_no_news(meeting):
    type(meeting).objects.update(places=5)
    register(meeting)

    meetings.leave(meeting, by=meeting.cast.holder, now=REGISTERED_AT)

    assert not Notification.objects.filter(key__startswith="meeting_place_back").exists()
