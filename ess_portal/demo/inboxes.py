"""Notifications of the demonstration: an officer who prefers a digest, inboxes half read, a letter in new words."""

from datetime import datetime, timedelta

from accounts import choices, digests
from accounts.models import MailChoice, Notification, User
from ess_portal import texts
from ess_portal.demo import people

UNREAD = 3
THANKS = "Gardez cette lettre : elle vous sera demandée au premier rendez-vous.\n\n"
SIGNATURE = "L’équipe de {structure}"


def choose(officer: User) -> None:
    """She reads what arrives once a day; what must be answered comes at once."""
    choices.choose(officer, {"desk": MailChoice.Rhythm.DIGEST, "sheet": MailChoice.Rhythm.DIGEST})


def tell(now: datetime) -> None:
    """The digest of the next morning, and inboxes of which only the last lines are unread."""
    digests.send_due((now + timedelta(days=1)).replace(hour=9))
    for user in User.objects.filter(notifications__isnull=False).distinct():
        last = user.notifications.values_list("pk", flat=True)[:UNREAD]
        Notification.objects.unread().filter(user=user).exclude(pk__in=list(last)).update(read_at=now)


def rewrite_a_letter(now: datetime) -> None:
    text = texts.find("lettre", "place_confirmed")
    if text:
        by = people.account("administratrice")
        body = text.body.replace(SIGNATURE, THANKS + SIGNATURE)
        texts.rewrite(text, text.subject, body, version=text.version, by=by, now=now)
