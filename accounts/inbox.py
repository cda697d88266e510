"""The inbox of a person: notifications are written with the mails owed to her, read, and erased after a year."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.categories import Category
from accounts.models import Notification, User

KEPT = timedelta(days=365)
FIRST_HOUR = 7  # of the digest, in the morning, Paris time


def notify(
    user: User, category: Category, *, key: str, text: str, link: str, now: datetime, digest: bool = False
) -> None:
    """Write a notification once; `digest` has it told in the mail of the next morning too."""
    Notification.objects.bulk_create(
        [
            Notification(
                user=user,
                category=category,
                key=key,
                text=text,
                link=path_of(link),
                at=now,
                digest_on=next_morning(now) if digest else None,
            )
        ],
        ignore_conflicts=True,
    )


def path_of(link: str) -> str:
    """The address within this site: a notification never leads anywhere else."""
    path = link.removeprefix(settings.SITE_ADDRESS)
    return path if path.startswith("/") and not path.startswith("//") else "/espace/"


def next_morning(now: datetime):
    """The day of the next digest: today's is made at seven."""
    local = timezone.localtime(now)
    return local.date() if local.hour < FIRST_HOUR else local.date() + timedelta(days=1)


def read(notification: Notification, *, now: datetime) -> None:
    Notification.objects.unread().filter(pk=notification.pk).update(read_at=now)


def read_all(user: User, *, until: datetime, now: datetime) -> int:
    """Mark what had arrived when the page was shown: what came since stays unread."""
    return user.notifications.unread().filter(at__lte=until).update(read_at=now)


def forget(now: datetime) -> int:
    """Erase notifications a year after they came, read or not."""
    return Notification.objects.filter(at__lt=now - KEPT).delete()[0]
