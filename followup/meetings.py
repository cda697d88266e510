"""Logging a meeting: the meeting, its promises, its private note and the hours, all or nothing, once per send."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import AccessEntry, User
from followup import access, hours, notifications
from followup.models import ComponentProgress, Meeting, Participation, PrivateNote, Promise


class MeetingRefused(Exception):
    """The meeting cannot be logged; the text is a French sentence."""


@transaction.atomic
def log_meeting(
    participation: Participation,
    *,
    by: User,
    held_on: date,
    minutes: int,
    mode: str,
    progress: str = "",
    promises: Sequence[tuple[User, str]] = (),
    shared_note: str = "",
    private_note: str = "",
    key: UUID,
    now: datetime,
) -> Meeting:
    """Log a meeting held by `by` and take its length from the package of her role.

    The same `key` sent again by the same person gives the same meeting and takes nothing more. Raises
    MeetingRefused for somebody who does not support the participation or for a date that is not past,
    and hours.PackageExhausted when the package is too short: then nothing at all is written.
    """
    participation = (
        Participation.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=participation.pk)
    )
    rights = access.rights(by, participation)
    if not rights.supports:
        raise MeetingRefused("Seules les personnes qui accompagnent ce projet consignent un rendez-vous.")
    sent_before = participation.meetings.filter(held_by=by, key=key).first()
    if sent_before:
        return sent_before
    check_date(participation, held_on, now)
    meeting = participation.meetings.create(
        held_by=by,
        held_as=rights.main_support,
        held_on=held_on,
        minutes=minutes,
        mode=mode,
        progress=progress,
        shared_note=shared_note,
        key=key,
        created_at=now,
    )
    Promise.objects.bulk_create(Promise(meeting=meeting, who=who, text=text) for who, text in promises)
    if private_note:
        PrivateNote.objects.create(meeting=meeting, author=by, text=private_note, written_at=now)
    debit(meeting, now)
    notifications.meeting_logged(meeting)
    return meeting


def debit(meeting: Meeting, now: datetime) -> None:
    """Take the length of the meeting from the package of the role in which it was held, if there is one."""
    package = hours.package_for(meeting.participation, meeting.held_as)
    if package:
        hours.use(package, meeting.minutes, by=meeting.held_by, meeting=meeting, now=now)


def check_date(participation: Participation, held_on: date, now: datetime) -> None:
    if held_on > timezone.localdate(now):
        raise MeetingRefused("Ce rendez-vous n’a pas encore eu lieu : choisissez une date passée, ou aujourd’hui.")
    if held_on < min(participation.cohort.starts_on, timezone.localdate(participation.created_at)):
        raise MeetingRefused("Cette date précède le début de l’accompagnement.")


def settle(promise: Promise, status: str, *, by: User, now: datetime) -> None:
    """Say what became of a promise; raises MeetingRefused for somebody whom it does not concern."""
    if not access.closes(by, promise):
        raise MeetingRefused("Cette promesse ne vous concerne pas.")
    promise.status = status
    promise.closed_at = None if status == Promise.Status.OPEN else now
    promise.save(update_fields=["status", "closed_at"])


@transaction.atomic
def read_note(note: PrivateNote, *, by: User, now: datetime) -> str:
    """The text of a private note; the reading is written in the log of each participant, in the same transaction."""
    if not access.reads_note(by, note):
        raise MeetingRefused("Cette note n’est lisible que par la personne référente et par qui l’a écrite.")
    subjects: list[User | None] = [*notifications.participants(note.meeting.participation)]
    AccessEntry.objects.bulk_create(
        AccessEntry(reader=by, subject=person, kind="private_note", object_id=str(note.pk), at=now)
        for person in subjects or [None]
    )
    return note.text


def move_component(progress: ComponentProgress, status: str, *, by: User, now: datetime) -> None:
    """Mark a component as done, skipped or ahead again; raises MeetingRefused without the right."""
    if not access.rights(by, progress.participation).moves_components:
        raise MeetingRefused("Seules la personne référente et l’équipe du programme tiennent ce parcours à jour.")
    progress.status = status
    progress.done_on = timezone.localdate(now) if status == ComponentProgress.Status.DONE else None
    progress.save(update_fields=["status", "done_on"])
