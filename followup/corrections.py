"""Correcting a meeting: its author, for a week; what it said before is kept, and the hours follow."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from followup import access, hours
from followup.meetings import MeetingRefused, check_date
from followup.models import Correction, HourEntry, Meeting

CORRECTION_DAYS = 7
FIELDS = ("held_on", "minutes", "mode", "progress", "shared_note")


def is_open(meeting: Meeting, *, by: User, now: datetime) -> bool:
    """Whether `by` may still correct the meeting: she held it, still supports, and wrote it less than a week ago."""
    recent = now - meeting.created_at <= timedelta(days=CORRECTION_DAYS)
    return recent and meeting.held_by_id == by.pk and access.rights(by, meeting.participation).supports


@transaction.atomic
def correct(
    meeting: Meeting,
    *,
    by: User,
    held_on: date,
    minutes: int,
    mode: str,
    progress: str,
    shared_note: str,
    now: datetime,
) -> Correction | None:
    """Write the new words, keep the old ones, move the hours by the difference; None when nothing changed.

    Raises MeetingRefused when the week has passed or the date is not a possible one, hours.PackageExhausted
    when the package is too short.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("participation__cohort").get(pk=meeting.pk)
    if not is_open(meeting, by=by, now=now):
        raise MeetingRefused("Un rendez-vous se corrige par qui l’a consigné, dans les sept jours.")
    check_date(meeting.participation, held_on, now)
    new = dict(zip(FIELDS, (held_on, minutes, mode, progress, shared_note), strict=True))
    before = {name: getattr(meeting, name) for name in FIELDS}
    if new == before:
        return None
    entry = HourEntry.objects.filter(meeting=meeting).first()
    if entry:
        hours.retake(entry, minutes)
    Meeting.objects.filter(pk=meeting.pk).update(**new)
    return meeting.corrections.create(by=by, at=now, before={**before, "held_on": before["held_on"].isoformat()})
