"""Drawing of the plan: from stages, lines and walks to the points, paths and capsules of an SVG. No database here."""

from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ess_portal.lib.french import counted

LEFT, STEP = 58, 116
TOP, ROW = 136, 50
TERMINUS = 36
HUB, STOP_ROOM = 14, 20
CORNER = 9
LAST_STAGE = 9
TRACK_LEFT, TRACK_STEP, RING = 8, 14, 13


@dataclass(frozen=True)
class Stage:
    order: int
    code: str
    name: str
    short_lines: tuple[str, ...]
    zone: str
    url: str
    question: str = ""

    @property
    def number(self) -> int:
        return self.order + 1


@dataclass(frozen=True)
class Line:
    """`waypoints` are (stage, row) from left to right; `label` is (stage, row, dx, dy, anchor).

    `programmes` are the short names of the first ones, `more` the number of the others.

    `served` holds the stages where a programme answers the choices made on the page; None when nothing was chosen.
    """

    letter: str
    name: str
    short_name: str
    url: str
    core: int
    terminus: str
    label: tuple[float, int, int, int, str]
    waypoints: tuple[tuple[int, int], ...]
    stops: frozenset[int]
    programmes: tuple[str, ...] = ()
    more: int = 0
    served: frozenset[int] | None = None

    def serves(self, stage: int) -> bool:
        """Whether the line stops at a stage, and a programme can be followed there with the choices made."""
        return stage in self.stops and (self.served is None or stage in self.served)

    @property
    def is_served(self) -> bool:
        return self.served is None or any(self.serves(stage) for stage in self.stops)

    @property
    def names(self) -> str:
        more = f" et {counted(self.more, 'autre', 'autres')}" if self.more else ""
        return ", ".join(self.programmes) + more

    def row_at(self, stage: int) -> int:
        """Row of the line where it passes a stage."""
        for (start, row), (end, next_row) in pairwise(self.waypoints):
            if start <= stage < end:
                return row
            if stage == end:
                return next_row
        return self.waypoints[0][1]

    def passes(self, stage: int) -> bool:
        return self.waypoints[0][0] <= stage <= self.waypoints[-1][0]

    @property
    def title(self) -> str:
        names = f" : {self.names}" if self.programmes else ""
        return f"Ligne {self.letter}, {self.name}{names if self.is_served else ', non desservie avec ces choix'}"


@dataclass(frozen=True)
class Walk:
    letter: str
    stage: int
    to_letter: str
    to_stage: int
    label: str = ""


@dataclass(frozen=True)
class Zone:
    name: str
    x: int
    width: int
    text_x: int
    tinted: bool


@dataclass(frozen=True)
class Head:
    stage: Stage
    x: int
    hit_x: int
    lines: list[tuple[str, int]]


@dataclass(frozen=True)
class Route:
    """Fractions are written out, so that no French decimal comma reaches the SVG."""

    line: Line
    path: str
    terminus_x: int
    terminus_y: int
    letter_y: str
    label_x: str
    label_y: int
    label_anchor: str


@dataclass(frozen=True)
class Hub:
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Stop:
    line: Line
    stage: Stage
    x: int
    y: int
    connects: bool
    served: bool


@dataclass(frozen=True)
class Track:
    """A line beside the list of stages: from `y1` to `y2`, with a ring where it stops."""

    line: Line
    x: int
    y1: str
    y2: str
    stops: bool
    served: bool


@dataclass(frozen=True)
class Station:
    """One stage of the list that replaces the drawing on narrow screens."""

    stage: Stage
    tracks: list[Track]

    @property
    def stops(self):
        return [track for track in self.tracks if track.stops]

    @property
    def is_served(self):
        return any(track.served for track in self.tracks)


@dataclass(frozen=True)
class Crossing:
    """A cell of the table that says the same as the drawing."""

    stage: Stage
    stops: bool
    served: bool


@dataclass
class Plan:
    stages: list[Stage]
    lines: list[Line]
    zones: list[Zone] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    walks: list[str] = field(default_factory=list)
    hubs: list[Hub] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    stations: list[Station] = field(default_factory=list)
    table: list[tuple[Line, list[Crossing]]] = field(default_factory=list)

    @property
    def lines_off(self) -> list[Line]:
        return [line for line in self.lines if not line.is_served]

    @property
    def stages_off(self) -> list[Stage]:
        return [station.stage for station in self.stations if not station.is_served]

    @property
    def stops_served(self) -> int:
        return sum(stop.served for stop in self.stops)


def draw(stages: list[Stage], lines: list[Line], walks: list[Walk]) -> Plan:
    """Everything the templates need to write the plan, its list and its table (design.md 7)."""
    lines = [line for line in lines if line.waypoints]
    plan = Plan(stages, lines)
    plan.zones = _zones(stages)
    plan.heads = [_head(stage) for stage in stages]
    plan.routes = [_route(line) for line in lines]
    plan.walks = _walks({line.letter: line for line in lines}, walks)
    for stage in stages:
        hubs, stops = _stops(stage, lines)
        plan.hubs += hubs
        plan.stops += stops
    plan.stations = [Station(stage, _tracks(stage.order, lines)) for stage in stages]
    plan.table = [(line, [_crossing(line, stage) for stage in stages]) for line in lines]
    return plan


