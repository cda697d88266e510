"""A project on its line: the stages around the one where it is. Going back is normal, so none is ever « left out »."""

from collections.abc import Sequence
from dataclasses import dataclass

from programmes.models import Stage
from projects.models import Project

AROUND = 2


@dataclass(frozen=True)
class Stop:
    """One stage of the track: `state` is done, now or next."""

    label: str
    state: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    summary: str
    stops: list[Stop]


def stages() -> list[Stage]:
    """All the stages in order: read once for any number of projects."""
    return list(Stage.objects.order_by("order", "pk"))


def of(project: Project, all_stages: Sequence[Stage]) -> Line:
    """Five stages at most: the one where the project is, and its neighbours."""
    codes = [stage.pk for stage in all_stages]
    place = codes.index(project.stage_id)
    first = max(0, min(place - AROUND, len(codes) - 2 * AROUND - 1))
    shown = list(enumerate(all_stages))[first : first + 2 * AROUND + 1]
    stops = [Stop(stage.name, "done" if n < place else "now" if n == place else "next") for n, stage in shown]
    return Line(f"Étape {place + 1} sur {len(codes)} : {all_stages[place].name}", stops)
