"""People, the mails and notifications owed to them, and the record of who read what."""

from .access_log import AccessEntry
from .calendar import CalendarKey
from .demonstration import Demonstration
from .notification import MailChoice, Notification
from .outbox import Mail, MailResend
from .user import User
from .wording import Wording

__all__ = [
    "AccessEntry",
    "CalendarKey",
    "Demonstration",
    "Mail",
    "MailChoice",
    "MailResend",
    "Notification",
    "User",
    "Wording",
]
