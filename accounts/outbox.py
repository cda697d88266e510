"""Owing a mail and delivering it. `accounts/mails.py` reads the catalogue of mails."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import islice

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from accounts import mails
from accounts.models import Mail, User

logger = logging.getLogger(__name__)

# Three days and a half in all: a mail server may be down for a weekend.
RETRY_DELAYS = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(days=1),
    timedelta(days=2),
]
LEASE = timedelta(minutes=10)


def owe(recipient: User, template: str, *, key: str, **context) -> Mail | None:
    """Write the mail `template` in the outbox, in the caller's transaction.

    `key` makes it unique: owing the same mail twice writes one row. Returns None for somebody without an address,
    who receives printed letters. Bodies hold a neutral sentence and a link, never sensitive text (decisions.md 33).
    """
    if not recipient.email:
        return None
    return owe_at(recipient.email, template, key=key, recipient=recipient, **context)


def owe_at(
    address: str, template: str, *, key: str, recipient: User | None = None, unsubscribe: str = "", **context
) -> Mail:
    """The same at an address behind which there may be no account; the template then reads no `recipient`.

    Posting to the address `unsubscribe`, when it is given, must stop such mails at once.
    """
    kind = mails.kind_of(template)
    context = {"recipient": recipient, "site": settings.SITE_ADDRESS, **context}
    subject, body = kind.written(kind.subject, kind.body, context)
    mail, _ = Mail.objects.get_or_create(
        dedupe_key=key,
        defaults={
            "recipient": recipient,
            "address": address,
            "template": template,
            "subject": subject,
            "body": body,
            "unsubscribe": unsubscribe,
        },
    )
    return mail


def forget(address: str, templates: Iterable[str]) -> None:
    """Erase mails of these kinds to an address; one that is being sent right now is left to its worker."""
    mails = Mail.objects.filter(address=address, template__in=templates, recipient=None)
    mails.exclude(sent_at=None, given_up_at=None, attempts__gt=0).delete()


def deliver_due(now: datetime, limit: int = 100) -> tuple[int, int]:
    """Send the mails due at `now`, oldest first; returns (sent, failed)."""
    outcomes = list(islice(iter(lambda: deliver_next(now), None), limit))
    return outcomes.count(True), outcomes.count(False)


def deliver_next(now: datetime) -> bool | None:
    """Send the oldest mail due at `now`: True when sent, False when it failed, None when nothing is due.

    The mail is first claimed in a short transaction, then sent outside of any: a slow server holds no lock, and no
    other worker sees the mail. If this process dies in between, the mail is tried again once `LEASE` is over: a mail
    goes out at least once, and twice only when the process or the database dies after the server took it. Its
    Message-ID does not change, so that the reader's mailbox may know it again.
    """
    mail = claim(now) if Mail.objects.due(now).exists() else None
    if mail is None:
        return None
    try:
        send(mail)
    except Exception as error:  # whatever is wrong with one mail must not hold back the others
        put_off(mail, now, reason=type(error).__name__)
        return False
    mail.sent_at = now
    mail.last_error = ""
    mail.save(update_fields=["sent_at", "last_error"])
    return True


@transaction.atomic
def claim(now: datetime) -> Mail | None:
    """Take the oldest due mail for this worker alone until `LEASE` is over."""
    due = Mail.objects.due(now).order_by("created_at", "pk")
    mail = due.select_for_update(skip_locked=True).first()
    if mail:
        mail.attempts += 1
        mail.next_try_at = now + LEASE
        mail.save(update_fields=["attempts", "next_try_at"])
    return mail


def send(mail: Mail) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}@{domain}>", "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:  # one click in the reader's mail program, RFC 8058
        headers |= {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=headers).send()


def put_off(mail: Mail, now: datetime, *, reason: str) -> None:
    """Note a failure: the mail is tried again after a growing delay, and given up after the last one."""
    logger.warning("mail %s not sent: %s", mail.pk, reason)
    mail.last_error = reason
    if mail.attempts > len(RETRY_DELAYS):
        mail.given_up_at = now
    else:
        mail.next_try_at = now + RETRY_DELAYS[mail.attempts - 1]
    mail.save(update_fields=["last_error", "given_up_at", "next_try_at"])
