"""Distances as the crow flies, said only when both positions are known; organisations close to one another."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from actors.around import Item, Part
from actors.models import Actor, Site
from ess_portal.lib.french import NBSP

EARTH_KM = 6371.0
DEGREE_KM = 111.0
WITHIN_KM = 50
MOST_SHOWN = 6
Position = tuple[float, float]  # latitude, longitude, in degrees


@dataclass(frozen=True)
class Neighbour:
    slug: str
    name: str
    place: str
    km: float

    @property
    def words(self) -> str:
        """« à 12 km », « à moins d’un kilomètre »."""
        return "à moins d’un kilomètre" if self.km < 1 else f"à {round(self.km)}{NBSP}km"


def kilometres(one: Position, other: Position) -> float:
    """Length of the great circle between two positions (haversine)."""
    (lat, lon), (other_lat, other_lon) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(half)))


def neighbours_parts(actor: Actor) -> dict[str, Part]:
    """What `around` must read to know who is near; nothing when the organisation's own position is unknown."""
    if actor.position is None:
        return {}
    lat, lon = actor.position
    height = WITHIN_KM / DEGREE_KM
    width = height / max(cos(radians(lat)), 0.01)
    box = {"latitude__range": (lat - height, lat + height), "longitude__range": (lon - width, lon + width)}
    actors = Actor.objects.public().exclude(pk=actor.pk)
    sites = Site.objects.filter(actor__in=actors, **box)
    return {
        "near": Part(actors.filter(**box), "slug", "name", since="latitude", until="longitude"),
        "near_sites": Part(sites, "actor__slug", "actor__name", "name", since="latitude", until="longitude"),
    }


def neighbours(actor: Actor, found: dict[str, list[Item]]) -> list[Neighbour]:
    """The closest organisations, each once at its closest place, the nearest first."""
    nearest: dict[str, Neighbour] = {}
    if actor.position is None:
        return []
    for item in [*found.get("near", ()), *found.get("near_sites", ())]:
        km = kilometres(actor.position, (float(item.since), float(item.until)))
        if km <= WITHIN_KM and (item.code not in nearest or km < nearest[item.code].km):
            nearest[item.code] = Neighbour(item.code, item.label, item.note, km)
    return sorted(nearest.values(), key=lambda near: (near.km, near.name))[:MOST_SHOWN]
