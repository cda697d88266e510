"""What a team hears of a draft that it has not sent: 7, 2 and 1 days before the closing, then that it is kept.

Each word is said once for each closing date: a call that is extended begins again. A worker that was down says the
one that holds today, not those it missed. Days are those of the place where the call lives.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import outbox
from applications import completeness, letters, paper
from applications.models import Application, DraftNotice
from applications.states import State
from ess_portal.lib import french
from programmes.models import Call

Kind = DraftNotice.Kind
BEFORE = {7: Kind.SEVEN_DAYS, 2: Kind.TWO_DAYS, 1: Kind.ONE_DAY}
AHEAD = timedelta(days=max(BEFORE) + 1)
LATE = timedelta(days=30)  # a closing older than that is no news


def send_due(now: datetime) -> int:
    """Owe every reminder due at `now`, once whatever the number of workers; returns how many were written."""
    drafts = unfinished(Call.objects.filter(closes_at__gt=now - LATE, closes_at__lt=now + AHEAD, cancelled_at=None))
    return sum(remind(draft, now) for draft in drafts)


def unfinished(calls):
    return Application.objects.filter(state=State.DRAFT, call__in=calls).order_by("pk")


@transaction.atomic
def remind(application: Application, now: datetime) -> bool:
    """Say what is due about one draft, unless it was said, or the draft was sent in the meantime."""
    draft = lock(application)
    kind = due(draft, now) if draft else None
    if kind is None or not note(draft, kind, draft.call.closes_at, now):
        return False
    if kind == Kind.CLOSED:
        say(draft, "draft_closed", kind, now, **limit_words(draft.call))
    else:
        left = left_words(draft.call, now)
        say(draft, "closing_reminder", kind, now, jours=left, reste=gaps_of(draft), **limit_words(draft.call))
    return True


def lock(application: Application) -> Application | None:
    """The row under a lock, while it is a draft still."""
    drafts = Application.objects.select_for_update(of=["self"]).filter(state=State.DRAFT, pk=application.pk)
    return drafts.select_related("call__programme__region", "call__programme__lead_actor", "project").first()


def note(draft: Application, kind: str, about: datetime, now: datetime) -> bool:
    """Remember that it is said; False when it was already. Call it under the draft's lock."""
    _, is_new = draft.notices.get_or_create(kind=kind, about=about, defaults={"said_at": now})
    return is_new


def due(draft: Application, now: datetime) -> Kind | None:
    """The word that holds at `now`: None too early, and for a draft begun after the day of its reminder."""
    call = draft.call
    if call.closes_at is None or call.cancelled_at is not None or call.closes_at <= now - LATE:
        return None
    if now >= call.closes_at + timedelta(minutes=call.grace_minutes):
        return Kind.CLOSED
    left = days_left(call, now)
    days = min((days for days in BEFORE if days >= left), default=None)
    if days is None or days_left(call, draft.created_at) <= days:
        return None
    return BEFORE[days]


def days_left(call: Call, now: datetime) -> int:
    """Calendar days before the last day on which the call accepts applications, where the call lives."""
    last = last_instant(call).astimezone(ZoneInfo(call.zone_name)).date()
    return french.days_between(french.day_in(now, call.zone_name), last)


def last_instant(call: Call) -> datetime:
    """Closing is exclusive: an application sent at midnight comes too late, the last day is the one before."""
    return call.closes_at - timedelta(microseconds=1)


def left_words(call: Call, now: datetime) -> str:
    """« 7 jours », « 1 jour », « quelques heures » on the last day."""
    days = days_left(call, now)
    return french.counted(days, "jour", "jours") if days > 0 else "quelques heures"


def limit_words(call: Call) -> dict[str, str]:
    local = "" if call.zone_name == settings.TIME_ZONE else " (heure locale)"
    at = call.closes_at.astimezone(ZoneInfo(call.zone_name))
    return {
        "date_limite": french.day(at.replace(tzinfo=None)),
        "heure_limite": french.clock(at, call.zone_name) + local,
    }


def gaps_of(draft: Application) -> str:
    """What is still missing, one line each."""
    gaps = completeness.missing(draft)
    return "\n".join(f"- {gap.label}" for gap in gaps) or "- rien : il ne reste qu’à relire et à envoyer"


def say(draft: Application, code: str, kind: str, now: datetime, **words: str) -> None:
    """Write the letter, and owe a neutral mail that leads to it to everybody who writes the draft."""
    letter = letters.compose(draft, code, **words)
    letter.written_at = now
    letter.save()
    link = settings.SITE_ADDRESS + reverse("applications:letter", args=[draft.pk, letter.pk])
    people = letters.addressees(draft)
    paper.deliver(letter, people, key=f"{code}:{letter.pk}")
    for user in people:
        key = f"{code}:{letter.pk}:{user.pk}"
        outbox.owe(user, code, key=key, application=draft, letter=letter, link=link, left=words.get("jours", ""))
