"""The secret address of a private calendar: made, renewed and closed by its person; shown to her once."""

from datetime import datetime

from django.db import transaction

from accounts.models import CalendarKey, User
from ess_portal.lib import tokens

PURPOSE = "accounts.CalendarKey"


@transaction.atomic
def renew(user: User, *, now: datetime) -> str:
    """A new secret for this person, returned once and kept nowhere; the former one opens nothing from now on."""
    token, mark = tokens.issue(PURPOSE)
    CalendarKey.objects.update_or_create(user=user, defaults={"fingerprint": mark, "made_at": now})
    return token


def stop(user: User) -> None:
    """Close the address: from the next reading on, it does not exist."""
    CalendarKey.objects.filter(user=user).delete()


def owner(token: str) -> User | None:
    """Whose calendar the secret opens; nobody's when it is wrong, replaced, or when the account is closed."""
    mark = tokens.fingerprint(token, PURPOSE)
    if mark is None:
        return None
    return User.objects.filter(calendar_key__fingerprint=mark, is_active=True).first()
