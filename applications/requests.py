"""Following a request: accepting or asking again item by item, more time, reminders, and the end without an answer.

Nothing ends by itself: a date that has passed waits for an officer, who confirms it or not.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.models import User
from applications import letters, withdrawal, workflow
from applications.models import Application, CompletenessRequest, ItemReply, MoreTime, RequestItem
from applications.screening import ScreeningRefused, hold, item_lines
from applications.states import State
from ess_portal.lib import french

REMINDERS = (3, 1)  # days before the date, the farthest first
Verdict = ItemReply.Verdict


def waiting_for_a_verdict(application: Application):
    """Items that the team has answered and that nobody has read yet."""
    return RequestItem.objects.filter(
        request__application=application, request__closed_at=None, answered_at__isnull=False, accepted_at=None
    )


@transaction.atomic
def accept(item: RequestItem, reply: ItemReply, *, by: User, now: datetime, version: int) -> RequestItem:
    """Take the answer as good; the request closes with its last item."""
    held = read(item, reply, version, now)
    judge(reply, Verdict.ACCEPTED, "", by=by, now=now)
    held.accepted_at = now
    held.save(update_fields=["accepted_at"])
    if not held.request.items.filter(accepted_at=None).exists():
        held.request.closed_at = now
        held.request.save(update_fields=["closed_at"])
    return held


@transaction.atomic
def ask_again(
    item: RequestItem,
    reply: ItemReply,
    *,
    note: str,
    due_on: date | None,
    by: User,
    now: datetime,
    version: int,
) -> RequestItem:
    """Open the item to the team again with a word; the date moves when the old one leaves no time."""
    held = read(item, reply, version, now)
    today = timezone.localdate(now)
    if not note.strip():
        raise ScreeningRefused("Dites en un mot ce qui manque encore.")
    due_on = due_on or held.request.due_on
    if due_on <= today:
        raise ScreeningRefused("La date doit venir après aujourd’hui.")
    judge(reply, Verdict.AGAIN, note.strip(), by=by, now=now)
    held.answered_at = None
    held.save(update_fields=["answered_at"])
    held.request.due_on = due_on
    held.request.save(update_fields=["due_on"])
    words = f"{held.label} : {note.strip()}\nAvant le {french.day(due_on)}."
    tell_team(held.request.application, "item_asked_again", f"{reply.pk}", words)
    return held


def read(item: RequestItem, reply: ItemReply, version: int, now: datetime) -> RequestItem:
    """The item under the lock of its file, if `reply` is still the answer to be read."""
    application = hold(item.request.application, version, now)
    held = waiting_for_a_verdict(application).select_related("request__application").filter(pk=item.pk).first()
    if held is None or held.replies.last() != reply:
        raise ScreeningRefused("Ce point a changé entre-temps\u00a0: relisez la dernière réponse.")
    return held


def judge(reply: ItemReply, verdict: str, note: str, *, by: User, now: datetime) -> None:
    reply.verdict, reply.note, reply.judged_by, reply.judged_at = verdict, note, by, now
    reply.save()


@transaction.atomic
def answer_more_time(
    wish: MoreTime, *, granted_on: date | None, note: str, by: User, now: datetime, version: int
) -> MoreTime:
    """Grant a later date, or say no with a word; the team is told either way."""
    held = hold(wish.request.application, version, now)
    pending = MoreTime.objects.filter(pk=wish.pk, answered_at=None, request__closed_at=None).first()
    if pending is None:
        raise ScreeningRefused("Cette demande de temps a déjà sa réponse.")
    if granted_on is None and not note.strip():
        raise ScreeningRefused("Dites en un mot pourquoi la date ne change pas.")
    if granted_on is not None and granted_on <= timezone.localdate(now):
        raise ScreeningRefused("La date doit venir après aujourd’hui.")
    pending.granted_on, pending.note, pending.answered_by, pending.answered_at = granted_on, note.strip(), by, now
    pending.save()
    if granted_on is not None:
        CompletenessRequest.objects.filter(pk=pending.request_id).update(due_on=granted_on)
    until = f"Votre demande de temps est acceptée : jusqu’au {french.day(granted_on)}." if granted_on else ""
    words = "\n".join(part for part in (until or "La date ne change pas cette fois.", note.strip()) if part)
    tell_team(held, "more_time_answered", f"{pending.pk}", words)
    return pending


def overdue(applications, day: date):
    """Requests whose date has passed with something unanswered, and no wish for time to answer first."""
    return (
        CompletenessRequest.objects.filter(application__in=applications, closed_at=None, due_on__lt=day)
        .filter(items__answered_at=None)
        .exclude(more_time__in=MoreTime.objects.filter(answered_at=None))
        .distinct()
    )


@transaction.atomic
def expire(request: CompletenessRequest, *, by: User, now: datetime, version: int) -> CompletenessRequest:
    """An officer confirms that nothing came: the request closes with a kind letter, the file itself does not move."""
    held = hold(request.application, version, now)
    due = overdue(Application.objects.filter(pk=held.pk), timezone.localdate(now)).filter(pk=request.pk).first()
    if due is None:
        raise ScreeningRefused("Rien à constater\u00a0: une réponse est arrivée, ou la date n’est pas passée.")
    lines = item_lines(due)
    due.closed_at = due.expired_at = now
    due.save(update_fields=["closed_at", "expired_at"])
    letters.write(
        held,
        "request_expired",
        key=f"expired:{due.pk}",
        now=now,
        pieces="\n".join(lines),
        date_limite=letters.day_words(due.due_on),
    )
    return due


@transaction.atomic
def close_silent_file(application: Application, *, words: str, by: User, now: datetime, version: int) -> None:
    """Close the file of a team that answered nothing: an officer's own act, after the silence was confirmed."""
    held = hold(application, version, now)
    workflow.perform("close_silent", held, by=by, now=now, note=words.strip())
    withdrawal.close(held, withdrawal.Reason.SILENCE, words, by=by, now=now)


def remind(day: date) -> int:
    """Owe the team a reminder three days and one day before each date, once each; returns how many were owed."""
    soon = CompletenessRequest.objects.filter(
        closed_at=None,
        due_on__range=(day, day + timedelta(days=max(REMINDERS))),
        application__state=State.SUBMITTED,
        items__answered_at=None,
    )
    owed = 0
    for request in soon.distinct().select_related("application__call__programme"):
        step = next(days for days in sorted(REMINDERS) if (request.due_on - day).days <= days)
        if timezone.localdate(request.asked_at) < day:
            lines = [*item_lines(request), f"Avant le {french.day(request.due_on)}."]
            key = f"{request.pk}:{request.due_on}:{step}"
            owed += tell_team(request.application, "request_reminder", key, "\n".join(lines))
    return owed


def tell_team(application: Application, template: str, key: str, on_paper: str = "") -> int:
    """Owe the mail to those who answer for the project, `on_paper` being what its page says; how many."""
    people = letters.addressees(application)
    for user in people:
        outbox.owe(user, template, key=f"{template}:{key}:{user.pk}", application=application, on_paper=on_paper)
    return len(people)
