"""The day before an information meeting, each person registered is reminded of it, once; days are the meeting's own."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts import outbox
from ess_portal.lib import french
from programmes.models import InformationMeeting, Registration
from programmes.opening import zone_words

AHEAD = timedelta(days=2)


def remind(now: datetime) -> int:
    """Owe the reminders of the day, once whatever the number of workers; returns how many people it concerns.

    Somebody who registered today has just been told; a meeting that moves is announced again for its new date.
    """
    coming = InformationMeeting.objects.to_come(now).filter(starts_at__lt=now + AHEAD, call__published_at__isnull=False)
    due = [one for one in coming.select_related("call__programme__region") if is_tomorrow(one, now)]
    return sum(_tell(row, now) for meeting in due for row in _registered(meeting))


def is_tomorrow(meeting: InformationMeeting, now: datetime) -> bool:
    zone = meeting.call.zone_name
    return french.days_between(french.day_in(now, zone), french.day_in(meeting.starts_at, zone)) == 1


def _registered(meeting):
    return Registration.objects.filter(meeting=meeting, cancelled_at=None).order_by("pk")


@transaction.atomic
def _tell(row, now):
    """Under the lock of the meeting: it may just have been moved, or the person have left."""
    meeting = InformationMeeting.objects.select_for_update(of=("self",)).select_related("call__programme__region")
    held = meeting.get(pk=row.meeting_id)
    row = held.registrations.filter(pk=row.pk, cancelled_at=None).select_related("user").first()
    zone = held.call.zone_name
    if row is None or held.cancelled_at or held.starts_at <= now or not is_tomorrow(held, now):
        return 0
    if french.day_in(row.registered_at, zone) == french.day_in(now, zone):
        return 0
    key = f"meeting_reminder:{row.pk}:{held.starts_at:%Y%m%d%H%M}"
    link = settings.SITE_ADDRESS + held.get_absolute_url()
    outbox.owe(row.user, "meeting_reminder", key=key, meeting=held, call=held.call, zone=zone_words(zone), link=link)
    return 1
