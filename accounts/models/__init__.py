"""People, the mails owed to them, and the record of who read what."""

from .access_log import AccessEntry
from .demonstration import Demonstration
from .outbox import Mail
from .user import User

__all__ = ["AccessEntry", "Demonstration", "Mail", "User"]
