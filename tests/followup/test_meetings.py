"""A meeting is written whole or not at all, once per send, and only by who supports."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts.models import Mail
from followup import hours
from followup.meetings import MeetingRefused, log_meeting, settle
from followup.models import HourEntry, Meeting, PrivateNote, Promise
from tests.factories import UserFactory
from tests.factories.followup import MeetingFactory, ParticipationRoleFactory, PromiseFactory


def log(participation, by, **changes):
    fields = {
        "held_on": timezone.localdate(),
        "minutes": 60,
        "mode": "phone",
        "progress": "Deux communes rencontrées.",
        "key": uuid.uuid4(),
        "now": timezone.now(),
        **changes,
    }
    return log_meeting(participation, by=by, **fields)


def test_log_writes_meeting_promises_note_and_hours(participation, referent, holder, referent_package):
    meeting = log(
        participation,
        referent,
        minutes=90,
        promises=[(holder, "Appeler la Région"), (referent, "Envoyer le modèle")],
        shared_note="On se revoit en juin.",
        private_note="Fatigue.",
    )

    referent_package.refresh_from_db()
    assert (meeting.held_as, meeting.minutes, meeting.shared_note) == ("referent", 90, "On se revoit en juin.")
    assert list(meeting.promises.values_list("who", "text")) == [
        (holder.pk, "Appeler la Région"),
        (referent.pk, "Envoyer le modèle"),
    ]
    assert (meeting.private_note.text, meeting.private_note.author) == ("Fatigue.", referent)
    assert (referent_package.used_minutes, meeting.hour_entry.minutes) == (90, 90)


def test_log_by_the_mentor_takes_mentor_hours(participation, mentor, mentor_package, referent_package):
    log(participation, mentor, minutes=60)

    mentor_package.refresh_from_db()
    referent_package.refresh_from_db()
    assert (mentor_package.used_minutes, referent_package.used_minutes) == (60, 0)


def test_log_without_a_package_takes_nothing(participation, referent, referent_package):
    referent_package.delete()

    meeting = log(participation, referent)

    assert not HourEntry.objects.exists()
    assert Meeting.objects.get() == meeting


def test_log_by_a_trainer_takes_nothing(participation, referent_package, mentor_package):
    trainer = ParticipationRoleFactory(participation=participation, kind="trainer").user

    log(participation, trainer)

    assert not HourEntry.objects.exists()


def test_log_sent_twice_is_one_meeting(participation, referent, referent_package):
    key = uuid.uuid4()

    first = log(participation, referent, key=key, promises=[(referent, "Rappeler")])
    second = log(participation, referent, key=key, promises=[(referent, "Rappeler")])

    referent_package.refresh_from_db()
    assert first == second
    assert (Meeting.objects.count(), Promise.objects.count(), referent_package.used_minutes) == (1, 1, 60)
    assert Mail.objects.filter(template="meeting_logged").count() == 1


def test_log_with_the_key_of_somebody_else_is_another_meeting(participation, referent, mentor):
    key = uuid.uuid4()
    log(participation, referent, key=key)

    meeting = log(participation, mentor, key=key)

    assert meeting.held_by == mentor
    assert Meeting.objects.count() == 2


def test_log_beyond_the_package_writes_nothing(participation, mentor, mentor_package):
    log(participation, mentor, minutes=500)

    with pytest.raises(hours.PackageExhausted):
        log(participation, mentor, minutes=60, private_note="Rien ne doit rester.", promises=[(mentor, "Rien")])

    assert (Meeting.objects.count(), Promise.objects.count(), PrivateNote.objects.count()) == (1, 0, 0)


def test_log_of_a_future_date_is_refused(participation, referent):
    with pytest.raises(MeetingRefused, match="pas encore eu lieu"):
        log(participation, referent, held_on=timezone.localdate() + dt.timedelta(days=1))


def test_log_before_the_support_began_is_refused(participation, referent):
    with pytest.raises(MeetingRefused, match="précède le début"):
        log(participation, referent, held_on=timezone.localdate() - dt.timedelta(days=1))


@pytest.mark.parametrize("person", ["holder", "officer", "stranger", "superuser"])
def test_log_by_somebody_who_does_not_support_is_refused(cast, participation, person):
    with pytest.raises(MeetingRefused, match="accompagnent"):
        log(participation, cast.person(person))

    assert not Meeting.objects.exists()


def test_log_by_a_former_referent_is_refused(participation, referent):
    participation.roles.filter(user=referent).update(ends_on=timezone.localdate())

    with pytest.raises(MeetingRefused):
        log(participation, referent)


def test_mail_after_a_meeting_says_nothing_of_it(participation, referent, holder):
    log(participation, referent, progress="Canari un", shared_note="Canari deux", private_note="Canari trois")

    mail = Mail.objects.get(template="meeting_logged")
    assert mail.recipient == holder
    assert "Canari" not in mail.subject + mail.body
    assert f"/suivi/rendez-vous/{Meeting.objects.get().pk}/" in mail.body


@pytest.mark.parametrize("status", ["done", "postponed", "dropped"])
def test_promise_is_settled_by_who_made_it(participation, referent, holder, now, status):
    promise = PromiseFactory(meeting=MeetingFactory(participation=participation, held_by=referent), who=holder)

    settle(promise, status, by=holder, now=now)

    promise.refresh_from_db()
    assert (promise.status, promise.closed_at) == (status, now)


def test_promise_opened_again_is_no_longer_closed(participation, referent, now):
    promise = PromiseFactory(meeting=MeetingFactory(participation=participation, held_by=referent), who=referent)
    settle(promise, "done", by=referent, now=now)

    settle(promise, "open", by=referent, now=now)

    promise.refresh_from_db()
    assert (promise.status, promise.closed_at) == ("open", None)


@pytest.mark.parametrize("person", ["officer", "superuser", "mentor", "stranger"])
def test_promise_of_a_referent_meeting_is_not_settled_by_others(cast, participation, referent, now, person):
    promise = PromiseFactory(meeting=MeetingFactory(participation=participation, held_by=referent), who=referent)

    with pytest.raises(MeetingRefused):
        settle(promise, "done", by=cast.person(person), now=now)


def test_promise_waits_for_somebody_who_left_the_circle(participation, referent, now):
    former = UserFactory()
    ParticipationRoleFactory(participation=participation, user=former, kind="mentor", ends_on=timezone.localdate())
    promise = PromiseFactory(meeting=MeetingFactory(participation=participation, held_by=former), who=former)

    with pytest.raises(MeetingRefused):
        settle(promise, "done", by=former, now=now)
