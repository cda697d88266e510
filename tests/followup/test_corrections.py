"""A meeting is corrected by who logged it, within a week; the old words stay, the hours follow."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from followup import hours
from followup.corrections import correct
from followup.meetings import MeetingRefused, log_meeting
from followup.models import Correction, HourEntry, Meeting
from tests.followup.pages import text_of


@pytest.fixture
def meeting(participation, mentor, now):
    """An hour with the mentor, just logged."""
    return log_meeting(
        participation,
        by=mentor,
        held_on=timezone.localdate(),
        minutes=60,
        mode="phone",
        progress="Trois élus appelés.",
        key=uuid.uuid4(),
        now=now,
    )


def fields_of(meeting, **changes):
    names = ("held_on", "minutes", "mode", "progress", "shared_note")
    return {**{name: getattr(meeting, name) for name in names}, **changes}


@pytest.mark.parametrize("minutes", [30, 90, 540])
def test_correction_keeps_the_old_words_and_moves_the_hours(meeting, mentor, mentor_package, now, minutes):
    correction = correct(
        meeting, by=mentor, now=now, **fields_of(meeting, minutes=minutes, progress="Quatre élus appelés.")
    )

    meeting.refresh_from_db()
    mentor_package.refresh_from_db()
    assert (meeting.minutes, meeting.progress) == (minutes, "Quatre élus appelés.")
    assert (correction.before["minutes"], correction.before["progress"]) == (60, "Trois élus appelés.")
    assert mentor_package.used_minutes == HourEntry.objects.get().minutes == minutes


def test_correction_of_nothing_writes_nothing(meeting, mentor, now):
    assert correct(meeting, by=mentor, now=now, **fields_of(meeting)) is None
    assert not Correction.objects.exists()


def test_correction_beyond_the_package_changes_nothing(meeting, mentor, mentor_package, now):
    with pytest.raises(hours.PackageExhausted):
        correct(meeting, by=mentor, now=now, **fields_of(meeting, minutes=541, progress="Perdu ?"))

    mentor_package.refresh_from_db()
    assert Meeting.objects.get().progress == "Trois élus appelés."
    assert mentor_package.used_minutes == 60


@pytest.mark.parametrize(("late", "allowed"), [(dt.timedelta(days=7), True), (dt.timedelta(days=7, seconds=1), False)])
def test_correction_is_open_for_a_week(meeting, mentor, now, late, allowed):
    try:
        correct(meeting, by=mentor, now=now + late, **fields_of(meeting, progress="Plus tard."))
    except MeetingRefused:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize("role", ["referent", "holder", "officer", "superuser"])
def test_correction_by_somebody_else_is_refused(cast, meeting, now, role):
    with pytest.raises(MeetingRefused, match="qui l’a consigné"):
        correct(meeting, by=cast.person(role), now=now, **fields_of(meeting, progress="Autre."))


def test_correction_by_a_former_mentor_is_refused(participation, meeting, mentor, now):
    participation.roles.filter(user=mentor).update(ends_on=timezone.localdate())

    with pytest.raises(MeetingRefused):
        correct(meeting, by=mentor, now=now, **fields_of(meeting, progress="Autre."))


def test_correction_to_a_future_date_is_refused(meeting, mentor, now):
    with pytest.raises(MeetingRefused, match="pas encore eu lieu"):
        correct(meeting, by=mentor, now=now, **fields_of(meeting, held_on=timezone.localdate() + dt.timedelta(days=1)))


def test_page_corrects_and_shows_what_was_said_before(meeting, mentor, signed_in):
    url = reverse("followup:correct", args=[meeting.pk])
    client = signed_in(mentor)
    form = text_of(client.get(url))

    response = client.post(url, fields_of(meeting, progress="Quatre élus appelés."), follow=True)

    assert "Trois élus appelés." in form
    assert "Quatre élus appelés." in text_of(response)
    assert "Trois élus appelés." in text_of(response).partition("Corrections")[2]


def test_old_words_are_not_for_the_participant(cast, meeting, mentor, signed_in, now):
    """A text logged under the wrong name must be able to leave her page."""
    correct(meeting, by=mentor, now=now, **fields_of(meeting, progress="Quatre élus appelés."))

    text = text_of(signed_in(cast.holder).get(meeting.get_absolute_url()))

    assert "Trois élus appelés." not in text
    assert "corrigé le" in text


def test_page_says_why_a_correction_is_refused(meeting, mentor, signed_in):
    url = reverse("followup:correct", args=[meeting.pk])

    response = signed_in(mentor).post(url, fields_of(meeting, minutes=600))

    assert "Il reste 9\xa0h dans ce forfait." in text_of(response)


@pytest.mark.parametrize("role", ["referent", "holder", "officer", "stranger"])
def test_page_is_not_found_for_others(cast, meeting, signed_in, role):
    url = reverse("followup:correct", args=[meeting.pk])

    assert signed_in(cast.person(role)).get(url).status_code == 404
