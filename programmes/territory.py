"""What exists in each territory: two figures and a tile, who is there, what is open, stages where nobody is known."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Case, Count, F, Q, Value, When

from actors.around import Item, Part, around
from actors.models import Actor, Coverage, Department, Region, Site
from actors.models.actor import NATIONAL_CHAMBER, SheetStatus
from programmes.models import Call, Programme, Stage
from programmes.opening import ZONE_WORDS, Announcement, announced

TILE, STEP, OVERSEAS_SHIFT = 34, 36, 6
MOST_ACTORS = 60
MOST_CALLS = 10
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
    actors = Actor.objects.public().annotate(to_call=_to_call(region), presence=presence)
    actors = actors.filter(Q(to_call__gt=0) | Q(presence__gt=0)).select_related("kind", "department", "region")
    actors = actors.defer("description", "editor_note").order_by("-to_call", "-presence", "sort_name")
    found = list(actors[:MOST_ACTORS])
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


def stages_and_departments(region: Region) -> tuple[list[Reach], list[Item]]:
    """Each stage with who can be followed there from the region; the départements, `note` organisations in each."""
    open_here = Q(programmes__lead_actor__listed=True) & ~Q(programmes__status=SheetStatus.CLOSED)
    stages = Stage.objects.annotate(
        regional=Count("programmes", filter=open_here & Q(programmes__region=region)),
        national=Count("programmes", filter=open_here & Q(programmes__region=None)),
    )
    departments = region.departments.annotate(present=Count("actors", filter=Q(actors__listed=True)))
    found = around(
        {
            "stages": Part(stages, "code", "name", note="regional", since="national", until="order"),
            "departments": Part(departments, "code", "name", note="present"),
        }
    )
    ordered = sorted(found["stages"], key=lambda item: int(item.until))
    reach = [Reach(item.code, item.label, int(item.note), int(item.since)) for item in ordered]
    return reach, sorted(found["departments"], key=lambda item: item.code)


def calls_of(region: Region, now: datetime) -> list[Announcement]:
    """Calls open or to come of the programmes that can be followed in a region, the first to close in front."""
    current = Call.objects.public().filter(Q(closes_at=None) | Q(closes_at__gt=now), cancelled_at=None)
    current = current.filter(Q(programme__region=region) | Q(programme__region=None))
    current = current.select_related("programme__lead_actor", "programme__region")
    return announced(current.order_by(F("closes_at").asc(nulls_last=True))[:MOST_CALLS], now)


def zone_words(region: Region) -> str:
    """« heure de La Réunion », or nothing where clocks show the time of Paris."""
    return "" if region.time_zone == settings.TIME_ZONE else ZONE_WORDS.get(region.time_zone, region.time_zone)
