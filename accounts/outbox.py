"""Owing a mail and delivering it. `accounts/mails.py` reads the catalogue of mails."""

import logging
import smtplib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts import choices, inbox, mails, wording
from accounts.models import Mail, MailChoice, User

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
WHILE_AWAY = timedelta(minutes=2)
PATIENCE = timedelta(days=4)
CLOSING = 421  # the server's answer before it closes the conversation
# What the apps above do with a mail for somebody without an address: (person, kind, key, context).
ON_PAPER: list[Callable[[User, mails.MailKind, str, Mapping[str, Any]], None]] = []
FOOT = "Recevoir ces messages autrement, ou ne plus les recevoir\u00a0:"


def owe(recipient: User, template: str, *, key: str, at_leisure: bool = False, **context) -> Mail | None:
    """Write the mail `template` in the outbox and a notification in the inbox, in the caller's transaction.

    `key` makes them unique: owing the same mail twice writes one row of each. Returns None when no mail is owed: the
    person has no address (what concerns a file is printed for her: ON_PAPER), or chose a digest or her inbox for the
    category. Texts hold a neutral sentence and a link, never sensitive text (decisions.md 33). What is told
    `at_leisure` waits for the digest of the morning, where the person would have had a mail at once.
    """
    kind = mails.kind_of(template)
    whole = _whole(recipient, context)
    if not recipient.email:
        for put_on_paper in ON_PAPER:
            put_on_paper(recipient, kind, key, whole)
        return None
    subject, body = _written(kind, whole)
    rhythm = choices.rhythm(recipient, kind.category)
    if at_leisure and rhythm == MailChoice.Rhythm.AT_ONCE:
        rhythm = MailChoice.Rhythm.DIGEST
    digest = rhythm == MailChoice.Rhythm.DIGEST
    link, now = kind.link(whole), timezone.now()
    inbox.notify(recipient, kind.category, key=key, text=subject, link=link, now=now, digest=digest)
    if rhythm != MailChoice.Rhythm.AT_ONCE:
        return None
    return _keep(recipient.email, kind, key, recipient, subject, body, about=kind.subject_of(whole))


def owe_at(
    address: str, template: str, *, key: str, recipient: User | None = None, unsubscribe: str = "", **context
) -> Mail:
    """The mail alone, at an address behind which there may be no account; its text then has no {nom}.

    Posting to the address `unsubscribe`, when it is given, must stop such mails at once.
    """
    kind = mails.kind_of(template)
    whole = _whole(recipient, context)
    subject, body = _written(kind, whole)
    about = kind.subject_of(whole)
    return _keep(address, kind, key, recipient, subject, body, about=about, unsubscribe=unsubscribe)


def _whole(recipient, context):
    return {"recipient": recipient, "site": settings.SITE_ADDRESS, **context}


def _written(kind, context):
    return kind.written(*wording.in_force(kind), context)


def _keep(address, kind, key, recipient, subject, body, *, about, unsubscribe=""):
    """The row of the outbox; mails that a person may refuse end with the page where she does."""
    if recipient and not kind.obligatory:
        unsubscribe = choices.stop_link(recipient, kind.category)
        body = f"{body}\n{FOOT}\n{unsubscribe}\n"
    mail, _ = Mail.objects.get_or_create(
        dedupe_key=key,
        defaults={
            "recipient": recipient,
            "address": address,
            "template": kind.name,
            "subject": subject,
            "body": body,
            "unsubscribe": unsubscribe,
            "about": about,
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
        put_off(mail, now, error)
        return False
    mail.sent_at = now
    mail.last_error, mail.failing_since = "", None
    mail.save(update_fields=["sent_at", "last_error", "failing_since"])
    return True


@transaction.atomic
def claim(now: datetime) -> Mail | None:
    """Take a due mail for this worker alone until `LEASE` is over: the least tried, then the oldest.

    So a mail on which the server breaks every time never stands before the others.
    """
    due = Mail.objects.due(now).order_by("attempts", "created_at", "pk")
    mail = due.select_for_update(skip_locked=True).first()
    if mail:
        mail.attempts += 1
        mail.next_try_at = now + LEASE
        mail.save(update_fields=["attempts", "next_try_at"])
    return mail


def send(mail: Mail) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    number = f"{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}" + (f".{mail.copies}" if mail.copies else "")
    headers = {"Message-ID": f"<{number}@{domain}>", "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:  # one click in the reader's mail program, RFC 8058
        headers |= {"List-Unsubscribe": f"<{mail.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=headers).send()


def put_off(mail: Mail, now: datetime, error: Exception) -> None:
    """Note a failure: a refused mail is tried again after a growing delay; when the server itself is away, this mail
    and all those that are due wait two minutes together, so that they leave soon after its return."""
    reason = type(error).__name__
    logger.warning("mail %s not sent: %s", mail.pk, reason)
    away = is_server_away(error)
    mail.failing_since = mail.failing_since or now
    mail.refusals += 0 if away else 1
    mail.last_error = reason
    if mail.refusals > len(RETRY_DELAYS) or now - mail.failing_since >= PATIENCE:
        mail.given_up_at = now
    else:
        mail.next_try_at = now + (WHILE_AWAY if away else RETRY_DELAYS[mail.refusals - 1])
    mail.save(update_fields=["failing_since", "refusals", "last_error", "given_up_at", "next_try_at"])
    if away:
        Mail.objects.due(now).update(next_try_at=now + WHILE_AWAY)


def is_server_away(error: Exception) -> bool:
    """Whether the server is out of reach, closing or in trouble, rather than refusing this mail."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return {code for code, _ in error.recipients.values()} == {CLOSING}
        case smtplib.SMTPSenderRefused() | smtplib.SMTPHeloError():
            return error.smtp_code < 500
        case smtplib.SMTPConnectError() | smtplib.SMTPServerDisconnected() | smtplib.SMTPAuthenticationError():
            return True
        case smtplib.SMTPResponseException():
            return error.smtp_code == CLOSING
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
