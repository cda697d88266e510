"""Who acts where: stages × territories, with the cells where nobody is known yet. Six queries whatever the size."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.db.models.functions import Coalesce

from actors.models import Actor, Coverage, Department, Region, Site
from actors.models.actor import SheetStatus
from programmes.models import Programme, Stage

TITLES = (
    "territoire",
    "code",
    "étape",
    "qui agit",
    "acteurs sur place",
    "programmes régionaux",
    "programmes nationaux",
)
LEVELS = {"here": "sur place", "region": "dans la région", "country": "tout le pays", "nobody": "personne"}


@dataclass(frozen=True)
class Cell:
    """`here` organisations are present and carry a programme of the stage; the others count programmes."""

    stage: Stage
    here: int
    regional: int
    national: int

    @property
    def level(self) -> str:
        """The closest that can be found: here, region, country or nobody."""
        found = (("here", self.here), ("region", self.regional), ("country", self.national))
        return next((level for level, count in found if count), "nobody")

    @property
    def words(self) -> str:
        return f"{self.here} {LEVELS['here']}" if self.here else LEVELS[self.level]


@dataclass(frozen=True)
class Row:
    territory: Department | Region
    region: str
    cells: list[Cell]

    @property
    def parameter(self) -> str:
        """The filter of the lists that keeps this territory."""
        return "departement" if isinstance(self.territory, Department) else "region"

    @property
    def gaps(self) -> list[Stage]:
        return [cell.stage for cell in self.cells if cell.level == "nobody"]


@dataclass(frozen=True)
class Matrix:
    stages: list[Stage]
    regions: list[Row]
    departments: list[Row]

    def of_region(self, code: str) -> list[Row]:
        """The region, then its départements; empty when the code is unknown."""
        return [row for row in [*self.regions, *self.departments] if row.region == code]


def matrix(*, national: bool = True) -> Matrix:
    """Every stage in every territory; programmes of the whole country are left out when `national` is false."""
    stages = list(Stage.objects.all())
    departments = list(Department.objects.select_related("region"))
    regions = {department.region_id: department.region for department in departments}
    programmes = Programme.objects.public().exclude(status=SheetStatus.CLOSED).filter(stages__isnull=False)
    if not national:
        programmes = programmes.filter(region__isnull=False)
    counts = _counts(programmes)
    present = _present(programmes, {department.code: department.region_id for department in departments})

    def row(territory, region):
        here, orders = present[type(territory), territory.code], [stage.order for stage in stages]
        figures = [(here[order], counts[order, region], counts[order, None]) for order in orders]
        return Row(territory, region, [Cell(stage, *figures[place]) for place, stage in enumerate(stages)])

    ordered = sorted(regions.values(), key=lambda region: region.sort_name)
    return Matrix(
        stages,
        [row(region, region.code) for region in ordered],
        [row(department, department.region_id) for department in departments],
    )


def lines(rows: Iterable[Row]) -> Iterator[list]:
    """The table as lines of a file: a header, then per territory and stage the level and the three counts."""
    yield [*TITLES]
    for row in rows:
        for cell in row.cells:
            yield [
                row.territory.name,
                row.territory.code,
                cell.stage.name,
                LEVELS[cell.level],
                cell.here,
                cell.regional,
                cell.national,
            ]


def _counts(programmes):
    """Number of programmes by stage and region (None: the whole country)."""
    rows = programmes.order_by().values_list("stages__order", "region").annotate(n=Count("pk", distinct=True))
    return defaultdict(int, {(order, region): n for order, region, n in rows})


def _present(programmes, region_of):
    """Territory → stage → number of organisations present there that carry a programme one can follow there."""
    acting = _acting(programmes)
    found = defaultdict(set)
    for actor, department, region in _places(acting):
        region = region_of.get(department) or region
        for order, followed_in in acting.get(actor, ()):
            if followed_in in (None, region):
                found[Region, region].add((order, actor))
                found[Department, department].add((order, actor))
    return defaultdict(Counter, {key: Counter(order for order, _ in pairs) for key, pairs in found.items()})


def _acting(programmes):
    """Organisation → stages of the programmes that it leads or of which it is a partner, with their region."""
    columns = ("stages__order", "region")
    led = programmes.order_by().values_list("lead_actor", *columns)
    partnered = programmes.order_by().filter(partners__listed=True).values_list("partners", *columns)
    acting = defaultdict(set)
    for actor, order, region in led.union(partnered):
        acting[actor].add((order, region))
    return acting


def _places(acting):
    """(organisation, département, region) of every office, site and coverage; blank where it is not said."""
    blank = Value("", output_field=CharField())

    def part(queryset, actor, region):
        rows = queryset.order_by().annotate(_d=Coalesce("department", blank), _r=Coalesce(region, blank))
        return rows.values_list(actor, "_d", "_r")

    alive = Actor.objects.public().exclude(status=SheetStatus.CLOSED)
    offices = part(alive, "pk", "region")
    sites = part(Site.objects.filter(actor__in=alive), "actor", blank)
    covered = part(Coverage.objects.filter(actor__in=alive), "actor", "region")
    return [place for place in offices.union(sites, covered) if place[0] in acting]
