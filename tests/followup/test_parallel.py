"""Races that only PostgreSQL shows: the same package, and the same send, from twenty threads at once."""

import uuid

import pytest
from django.utils import timezone

from accounts.models import Mail
from followup import hours, meetings
from followup.models import HourEntry, HourPackage, Meeting
from tests.crowd import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 20


def crowd(action):
    return together([action] * THREADS, refusals=hours.PackageExhausted)


def test_twenty_hours_at_once_from_nine_are_exactly_nine(mentor_package, mentor):
    results = crowd(lambda: hours.use(mentor_package, 60, by=mentor, now=timezone.now()))

    mentor_package.refresh_from_db()
    refusals = [result for result in results if isinstance(result, hours.PackageExhausted)]
    assert (len(refusals), mentor_package.used_minutes) == (11, 540)
    assert sum(HourEntry.objects.values_list("minutes", flat=True)) == 540


def test_twenty_meetings_at_once_from_nine_hours_are_exactly_nine(participation, mentor, mentor_package):
    results = crowd(lambda: log(participation, mentor, uuid.uuid4()))

    mentor_package.refresh_from_db()
    logged = [result for result in results if isinstance(result, Meeting)]
    assert (len(logged), Meeting.objects.count(), mentor_package.used_minutes) == (9, 9, 540)


def test_the_same_send_twenty_times_at_once_is_one_meeting(participation, mentor, mentor_package):
    key = uuid.uuid4()

    results = crowd(lambda: log(participation, mentor, key))

    assert len({meeting.pk for meeting in results}) == 1
    assert Meeting.objects.count() == 1
    assert HourPackage.objects.get(pk=mentor_package.pk).used_minutes == 60
    assert Mail.objects.filter(template="meeting_logged").count() == 1


def log(participation, by, key):
    return meetings.log_meeting(
        participation, by=by, held_on=timezone.localdate(), minutes=60, mode="phone", key=key, now=timezone.now()
    )
