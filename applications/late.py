"""Members who still owe a review: told once, three days before the session, and by hand once a day at most."""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts import outbox
from applications.models import Assignment, CommitteeMember, CommitteeSession, InterestDeclaration, Review
from applications.models.interest import InterestKind
from applications.states import State
from ess_portal.lib import french

DAYS_BEFORE = 3
Phase = CommitteeSession.Phase


def owed(sessions) -> Counter:
    """Reviews still to give, by sitting member, in sessions where files are being read."""
    mine = {"item": OuterRef("item"), "member": OuterRef("member")}
    waiting = Assignment.objects.filter(
        ~Exists(Review.objects.filter(submitted_at__isnull=False, **mine)),
        ~Exists(InterestDeclaration.objects.filter(kind__in=InterestKind.CONFLICTS, **mine)),
        item__session__in=sessions,
        item__session__phase=Phase.READING,
        item__application__state=State.ADMISSIBLE,
        member__left_at=None,
    )
    return Counter(waiting.order_by().values_list("member", flat=True))


def send_due(now: datetime) -> int:
    """The automatic word for every session within three days; once per session date. Returns how many were told."""
    near = CommitteeSession.objects.filter(
        phase=Phase.READING, meets_at__gt=now, meets_at__lt=now + timedelta(days=DAYS_BEFORE + 1)
    )
    due = [
        session for session in near.select_related("call__programme__region").order_by("pk") if is_near(session, now)
    ]
    return sum(remind(session, now, automatic=True) for session in due)


def is_near(session: CommitteeSession, now: datetime) -> bool:
    """Three calendar days or less, where the call lives."""
    zone = session.call.zone_name
    return french.days_between(french.day_in(now, zone), french.day_in(session.meets_at, zone)) <= DAYS_BEFORE


@transaction.atomic
def remind(session: CommitteeSession, now: datetime, *, automatic: bool = False) -> int:
    """Owe the mail of each late member not told yet (today, or for this date of the session); no file is named."""
    held = CommitteeSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    count = owed([held])
    zone, link = session.call.zone_name, settings.SITE_ADDRESS + reverse("committee:session", args=[held.pk])
    told = 0
    for member in held.members.filter(pk__in=count).select_related("user").order_by("pk"):
        if was_told(member, held, now, zone, automatic):
            continue
        member.reminded_at = now
        member.warned_for = held.meets_at if automatic else member.warned_for
        member.save(update_fields=["reminded_at", "warned_for"])
        left = french.counted(count[member.pk], "avis", "avis")
        key = f"committee_late:{member.pk}:{now.isoformat()}"
        outbox.owe(member.user, "committee_late", key=key, meets_at=held.meets_at, link=link, left=left)
        told += 1
    return told


def was_told(member: CommitteeMember, session: CommitteeSession, now: datetime, zone: str, automatic: bool) -> bool:
    if automatic and member.warned_for == session.meets_at:
        return True
    return member.reminded_at is not None and french.day_in(member.reminded_at, zone) == french.day_in(now, zone)
