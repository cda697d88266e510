"""Figures and days as people write them."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(10) ** 15
LONGEST = 60


def figure(text) -> Decimal | None:
    """« 12 500,50 € » → 12500.50; None when it is not a figure, or one that nobody means."""
    digits = "".join(str(text)[: LONGEST + 1].split()).replace("\u202f", "").replace(",", ".").rstrip("€")
    if len(digits) > LONGEST:
        return None
    try:
        found = Decimal(digits)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < LARGEST and int(found.as_tuple().exponent) >= -6 else None


def day(text) -> date | None:
    """« 14/06/2027 » or « 2027-06-14 »."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(str(text)[:LONGEST], pattern).date()
        except ValueError:
            continue
    return None


def in_words(found: Decimal) -> str:
    """« 12 500,50 »."""
    return f"{found:,f}".replace(",", "\u00a0").replace(".", ",")
