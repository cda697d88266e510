"""What an answer is worth: reading what was typed, saying what is wrong with it, showing it.

Forms, the sending and every page read the same functions. What is not understood is kept as typed.
"""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from ess_portal.lib import french
from programmes.models import Question

Value = str | list[str] | None
Kind = Question.Kind
TEXTS = frozenset({Kind.SHORT, Kind.LONG})
FIGURES = frozenset({Kind.NUMBER, Kind.AMOUNT})
DEFAULT_LIMITS: dict[str, int] = {Kind.SHORT: 300, Kind.LONG: 10_000}
LARGEST = Decimal(10) ** 15
YES_NO = {"oui": "Oui", "non": "Non"}


def options(question: Question) -> list[str]:
    """Choices of a question, one per line in its sheet."""
    if question.kind == Kind.YES_NO:
        return list(YES_NO)
    return [line.strip() for line in question.options.splitlines() if line.strip()]


def limit(question: Question) -> int | None:
    """Most characters of a text answer; None for the other kinds."""
    return question.max_length or DEFAULT_LIMITS[question.kind] if question.kind in TEXTS else None


def read(question: Question, typed: Value) -> Value:
    """The value to keep: canonical when it is understood (figure, date), as typed when it is not."""
    if question.kind == Kind.MANY:
        return list(typed or [])
    text = str(typed or "").replace("\r\n", "\n").strip()
    if question.kind in FIGURES:
        figure = _figure(text)
        return text if figure is None else f"{figure:f}"
    if question.kind == Kind.DATE:
        day = _day(text)
        return day.isoformat() if day else text
    return text


def is_blank(value: Value) -> bool:
    return value is None or value == "" or value == []


def problem(question: Question, value: Value) -> str:
    """A sentence that says what to mend in a kept value; empty when all is well. A blank is not judged here."""
    if is_blank(value):
        return ""
    if question.kind in TEXTS:
        return _too_long(question, str(value))
    if question.kind in FIGURES:
        return _wrong_figure(question, str(value))
    if question.kind == Kind.DATE:
        return "" if _day(str(value)) else "Écrivez une date, par exemple 14/06/2027."
    chosen = value if isinstance(value, list) else [value]
    return "" if set(chosen) <= set(options(question)) else "Choisissez parmi les réponses proposées."


def shown(kind: str, value: Value) -> str:
    """A kept value in French words; empty for a blank."""
    if value is None or is_blank(value):
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if kind == Kind.YES_NO:
        return YES_NO.get(value, value)
    if kind == Kind.DATE:
        day = _day(value)
        return french.day(day) if day else value
    figure = _figure(value) if kind in FIGURES else None
    if figure is None:
        return value
    words = f"{figure:,f}".replace(",", "\u00a0").replace(".", ",")
    return f"{words}\u00a0€" if kind == Kind.AMOUNT else words


def _too_long(question, text):
    most = limit(question)
    if len(text) <= most:
        return ""
    return (
        f"Ce texte compte {french.number(len(text))} caractères, la limite est de {french.number(most)}. "
        f"Raccourcissez-le de {french.counted(len(text) - most, 'caractère', 'caractères')}."
    )


def _wrong_figure(question, text):
    figure = _figure(text)
    if question.kind == Kind.AMOUNT and (figure is None or figure < 0):
        return "Écrivez un montant en euros, par exemple 1 250."
    return "Écrivez un nombre, par exemple 12." if figure is None else ""


def _figure(text):
    digits = "".join(text.split()).replace("\u202f", "").replace(",", ".").rstrip("€")
    try:
        figure = Decimal(digits)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and abs(figure) < LARGEST and figure.as_tuple().exponent >= -6 else None


def _day(text):
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None