def read_points(written: str) -> list[tuple[int, int]]:
    """Waypoints of « 0:2|1:2|2:1 », from left to right, never more than one row apart; raises ValueError otherwise."""
    points = []
    for part in filter(None, written.split("|")):
        stage, _, row = part.partition(":")
        points.append((_place(stage), _place(row)))
    for (stage, row), (next_stage, next_row) in pairwise(points):
        if next_stage <= stage or abs(next_row - row) > 1:
            raise ValueError(f"de {stage}:{row} à {next_stage}:{next_row}, la pente est trop forte")
    if not points:
        raise ValueError("il faut au moins un point")
    return points


def read_stops(written: str, points: list[tuple[int, int]]) -> list[int]:
    """Stops of « 0|1|2 », all between the first and the last point of the line; raises ValueError otherwise."""
    stops = [_place(part) for part in filter(None, written.split("|"))]
    for stage in stops:
        if not points[0][0] <= stage <= points[-1][0]:
            raise ValueError(f"l’arrêt {stage} n’est pas entre le premier et le dernier point de la ligne")
    return stops


def _place(written):
    if not written.strip().isdecimal() or int(written) > LAST_STAGE:
        raise ValueError(f"« {written} » n’est pas une étape ni une rangée du plan")
    return int(written)


def x_of(stage: float) -> float:
    return LEFT + STEP * stage


def y_of(row: int) -> int:
    return TOP + ROW * row


def line_path(points: list[tuple[int, int]], q: int = CORNER) -> str:
    """SVG path through the points: straight on a row, 45° with rounded corners from a row to the next."""
    d = f"M{points[0][0]} {points[0][1]}"
    for (ax, ay), (bx, by) in pairwise(points):
        if ay == by:
            d += f"H{bx}"
            continue
        m, h, s = (ax + bx) / 2, abs(by - ay) / 2, 1 if by > ay else -1
        d += (
            f"H{m - h - q:g}Q{m - h:g} {ay} {m - h + q * 0.7:g} {ay + s * q * 0.7:g}"
            f"L{m + h - q * 0.7:g} {by - s * q * 0.7:g}Q{m + h:g} {by} {m + h + q:g} {by}H{bx}"
        )
    return d


def _crossing(line, stage):
    return Crossing(stage, stage.order in line.stops, line.serves(stage.order))


def _zones(stages):
    zones = []
    for name, group in groupby(stages, key=lambda stage: stage.zone):
        members = list(group)
        x = STEP * members[0].order
        zones.append(Zone(name, x, STEP * len(members), x + 14, tinted=len(zones) % 2 == 0))
    return zones


def _head(stage):
    x = x_of(stage.order)
    return Head(stage, x, x - 56, [(text, 68 + 17 * i) for i, text in enumerate(stage.short_lines)])


def _route(line):
    points = [(x_of(stage), y_of(row)) for stage, row in line.waypoints]
    at_end = line.terminus == "end"
    x, y = (points[-1][0] + TERMINUS, points[-1][1]) if at_end else (points[0][0] - TERMINUS, points[0][1])
    points = [*points, (x, y)] if at_end else [(x, y), *points]
    stage, row, dx, dy, anchor = line.label
    return Route(line, line_path(points), x, y, f"{y + 4.8:g}", f"{x_of(stage) + dx:g}", y_of(row) + dy, anchor)


def _walks(lines, walks):
    paths = []
    for walk in walks:
        if walk.letter in lines and walk.to_letter in lines:
            ax, ay = x_of(walk.stage), y_of(lines[walk.letter].row_at(walk.stage))
            bx, by = x_of(walk.to_stage), y_of(lines[walk.to_letter].row_at(walk.to_stage))
            length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 or 1
            ux, uy = (bx - ax) / length, (by - ay) / length
            start = STOP_ROOM if ay == by else STOP_ROOM + 8
            paths.append(
                f"M{ax + ux * start:.4g} {ay + uy * start:.4g}L{bx - ux * STOP_ROOM:.4g} {by - uy * STOP_ROOM:.4g}"
            )
    return paths


def _stops(stage, lines):
    """Stations of one stage; those on consecutive rows are joined by a capsule."""
    x = x_of(stage.order)
    served = [(line.row_at(stage.order), line) for line in lines if stage.order in line.stops]
    served.sort(key=lambda pair: pair[0])
    hubs, stops, run = [], [], []
    for place, (row, line) in enumerate(served):
        run.append((row, line))
        is_last = place + 1 == len(served)
        if is_last or served[place + 1][0] != row + 1:
            if len(run) > 1:
                hubs.append(Hub(x - HUB, y_of(run[0][0]) - HUB, ROW * (len(run) - 1) + 2 * HUB))
            stops += [Stop(line, stage, x, y_of(row), len(run) > 1, line.serves(stage.order)) for row, line in run]
            run = []
    return hubs, stops


def _tracks(order, lines):
    tracks = []
    for place, line in enumerate(lines):
        if line.passes(order):
            y1 = str(RING) if order == line.waypoints[0][0] else "0"
            y2 = str(RING) if order == line.waypoints[-1][0] else "100%"
            x, stops = TRACK_LEFT + TRACK_STEP * place, order in line.stops
            tracks.append(Track(line, x, y1, y2, stops, line.serves(order)))
    return tracks
