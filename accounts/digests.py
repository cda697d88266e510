"""The digest of the morning: one mail a day at most for what a person chose not to receive at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.inbox import FIRST_HOUR
from accounts.models import Mail, Notification, User

MOST_IN_A_MAIL = 20
MOST_IN_A_ROUND = 200


def send_due(now: datetime, limit: int = MOST_IN_A_ROUND) -> int:
    """Owe the digests of the day, from seven in the morning; returns how many.

    Any number of workers may do it at once, and be stopped at any point: each person is looked at in one transaction,
    under a lock, that also writes the mail and what it told.
    """
    local = timezone.localtime(now)
    if local.hour < FIRST_HOUR:
        return 0
    waiting = Notification.objects.to_digest(local.date()).order_by("user").values_list("user", flat=True).distinct()
    return sum(digest(pk, now) for pk in waiting[:limit])


@transaction.atomic
def digest(pk: int, now: datetime) -> bool:
    """Owe one person the mail of the day, of what she has not read since; True when there was something to tell."""
    today = timezone.localdate(now)
    person = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
    if person is None:  # another worker has her
        return False
    waiting = person.notifications.to_digest(today)
    key = f"digest:{person.pk}:{today}"
    if Mail.objects.filter(dedupe_key=key).exists():  # what was being written when the digest of the day was made
        waiting.update(digest_on=today + timedelta(days=1))
        return False
    gathered = list(waiting.order_by("-at", "-pk"))
    person.notifications.filter(pk__in=[one.pk for one in gathered]).update(digest_on=None)
    notices = [one for one in gathered if one.read_at is None]
    if not (notices and person.email and person.is_active):
        return False
    more = max(len(notices) - MOST_IN_A_MAIL, 0)
    outbox.owe_at(person.email, "digest", key=key, recipient=person, notices=notices[:MOST_IN_A_MAIL], more=more)
    return True
