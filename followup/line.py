"""The line of a participation: what its programme holds, in words, and where the person is on it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ess_portal.lib import french
from followup.models import ComponentProgress
from followup.opening import PACKAGE_KINDS, UNIT_MINUTES
from programmes.models import ProgrammeComponent

UNITS = {
    "hour": ("heure", "heures"),
    "half_day": ("demi-journée", "demi-journées"),
    "day": ("jour", "jours"),
    "session": ("séance", "séances"),
    "weekend": ("week-end", "week-ends"),
    "month": ("mois", "mois"),
}


def volume(component: ProgrammeComponent) -> str:
    """« 20 h », « 3 demi-journées », « 2 à 4 jours »; « à préciser » when the programme does not say it."""
    if component.quantity is None or component.unit not in UNITS:
        return "volume à préciser"
    if component.quantity_max is not None:
        words = UNITS[component.unit][1]
        return f"{component.quantity.normalize():f} à {component.quantity_max.normalize():f}{french.NBSP}{words}"
    if component.unit == "hour":
        return french.hours(int(component.quantity * UNIT_MINUTES["hour"]))
    one, many = UNITS[component.unit]
    return f"{component.quantity.normalize():f}{french.NBSP}{many if component.quantity >= 2 else one}".replace(
        ".", ","
    )


@dataclass(frozen=True)
class Stop:
    """One component on the line: passed, here, ahead, or left out."""

    progress: ComponentProgress
    here: bool

    @property
    def component(self) -> ProgrammeComponent:
        return self.progress.component

    @property
    def volume(self) -> str:
        return volume(self.component)

    @property
    def done(self) -> bool:
        return self.progress.status == ComponentProgress.Status.DONE

    @property
    def skipped(self) -> bool:
        return self.progress.status == ComponentProgress.Status.SKIPPED


def stops(line: QuerySet[ComponentProgress]) -> list[Stop]:
    """The stops in order; « here » is the first one that is still ahead."""
    rows = list(line.select_related("component"))
    here = next((row for row in rows if row.status == ComponentProgress.Status.AHEAD), None)
    return [Stop(row, row is here) for row in rows]


def unmeasured(line: list[Stop], package_kinds: set[str]) -> list[Stop]:
    """The components that would open an hour package, had the programme said how many hours."""
    return [stop for stop in line if PACKAGE_KINDS.get(stop.component.component_type, "") not in {"", *package_kinds}]
