"""What exists in each territory: two figures and a tile, who is there, what is open, stages where nobody is known."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from django.conf import settings
from django.db.models import Case, Count, Q, Value, When

from actors.catalogue import Catalogue
from actors.models import Actor, Coverage, Department, Region, Site
from actors.models.actor import NATIONAL_CHAMBER, SheetStatus
from programmes.call_filters import Situation
from programmes.models import Call, Programme
from programmes.opening import ZONE_WORDS, Announcement, announced

TILE, STEP, OVERSEAS_SHIFT = 34, 36, 6
MOST_ACTORS = 60
MOST_CALLS = 10
ACTOR = ("slug", "name", "sort_name", "city", "status", "summary", "region", "kind__name")
SHADES = ((10, "t4"), (4, "t3"), (2, "t2"), (1, "t1"), (0, "t0"))


@dataclass(frozen=True)
class Tile:
    department: Department
    actors: int
    programmes: int
    x: int
    y: int
    shade: str

    @property
    def text_x(self):
        return self.x + TILE // 2

    @property
    def text_y(self):
        return self.y + 22


def programmes_by_region() -> dict[str | None, int]:
    """Number of public programmes of each region; those of the whole country are under None."""
    rows = Programme.objects.public().order_by().values_list("region").annotate(n=Count("pk"))
    return dict(rows)


def tiles(by_region: dict[str | None, int]) -> list[Tile]:
    """One tile per département: organisations present there, programmes that can be followed there (decisions.md 8)."""
    national = by_region.get(None, 0)
    present = Count("actors", filter=Q(actors__listed=True))
    departments = Department.objects.select_related("region").annotate(present=present)
    return [_tile(department, by_region.get(department.region_id, 0) + national) for department in departments]


def _tile(department, programmes):
    shift = OVERSEAS_SHIFT if len(department.code) == 3 else 0
    shade = next(name for least, name in SHADES if department.present >= least)
    x, y = 1 + STEP * department.tile_column, 1 + STEP * department.tile_row + shift
    return Tile(department, department.present, programmes, x, y, shade)


@dataclass(frozen=True)
class Local:
    """Organisations of a territory: on the spot, at work there from elsewhere, and the one to call first."""

    present: list[Actor]
    around_here: list[Actor]
    call_first: Actor | None


@dataclass(frozen=True)
class Reach:
    """A stage, with the programmes of the region and of the whole country that serve it."""

    code: str
    name: str
    regional: int
    national: int

    @property
    def is_gap(self) -> bool:
        return not self.regional and not self.national


def whom_to_call(region: Region | None) -> Actor | None:
    """The region's chamber; when it has closed or is not known, the national one (decisions.md 8)."""
    known = Actor.objects.public().annotate(to_call=_to_call(region)).filter(to_call__gt=0)
    return known.order_by("-to_call", "sort_name").first()


def _to_call(region):
    chambers = Q(kind="ess_chamber", region=region) & ~Q(status=SheetStatus.CLOSED)
    return Case(When(chambers, then=Value(2)), When(slug=NATIONAL_CHAMBER, then=Value(1)), default=Value(0))


def local_actors(territory: Region | Department) -> Local:
    """Organisations of a region or a département, and whom to call there: one query."""
    region, here, working = _presence(territory)
    presence = Case(When(here, then=Value(2)), When(working, then=Value(1)), default=Value(0))
    actors = Actor.objects.annotate(to_call=_to_call(region), presence=presence)
    actors = actors.order_by("-to_call", "-presence", "sort_name", "pk")
    picked = actors.public().filter(Q(to_call__gt=0) | Q(presence__gt=0)).values("pk")[:MOST_ACTORS]
    found = list(actors.filter(pk__in=picked).select_related("kind").only(*ACTOR))
    shown = sorted(found, key=lambda actor: actor.sort_name)
    return Local(
        [actor for actor in shown if actor.presence == 2],
        [actor for actor in shown if actor.presence == 1],
        found[0] if found and found[0].to_call else None,
    )


def _presence(territory):
    """The region of a territory, who is in it, and who works in it from elsewhere."""
    if isinstance(territory, Region):
        sites = Site.objects.filter(department__region=territory)
        covered = Coverage.objects.filter(Q(region=territory) | Q(department__region=territory))
        offices = Q(region=territory) | Q(department__region=territory)
        return territory.pk, offices | Q(pk__in=sites.values("actor")), Q(pk__in=covered.values("actor"))
    sites = Site.objects.filter(department=territory)
    covered = Coverage.objects.filter(Q(department=territory) | Q(region=territory.region_id))
    regional = Q(region=territory.region_id, department=None)
    here = Q(department=territory) | Q(pk__in=sites.values("actor"))
    return territory.region_id, here, Q(pk__in=covered.values("actor")) | regional


def reach(programmes: Catalogue, region: Region) -> list[Reach]:
    """Each stage with who can be followed there from the region, from the list that is kept."""
    alive = programmes.everything & ~programmes.having("etat", [SheetStatus.CLOSED])
    regional, national = (programmes.having("own", [where]) & alive for where in (region.pk, ""))
    served = {code: programmes.having("etape", [code]) for code in programmes.labels["etape"]}
    return [
        Reach(code, name, (served[code] & regional).bit_count(), (served[code] & national).bit_count())
        for code, name in programmes.labels["etape"].items()
    ]


def to_follow(programmes: Catalogue, region: Region, most: int) -> list[int]:
    """Keys of the first programmes by name that can be followed in a region: its own, then those of the country."""
    rows = (programmes.having("own", [where]) for where in (region.pk, ""))
    places = chain.from_iterable(programmes.sorted_by(range(len(programmes.keys)), some) for some in rows)
    return [programmes.keys[place] for place in islice(places, most)]


def departments_of(region: Region) -> list[Department]:
    """The départements of a region, with `present` organisations in each."""
    return list(region.departments.annotate(present=Count("actors", filter=Q(actors__listed=True))).order_by("code"))


def calls_of(region: Region, calls: Catalogue, now: datetime) -> list[Announcement]:
    """Calls open or to come of the programmes that can be followed in a region, the first to close in front."""
    rows = calls.having("region", [region.pk]) & ~calls.having("etat", [Situation.PAST])
    places = islice(calls.sorted_by(range(len(calls.keys)), rows), MOST_CALLS)
    keys = [calls.keys[place] for place in places]
    found = Call.objects.filter(pk__in=keys).select_related("programme__lead_actor", "programme__region")
    return announced(found, now)


def zone_words(region: Region) -> str:
    """« heure de La Réunion », or nothing where clocks show the time of Paris."""
    return "" if region.time_zone == settings.TIME_ZONE else ZONE_WORDS.get(region.time_zone, region.time_zone)
