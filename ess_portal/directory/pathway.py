"""Tables of the plan: lines, the points they go through, their stops, and the walks between them."""

from programmes.models import Line, LineStop, LineWalk, LineWaypoint
from programmes.plan import LAST_STAGE, read_points, read_stops

from .rows import Row
from .tables import Beside, Table

FIRST_STAGE = 0


def _line(row: Row):
    label = row.beside["line_labels.csv"]
    if label is None:
        raise row.refuse(f"« {row.text('letter')} » n’a pas de place dans line_labels.csv")
    return {
        "letter": row.needed("letter"),
        "order": row.line,
        "name": row.needed("name_fr"),
        "short_name": label.text("short_name_fr"),
        "slug": row.needed("slug"),
        "core": row.number("core") or 0,
        "terminus": row.choice("terminus", {value: value for value in Line.Terminus.values}),
        "label_order": label.decimal("order") or 0,
        "label_row": label.number("row") or 0,
        "label_dx": _offset(label, "dx"),
        "label_dy": _offset(label, "dy"),
        "label_anchor": label.choice("anchor", {value: value for value in ("start", "middle", "end")}),
    }


def _offset(row, column):
    value = row.text(column)
    if not value.removeprefix("-").isdecimal():
        raise row.refuse(f"« {column} » doit être un nombre entier, pas « {value} »")
    return int(value)


def _points(row: Row) -> list[tuple[int, int]]:
    return _read(row, "waypoints", read_points)


def _read(row, column, reader, *more):
    try:
        return reader(row.text(column), *more)
    except ValueError as error:
        raise row.refuse(f"« {column} » : {error}") from error


def _stage(row, column):
    return _read(row, column, read_stops, [(FIRST_STAGE, 0), (LAST_STAGE, 0)])[0]


def _each_waypoint():
    taken: dict[tuple[int, int], str] = {}

    def waypoints(row: Row):
        letter = row.needed("letter")
        for point in _points(row):
            if taken.setdefault(point, letter) != letter:
                raise row.refuse(
                    f"les lignes {taken[point]} et {letter} passent par le même point {point[0]}:{point[1]}"
                )
            yield {"line": row.needed_one("letter", Line), "stage_index": point[0], "row": point[1]}

    return waypoints


def _each_stop(row: Row):
    for stage in _read(row, "stops", read_stops, _points(row)):
        yield {"line": row.needed_one("letter", Line), "stage_index": stage}


def _walk(row: Row):
    return {
        "from_line": row.needed_one("from_line", Line),
        "from_stage": _stage(row, "from_stage"),
        "to_line": row.needed_one("to_line", Line),
        "to_stage": _stage(row, "to_stage"),
        "label": row.needed("label_fr"),
    }


LABEL_COLUMNS = {"line", "short_name_fr", "order", "row", "dx", "dy", "anchor"}


def tables():
    """The tables, new at each load: the points taken are counted from line to line."""
    return [
        Table(
            "lines.csv",
            Line,
            {"letter", "name_fr", "slug", "core", "terminus", "waypoints", "stops"},
            lambda line: line.letter,
            _line,
            beside=(Beside("line_labels.csv", LABEL_COLUMNS, "line"),),
            column="letter",
        ),
        Table(
            "lines.csv",
            LineWaypoint,
            {"letter", "waypoints"},
            lambda point: f"{point.line_id}{point.stage_index}",
            each=_each_waypoint(),
            label="lines.csv, points",
        ),
        Table(
            "lines.csv",
            LineStop,
            {"letter", "waypoints", "stops"},
            lambda stop: f"{stop.line_id}{stop.stage_index}",
            each=_each_stop,
            label="lines.csv, arrêts",
        ),
        Table(
            "line_walks.csv",
            LineWalk,
            {"from_line", "from_stage", "to_line", "to_stage", "label_fr"},
            lambda walk: f"{walk.from_line_id}{walk.from_stage} {walk.to_line_id}{walk.to_stage}",
            _walk,
        ),
    ]
