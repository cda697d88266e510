"""The kinds of questions: one object per kind knows all about it. A new kind is one class and one line here."""

from programmes.models import Question

from .base import BaseKind, Value
from .choices import Many, One, YesNo
from .communes import Commune
from .figures import Amount, Day, Number, Scale
from .files import File
from .groups import Group
from .numbers import Siren, Siret
from .tables import Table
from .texts import Long, Text

Name = Question.Kind


def of(subject) -> BaseKind:
    """The kind of a question, of a row of a snapshot, or of its name."""
    if isinstance(subject, dict):
        subject = subject["kind"]
    return KINDS[getattr(subject, "kind", subject)]


KINDS: dict[str, BaseKind] = {
    Name.SHORT: Text(),
    Name.LONG: Long(),
    Name.NUMBER: Number(),
    Name.AMOUNT: Amount(),
    Name.DATE: Day(),
    Name.ONE: One(),
    Name.MANY: Many(),
    Name.YES_NO: YesNo(),
    Name.SCALE: Scale(),
    Name.COMMUNE: Commune(),
    Name.SIRET: Siret(),
    Name.SIREN: Siren(),
    Name.FILE: File(),
    Name.GROUP: Group(of),
    Name.TABLE: Table(),
}

__all__ = ["KINDS", "BaseKind", "Name", "Value", "of"]
