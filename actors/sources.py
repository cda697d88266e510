"""Where the facts of a sheet come from, as it is said in public: a label and a date, never a code."""

from collections.abc import Iterable

from actors.around import Item
from ess_portal.lib.french import NBSP

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def partial_date(text: str) -> str:
    """« juin 2023 » for 2023-06, « 22 novembre 2007 » for 2007-11-22; what is not a date is left as it is."""
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return text
    year, *rest = parts
    words = [year]
    if rest:
        words.insert(0, MONTHS[int(rest[0]) - 1])
    if len(rest) == 2:
        words.insert(0, "1er" if int(rest[1]) == 1 else str(int(rest[1])))
    return NBSP.join(words)


def said(sources: Iterable[Item]) -> list[str]:
    """Public labels, the latest dated first, each once: « Webinaire…, juin 2023 »."""
    ordered = sorted({(item.note, item.label) for item in sources}, key=lambda pair: pair[1])
    ordered.sort(key=lambda pair: pair[0], reverse=True)
    return [f"{label}, {partial_date(date)}" if date else label for date, label in ordered]
