"""Components of a programme to scale: known lengths have a block, the others say « volume non renseigné »."""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from ess_portal.lib.french import NBSP, counted, hours

MINUTES = {"hour": 60, "half_day": 210, "day": 420}
UNIT_WORDS = {
    "hour": ("h", "h"),
    "half_day": ("demi-journée", "demi-journées"),
    "day": ("journée", "journées"),
    "session": ("séance", "séances"),
    "month": ("mois", "mois"),
    "weekend": ("week-end", "week-ends"),
    "programme": ("parcours", "parcours"),
}
TYPE_WORDS = {
    "training": "formation",
    "individual_meeting": "référent",
    "follow_up": "suivi",
    "mentoring": "mentorat",
    "workshop": "ateliers",
    "expertise": "conseil",
    "consulting": "conseil",
    "onboarding": "entrée",
    "welcome": "accueil",
    "info_meeting": "information",
    "event": "rencontres",
    "closing": "clôture",
    "community": "réseau",
    "network": "réseau",
}
UNKNOWN = "volume non renseigné"
GAP = 0.6
ROOM_FOR_A_LETTER, ROOM_FOR_WORDS = 2.1, 10
MOST_BLOCKS = 12
RANGE = re.compile(r"(\d+)( à \d+)? min")


@dataclass(frozen=True)
class Block:
    """A rectangle in percentages of the width, as SVG attributes."""

    x: str
    width: str


@dataclass(frozen=True)
class Share:
    block: Block
    middle: str
    figures: str
    words: str


@dataclass(frozen=True)
class Row:
    component: object
    volume: str
    blocks: list[Block]


@dataclass(frozen=True)
class TimeAsked:
    """Minutes of the compulsory and of the optional components; `is_least` when some length is unknown or a range."""

    minutes: int
    optional: int
    is_least: bool

    @property
    def words(self) -> str:
        """« Au moins 17 h, soit environ 5 demi-journées »; empty when no compulsory length is known."""
        if not self.minutes:
            return ""
        known = f"{'Au moins ' if self.is_least else ''}{hours(self.minutes)}"
        halves, left = round(self.minutes / MINUTES["half_day"]), self.minutes % MINUTES["half_day"]
        if not halves:
            return known
        return f"{known}, soit {'environ ' if left else ''}{counted(halves, *UNIT_WORDS['half_day'])}"


@dataclass(frozen=True)
class Course:
    rows: list[Row]
    shares: list[Share]
    known_minutes: int
    is_partial: bool

    @property
    def known(self) -> str:
        return hours(self.known_minutes)


def course(components) -> Course:
    """Rows and shares of the components, in order; a day counts 7 h, a half-day 3 h 30 (decisions.md 4)."""
    lengths = {component: minutes(component) for component in components}
    longest = max((length for length in lengths.values() if length), default=0)
    rows = [
        Row(component, volume(component), _blocks(component, lengths[component], longest)) for component in components
    ]
    known = sum(length for length in lengths.values() if length)
    return Course(rows, _shares(lengths), known, is_partial=None in lengths.values())


def time_asked(components) -> TimeAsked:
    """What the components ask of a person's time, as far as it is known; an unknown length is not a zero."""
    asked = [component for component in components if component.mandatory]
    optional = [component for component in components if not component.mandatory]
    return TimeAsked(
        minutes=sum(minutes(component) or 0 for component in asked),
        optional=sum(minutes(component) or 0 for component in optional),
        is_least=any(minutes(component) is None or _is_range(component) for component in asked),
    )


def _is_range(component):
    found = RANGE.search(component.duration_each)
    return bool(component.quantity_max or (component.unit not in MINUTES and found and found[2]))


def minutes(component) -> int | None:
    """Known length of a component, the least one when it is a range; None when it is not known in hours."""
    if component.quantity is None:
        return None
    each = MINUTES.get(component.unit)
    if each is None:
        found = RANGE.search(component.duration_each)
        each = int(found[1]) if found else None
    return int(component.quantity * each) if each else None


def volume(component) -> str:
    """« 20 h », « 3 demi-journées », « de 6 à 18 mois », « 3 séances de 60 à 90 min », or the unknown."""
    if component.quantity is None or component.unit not in UNIT_WORDS:
        return UNKNOWN
    one, many = UNIT_WORDS[component.unit]
    most = component.quantity_max or component.quantity
    words = f"{_plain(most)}{NBSP}{many if most >= 2 else one}"
    if component.quantity_max:
        words = f"de {_plain(component.quantity)} à {words}"
    if component.duration_each:
        words += f" de {component.duration_each}"
    return words


def _plain(quantity):
    quantity = Decimal(quantity)
    return str(int(quantity)) if quantity == int(quantity) else f"{quantity.normalize():f}".replace(".", ",")


def _blocks(component, length, longest):
    """One block per day, half-day or session; one for a package of hours."""
    if not length:
        return []
    count = 1 if component.unit == "hour" else max(1, min(int(component.quantity), MOST_BLOCKS))
    step = 100 * length / longest / count
    return [_block(i * step, step) for i in range(count)]


def _block(x, width):
    return Block(f"{x:.2f}%", f"{max(width - GAP, 0.4):.2f}%")


def _shares(lengths):
    """One share per type of component, in order of appearance."""
    totals = defaultdict(int)
    for component, length in lengths.items():
        if length:
            totals[component.component_type] += length
    whole, x, shares = sum(totals.values()), 0, []
    for kind, total in totals.items():
        width = 100 * total / whole
        figures = hours(total)
        figures = figures if width >= ROOM_FOR_A_LETTER * len(figures) else ""
        words = TYPE_WORDS.get(kind, "autre") if width >= ROOM_FOR_WORDS else ""
        shares.append(Share(_block(x, width), f"{x + width / 2:.2f}%", figures, words))
        x += width
    return shares
