"""Tables of the territories and of the sources of facts."""

from actors.models import Department, Region, Source, Zone
from ess_portal.lib.text import sort_key

from .rows import Row
from .tables import Beside, Table


def _code(instance):
    return instance.code


def _region(row: Row):
    name = row.needed("name")
    return {
        "code": row.needed("code"),
        "name": name,
        "sort_name": sort_key(name),
        "zone": row.needed("zone"),
        "time_zone": row.needed("time_zone"),
    }


def _department(row: Row):
    name = row.needed("name")
    tile = row.beside["tilemap.csv"]
    if tile is None:
        raise row.refuse(f"« {row.text('code')} » n’a pas de place dans tilemap.csv")
    return {
        "code": row.needed("code"),
        "name": name,
        "sort_name": sort_key(name),
        "region": row.needed_one("region_code", Region),
        "tile_row": tile.number("row") or 0,
        "tile_column": tile.number("col") or 0,
    }


def _source(row: Row):
    return {
        "code": row.needed("code"),
        "label": row.needed("label_fr"),
        "date": row.text("date"),
        "public": row.yes("public"),
    }


def _zone(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "status": row.needed("status"),
        "lists": row.text("lists"),
        "note": row.text("note_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


TABLES = [
    Table("sources.csv", Source, {"code", "label_fr", "date", "public"}, _code, _source),
    Table("regions.csv", Region, {"code", "name", "zone", "time_zone"}, _code, _region),
    Table(
        "departments.csv",
        Department,
        {"code", "name", "region_code"},
        _code,
        _department,
        beside=(Beside("tilemap.csv", {"code", "row", "col"}, "code"),),
        column="code",
    ),
    Table(
        "territory_zones.csv",
        Zone,
        {"code", "name_fr", "status", "note_fr", "editor_note_fr", "source", "lists"},
        _code,
        _zone,
        links=lambda row: {"sources": row.all("source", Source)},
    ),
]
