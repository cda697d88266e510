"""How long the text of a mail is kept: long enough to send it again or to settle who was told what, and no longer.

The row stays (to whom, what about, when), since it proves the sending and keeps a mail from leaving twice.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Mail

KEPT = timedelta(days=90)
CODES_KEPT = timedelta(days=1)  # a sign-in code is worth nothing after fifteen minutes
CODES = Q(template__contains="/")  # allauth's own mails


def outdated(now: datetime) -> QuerySet[Mail]:
    """Mails that are over, sent or given up, whose text has been kept long enough."""
    return Mail.objects.exclude(body="").filter(_over(now - KEPT) | (CODES & _over(now - CODES_KEPT)))


def erase(now: datetime) -> int:
    """Erase their texts, and the links that they held; returns how many."""
    return outdated(now).update(body="", unsubscribe="")


def _over(since):
    return Q(sent_at__lt=since) | Q(sent_at=None, given_up_at__lt=since)
