"""On PostgreSQL: forty people at once for three places of a meeting."""

import datetime as dt

import pytest
from django.utils import timezone

from programmes import meetings
from programmes.models import Call
from tests import factories
from tests.crowd import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PLACES, PEOPLE = 3, 40


def test_places_are_never_exceeded():
    now = timezone.now()
    call = factories.CallFactory(requires_meeting=True)
    meeting = factories.InformationMeetingFactory(call=call, places=PLACES, starts_at=now + dt.timedelta(days=1))
    crowd = factories.UserFactory.create_batch(PEOPLE)

    results = together(
        [lambda person=person: meetings.register(meeting, by=person, now=now) for person in crowd],
        threads=10,
        refusals=(meetings.MeetingRefused,),
    )

    refused = [result for result in results if isinstance(result, meetings.MeetingRefused)]
    assert meeting.registrations.filter(cancelled_at=None).count() == PLACES
    assert len(refused) == PEOPLE - PLACES


def test_one_person_ten_times_takes_one_place():
    now = timezone.now()
    call = factories.CallFactory(requires_meeting=True)
    meeting = factories.InformationMeetingFactory(call=call, places=PLACES, starts_at=now + dt.timedelta(days=1))
    person = factories.UserFactory()

    together([lambda: meetings.register(meeting, by=person, now=now)] * 10)

    assert Call.objects.get().meetings.get().registrations.count() == 1
