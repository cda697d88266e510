"""When the examination of a file starts: at the first act of an officer on it, whatever the act."""

from datetime import datetime

from accounts import outbox
from applications import letters
from applications.models import Application, Reopening


def begin(held: Application, now: datetime) -> None:
    """Note that somebody acts on the locked file: from here its team no longer changes what it sent.

    A reopening that was under way ends here: the version that was sent is the one that is read, and the team is told.
    """
    if held.examined_at is None:
        held.examined_at = now
        held.save(update_fields=["examined_at"])
    overtaken = held.reopenings.filter(ended_at=None).first()
    if overtaken is None:
        return
    overtaken.ended_at, overtaken.end = now, Reopening.End.OVERTAKEN
    overtaken.save(update_fields=["ended_at", "end"])
    for user in letters.addressees(held):
        outbox.owe(user, "examination_started", key=f"overtaken:{overtaken.pk}:{user.pk}", application=held)
