"""What exists in each département: two figures, and the tile that shows them."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, Value, When

from actors.models import Actor, Coverage, Department, Site
from actors.models.actor import NATIONAL_CHAMBER, SheetStatus
from programmes.models import Programme

TILE, STEP, OVERSEAS_SHIFT = 34, 36, 6
MOST_ACTORS = 60
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
    departments = Department.objects.annotate(present=present)
    return [_tile(department, by_region.get(department.region_id, 0) + national) for department in departments]


def _tile(department, programmes):
    shift = OVERSEAS_SHIFT if len(department.code) == 3 else 0
    shade = next(name for least, name in SHADES if department.present >= least)
    x, y = 1 + STEP * department.tile_column, 1 + STEP * department.tile_row + shift
    return Tile(department, department.present, programmes, x, y, shade)


def whom_to_call(region) -> Actor | None:
    """The region's chamber; when it has closed or is not known, the national one (decisions.md 8)."""
    chambers = Q(kind="ess_chamber", region=region) & ~Q(status=SheetStatus.CLOSED)
    national = Q(slug=NATIONAL_CHAMBER)
    here_first = Case(When(slug=NATIONAL_CHAMBER, then=Value(1)), default=Value(0))
    return Actor.objects.public().filter(chambers | national).order_by(here_first, "sort_name").first()


def local_actors(department) -> tuple[list[Actor], list[Actor]]:
    """Organisations present in a département, and those that work there from elsewhere in the region or by coverage."""
    here = Q(department=department.pk) | Q(pk__in=Site.objects.filter(department=department.pk).values("actor"))
    covered = Coverage.objects.filter(Q(department=department.pk) | Q(region=department.region_id))
    covering = Q(pk__in=covered.values("actor"))
    regional = Q(region=department.region_id, department=None)
    actors = Actor.objects.public().filter(here | covering | regional).select_related("kind", "department", "region")
    actors = actors.annotate(is_here=Case(When(here, then=Value(True)), default=Value(False)))
    found = list(actors.defer("description", "editor_note").order_by("-is_here", "sort_name")[:MOST_ACTORS])
    return [actor for actor in found if actor.is_here], [actor for actor in found if not actor.is_here]
