"""Sending a mail again: by hand, with a trace, and never twice by mistake."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from accounts.models import Mail, User
from accounts.outbox import LEASE


class Answer(StrEnum):
    RESENT = "resent"
    LEAVING = "leaving"  # by itself, within minutes: a worker may have it in hand
    SENT = "sent"  # already, and nobody asked to send it twice
    ERASED = "erased"  # its text was not kept so long
    CODE = "code"  # out of date by now: the person asks for another


def resend_all(mails: Iterable[Mail], *, by: User, now: datetime, even_sent: bool = False) -> Counter[Answer]:
    return Counter(resend(mail, by=by, now=now, even_sent=even_sent) for mail in mails)


@transaction.atomic
def resend(mail: Mail, *, by: User, now: datetime, even_sent: bool = False) -> Answer:
    """Have the mail leave at the next round of a worker; one that left goes again only when `even_sent` asks for it."""
    held = Mail.objects.select_for_update().get(pk=mail.pk)
    answer = _answer(held, now, even_sent)
    if answer != Answer.RESENT:
        return answer
    held.resends.create(at=now, by=by, sent_before=held.sent_at)
    held.copies += 1 if held.sent_at else 0
    held.sent_at = held.given_up_at = held.failing_since = None
    held.refusals, held.next_try_at = 0, now
    held.save(update_fields=["sent_at", "given_up_at", "failing_since", "refusals", "copies", "next_try_at"])
    return answer


def _answer(mail, now, even_sent):
    if "/" in mail.template:  # allauth's own
        return Answer.CODE
    if not mail.body:
        return Answer.ERASED
    if mail.sent_at:
        return Answer.RESENT if even_sent else Answer.SENT
    if mail.given_up_at is None and mail.next_try_at <= now + LEASE:
        return Answer.LEAVING
    return Answer.RESENT
