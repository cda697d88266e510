"""People, the mails owed to them, and the record of who read what."""

from .access_log import AccessEntry
from .calendar import CalendarKey
from .demonstration import Demonstration
from .outbox import Mail
from .user import User

__all__ = ["AccessEntry", "CalendarKey", "Demonstration", "Mail", "User"]
