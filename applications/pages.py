"""The open page that a save comes from: what it showed, and whether it is the latest of its saves.

Saves of one page may arrive late, twice or out of order; its own earlier text never wins over its later one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.utils.crypto import get_random_string

from accounts.models import User
from applications.answers import Value, is_blank
from applications.models import Answer, Application
from programmes.models import Question

HEXADECIMAL = "0123456789abcdef"
LENGTH = 16


@dataclass(frozen=True)
class OpenPage:
    """`number` grows with each save of the page; `shown` gives, by code, the digest of what was last saved."""

    writer: str = ""
    number: int = 0
    shown: Mapping[str, str] = field(default_factory=dict)

    def showed(self, question: Question, value: Value) -> bool:
        """True when the field still holds what the page displayed: its writer has not touched it."""
        return self.shown.get(question.code) == digest(value)

    def wrote(self, answer: Answer, by: User) -> bool:
        return bool(self.writer) and (answer.writer, answer.updated_by_id) == (self.writer, by.pk)


NO_PAGE = OpenPage()


def new_writer() -> str:
    return get_random_string(LENGTH, HEXADECIMAL)


def digest(value: Value) -> str:
    """A short mark of an answer, to tell whether a field was touched."""
    kept = None if is_blank(value) else value
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:LENGTH]


class Order(Enum):
    """Where a save stands among those of its page."""

    LATEST, AGAIN, EARLIER = "latest", "again", "earlier"


def note(application: Application, page: OpenPage, by: User) -> Order:
    """Remember the save and say where it stands. Call it under the draft's lock."""
    if not page.writer:
        return Order.AGAIN
    known, is_new = application.pages.get_or_create(user=by, writer=page.writer, defaults={"number": page.number})
    if is_new:
        return Order.LATEST
    if known.number >= page.number:
        return Order.AGAIN if known.number == page.number else Order.EARLIER
    known.number = page.number
    known.save()
    return Order.LATEST
