"""Information meetings: places, registering, leaving, attendance, and the right to apply."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import draft, entitlement, submission
from programmes import calls, checklist, meetings
from programmes.meetings import MeetingRefused
from programmes.models import Call, InformationMeeting, Registration
from tests import factories
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def with_meeting(places=2, starts_in=24 * HOUR):
    """A permanent call that asks for a meeting first, and one meeting to come."""
    cast = build_cast()
    Call.objects.update(requires_meeting=True)
    cast.call.refresh_from_db()
    cast.application.refresh_from_db()
    return cast, factories.InformationMeetingFactory(
        call=cast.call, places=places, starts_at=timezone.now() + starts_in
    )


def templates():
    return sorted(Mail.objects.values_list("template", flat=True))


def test_a_place_is_taken_once_and_told_by_mail():
    cast, meeting = with_meeting()

    first = meetings.register(meeting, by=cast.holder, now=timezone.now())
    again = meetings.register(meeting, by=cast.holder, now=timezone.now())

    assert first == again
    assert meetings.places_left(meeting) == 1
    assert templates() == ["meeting_registered"]


def test_a_full_meeting_takes_nobody_more_until_a_place_is_given_back():
    cast, meeting = with_meeting(places=1)
    meetings.register(meeting, by=cast.holder, now=timezone.now())

    with pytest.raises(MeetingRefused, match="complète"):
        meetings.register(meeting, by=cast.stranger, now=timezone.now())
    meetings.leave(meeting, by=cast.holder, now=timezone.now())
    meetings.register(meeting, by=cast.stranger, now=timezone.now())

    assert [row.user for row in meetings.registered(meeting)] == [cast.stranger]


def test_nobody_registers_once_it_has_begun():
    cast, meeting = with_meeting(starts_in=-HOUR)

    with pytest.raises(MeetingRefused, match="déjà commencé"):
        meetings.register(meeting, by=cast.holder, now=timezone.now())


def test_nobody_leaves_once_it_has_begun():
    cast, meeting = with_meeting()
    meetings.register(meeting, by=cast.holder, now=timezone.now())

    with pytest.raises(MeetingRefused, match="déjà commencé"):
        meetings.leave(meeting, by=cast.holder, now=meeting.starts_at)

    assert meetings.registered(meeting).exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (InformationMeeting, {"cancelled_at": timezone.now(), "cancel_note": "Salle fermée."}),
        (Call, {"cancelled_at": timezone.now(), "cancel_note": "Sans suite."}),
        (Call, {"published_at": None}),
    ],
    ids=["meeting cancelled", "call cancelled", "call not announced"],
)
def test_nobody_registers_for_what_is_called_off(model, change):
    cast, meeting = with_meeting()
    model.objects.update(**change)

    with pytest.raises(MeetingRefused, match="annulée"):
        meetings.register(meeting, by=cast.holder, now=timezone.now())


def test_those_who_came_may_apply_and_the_absent_may_not():
    cast, meeting = with_meeting(starts_in=HOUR)
    came = meetings.register(meeting, by=cast.holder, now=timezone.now())
    meetings.register(meeting, by=cast.stranger, now=timezone.now())

    meetings.note_attendance(meeting, [came.pk], before=[], by=cast.officer, now=timezone.now() + 2 * HOUR)

    assert meetings.may_apply(cast.call, [cast.holder])
    assert not meetings.may_apply(cast.call, [cast.stranger])
    assert "meeting_attended" in templates()


def test_attendance_is_not_noted_days_before_nor_by_another_structure():
    cast, meeting = with_meeting()

    with pytest.raises(MeetingRefused, match="jour de la réunion"):
        meetings.note_attendance(meeting, [], before=[], by=cast.officer, now=timezone.now())
    with pytest.raises(MeetingRefused, match="autre structure"):
        meetings.note_attendance(meeting, [], before=[], by=cast.other_officer, now=timezone.now() + 25 * HOUR)


def test_an_exemption_opens_the_application_with_its_reason():
    cast, _ = with_meeting()

    meetings.exempt(cast.call, cast.holder.email, reason="Venue à Nice.", by=cast.officer, now=timezone.now())

    assert meetings.may_apply(cast.call, [cast.holder])
    assert cast.call.exemptions.get().reason == "Venue à Nice."


def test_without_a_meeting_nothing_begins_and_nothing_is_sent():
    cast, _ = with_meeting()
    project = factories.ProjectFactory(owner=cast.stranger)

    with pytest.raises(entitlement.MeetingFirst):
        draft.start(project, cast.call, by=cast.stranger, now=timezone.now())
    with pytest.raises(submission.NotSubmittable, match="réunion d’information"):
        submission.require_submittable(cast.application, timezone.now())


def test_somebody_of_the_team_is_enough():
    cast, meeting = with_meeting(starts_in=HOUR)
    Registration.objects.create(meeting=meeting, user=cast.colleague, attended=True)

    assert entitlement.may_apply(cast.call, cast.holder)
    entitlement.require(cast.call, cast.project)


def test_the_right_to_apply_is_that_of_one_call():
    cast, _ = with_meeting()
    elsewhere = factories.InformationMeetingFactory(call=factories.CallFactory(programme=cast.programme))
    Registration.objects.create(meeting=elsewhere, user=cast.holder, attended=True)
    elsewhere.call.exemptions.create(user=cast.holder, reason="Venue à Nice.")

    assert not meetings.may_apply(cast.call, [cast.holder])


def test_whoever_has_left_the_team_gives_it_no_right():
    cast, meeting = with_meeting(starts_in=HOUR)
    Registration.objects.create(meeting=meeting, user=cast.colleague, attended=True)
    cast.project.team.filter(user=cast.colleague).update(ends_on=timezone.localdate())

    with pytest.raises(entitlement.MeetingFirst):
        entitlement.require(cast.call, cast.project)


def test_the_page_before_applying_gives_the_dates_to_come(signed_in):
    cast, meeting = with_meeting()

    page = signed_in(cast.stranger).get(reverse("applications:start", args=[cast.call.slug])).content.decode()

    assert "D’abord, une réunion d’information" in page
    assert meeting.get_absolute_url() in page


def test_how_to_enter_is_read_by_those_who_registered(signed_in):
    cast, meeting = with_meeting()
    client = signed_in(cast.stranger)

    before = client.get(meeting.get_absolute_url()).content.decode()
    client.post(reverse("programmes:meeting_register", args=[cast.call.slug, meeting.pk]))
    after = client.get(meeting.get_absolute_url()).content.decode()
    event = client.get(reverse("programmes:meeting_ical", args=[cast.call.slug, meeting.pk])).content.decode()

    assert meeting.joining not in before
    assert meeting.joining in after
    assert "BEGIN:VEVENT" in event
    assert "Deuxième étage" in event


def test_a_meeting_that_moves_or_is_cancelled_is_told():
    cast, meeting = with_meeting()
    meetings.register(meeting, by=cast.holder, now=timezone.now())
    meeting.place = "Ailleurs"

    meetings.change(meeting, 1, by=cast.officer, now=timezone.now())
    meetings.cancel(meeting, note="Salle fermée.", by=cast.officer, now=timezone.now())

    assert templates() == ["meeting_cancelled", "meeting_changed", "meeting_registered"]


def test_places_never_go_under_the_people_registered():
    cast, meeting = with_meeting()
    for person in (cast.holder, cast.stranger):
        meetings.register(meeting, by=person, now=timezone.now())
    meeting.places = 1

    with pytest.raises(MeetingRefused, match="2\u00a0personnes"):
        meetings.change(meeting, 1, by=cast.officer, now=timezone.now())


def test_a_cancelled_call_cancels_its_meetings():
    cast, meeting = with_meeting()
    factories.letter_templates()
    meetings.register(meeting, by=cast.stranger, now=timezone.now())

    calls.cancel(cast.call, note="Faute de lieu.", by=cast.officer, now=timezone.now())

    meeting.refresh_from_db()
    assert meeting.cancel_note == "Faute de lieu."
    assert "meeting_cancelled" in templates()


def test_the_checklist_asks_for_a_date_when_a_meeting_comes_first():
    cast, meeting = with_meeting()
    meeting.delete()

    assert "meetings" in [line.part for line in checklist.lacks(cast.call, timezone.now())]


# In the back-office


def test_the_officer_plans_a_meeting_in_the_time_of_the_call_and_ticks_who_came(signed_in):
    cast, meeting = with_meeting(starts_in=HOUR)
    Call.objects.update(time_zone="Indian/Reunion")
    row = meetings.register(meeting, by=cast.stranger, now=timezone.now())
    client = signed_in(cast.officer)
    typed = {"starts_at": "2031-06-07T18:00", "minutes": 90, "mode": "on_site", "place": "Saint-Denis", "places": 12}

    client.post(reverse("admin:programmes_call_meetings", args=[cast.call.pk]), typed)
    client.post(reverse("admin:programmes_call_attendance", args=[cast.call.pk, meeting.pk]), {"present": [row.pk]})

    planned = cast.call.meetings.get(place="Saint-Denis")
    row.refresh_from_db()
    assert planned.starts_at == dt.datetime(2031, 6, 7, 14, tzinfo=dt.UTC)
    assert (row.attended, row.marked_by) == (True, cast.officer)
