"""The text of a mail or a letter in force: the last version that staff wrote, or the text of origin."""

from accounts.mails import MailKind
from accounts.models import Wording


def in_force(kind: MailKind) -> tuple[str, str]:
    """(subject, body) of a mail, with its {placeholders}."""
    last = Wording.objects.filter(name=f"mail:{kind.name}").order_by("-version").first()
    return (kind.subject, kind.body) if last is None or last.is_origin else (last.subject, last.body)
