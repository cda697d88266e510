"""How long a draft is kept: six months after the last writing, or after the closing when that comes later.

The team is told a month before; a draft that it opens and saves again begins its six months anew.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from applications import reminders
from applications.models import Application, DraftNotice, DraftPage
from applications.states import State
from ess_portal.lib import french

KEPT = timedelta(days=183)
NOTICE = timedelta(days=30)
PAGES_KEPT = timedelta(days=7)
Kind = DraftNotice.Kind


def resting():
    """Drafts with `rests_since`, the instant their six months run from: a cancelled call has no closing to wait for."""
    closing = Coalesce("call__cancelled_at", "call__closes_at", "updated_at")
    return Application.objects.filter(state=State.DRAFT).annotate(rests_since=Greatest(F("updated_at"), closing))


def announce(now: datetime) -> int:
    """Tell each team whose draft has a month left, once; returns how many were told."""
    late = resting().filter(rests_since__lte=now - KEPT + NOTICE).order_by("pk")
    return sum(warn(draft, now) for draft in late)


@transaction.atomic
def warn(application: Application, now: datetime) -> bool:
    """The date said is never nearer than a month, even when the worker was down."""
    draft = reminders.lock(application)
    if draft is None or not reminders.note(draft, Kind.ERASURE, application.rests_since, now):
        return False
    erased_on = french.day(max(application.rests_since + KEPT, now + NOTICE))
    reminders.say(draft, "draft_erasure", Kind.ERASURE, now, date_effacement=erased_on)
    return True


def erase(now: datetime) -> int:
    """Erase drafts whose six months are over and whose team was told a month ago; returns how many.

    Documents stay with the project. Pages that nobody writes any more are forgotten too.
    """
    DraftPage.objects.filter(updated_at__lt=now - PAGES_KEPT).delete()
    told = Q(notices__kind=Kind.ERASURE, notices__about=F("rests_since"), notices__said_at__lte=now - NOTICE)
    over = resting().filter(told, rests_since__lte=now - KEPT).order_by("pk")
    return sum(erase_one(draft) for draft in over)


@transaction.atomic
def erase_one(application: Application) -> bool:
    """Under a lock, and only if nobody has written in it since."""
    draft = reminders.lock(application)
    if draft is None or draft.updated_at != application.updated_at:
        return False
    draft.delete()
    return True
