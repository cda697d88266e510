"""Who names a territory by its code, so that it is not removed under them; apps above register what they know."""

from collections.abc import Callable

from actors.models import Department, Region, Zone

Territory = Region | Department | Zone
USES: list[Callable[[Territory], list[str]]] = []


def uses_of(territory: Territory) -> list[str]:
    """A sentence for each thing that names this territory; nothing when it may go."""
    return [sentence for uses in USES for sentence in uses(territory)]
