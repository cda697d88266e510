"""Tables of the programmes and their components."""

from actors.models import Actor, Region
from ess_portal.lib.text import sort_key
from programmes.models import (
    Audience,
    DocumentKind,
    Line,
    Programme,
    ProgrammeComponent,
    Stage,
)
from programmes.models.programme import DAYS

from .organisations import STATUSES, keep_what_was_verified, sources
from .rows import Row, columns
from .tables import Table


def _choices(field):
    return {value: value for value in field.values} | {"": ""}


def _programme(row: Row):
    return _identity(row) | _terms(row) | _public_texts(row) | _internal(row)


def _identity(row: Row):
    name = row.needed("name")
    return {
        "slug": row.needed("slug"),
        "name": name,
        "sort_name": sort_key(name),
        "kind": row.choice("kind", {value: value for value in Programme.Kind.values}),
        "lead_actor": row.needed_one("lead_actor", Actor),
        "national_animator": row.one("national_animator", Actor),
        "region": row.one("region", Region),
        "line": row.one("line", Line),
    }


def _terms(row: Row):
    unit = row.choice("duration_unit", _choices(Programme.DurationUnit))
    value = row.number("duration_value")
    if bool(unit) != (value is not None):
        raise row.refuse("« duration_value » et « duration_unit » vont ensemble")
    return {
        "entry_mode": row.choice("entry_mode", _choices(Programme.EntryMode)),
        "duration_value": value,
        "duration_unit": unit,
        "duration_days": value * DAYS[unit] if unit and value is not None else None,
        "cohorts_per_year": row.number("promotions_per_year"),
        "cohort_size": row.number("cohort_size"),
        "cost": row.number("cost_eur"),
        "membership_required": row.choice("membership_required", _choices(Programme.MembershipRequired)),
        "status": row.choice("status", STATUSES),
    }


def _public_texts(row: Row):
    texts = {
        name: row.text(f"{name}_fr")
        for name in ("summary", "target", "what_you_do", "cost_note", "conditions", "calendar", "selection", "ending")
    }
    return texts | {name: row.lines(f"{name}_fr") for name in ("for_you_if", "not_for_you_if")}


def _internal(row: Row):
    return {
        "confidence": row.text("confidence"),
        "unknowns": row.text("unknowns_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


def _programme_links(row: Row):
    return sources(row) | {
        "partners": row.all("partners", Actor),
        "pedagogical_engineering": row.all("pedagogical_engineering", Actor),
        "audiences": row.all("audiences", Audience),
        "stages": row.all("stages", Stage),
        "documents": row.all("documents", DocumentKind),
    }


def _component(row: Row):
    return {
        "programme": row.needed_one("programme", Programme),
        "position": row.number("position"),
        "component_type": row.needed("component_type"),
        "title": row.needed("title_fr"),
        "summary": row.text("summary_fr"),
        "quantity": row.decimal("quantity"),
        "quantity_max": row.decimal("quantity_max"),
        "unit": row.text("unit"),
        "duration_each": row.text("duration_each"),
        "provider": row.one("provider", Actor),
        "mandatory": row.yes("mandatory"),
        "note": row.text("note_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


PROGRAMME_COLUMNS = columns(
    "slug name kind lead_actor partners pedagogical_engineering national_animator region summary_fr target_fr "
    "for_you_if_fr not_for_you_if_fr what_you_do_fr audiences stages entry_mode duration_value duration_unit "
    "promotions_per_year cohort_size cost_eur cost_note_fr membership_required conditions_fr documents calendar_fr "
    "selection_fr ending_fr status confidence unknowns_fr editor_note_fr source line"
)
COMPONENT_COLUMNS = columns(
    "programme position component_type title_fr summary_fr quantity quantity_max unit duration_each provider "
    "mandatory note_fr editor_note_fr source"
)
TABLES = [
    Table(
        "programmes.csv",
        Programme,
        PROGRAMME_COLUMNS,
        lambda programme: programme.slug,
        _programme,
        links=_programme_links,
        keep=keep_what_was_verified,
    ),
    Table(
        "programme_components.csv",
        ProgrammeComponent,
        COMPONENT_COLUMNS,
        lambda component: f"{component.programme.slug}:{component.position}",
        _component,
        links=sources,
        related=("programme",),
    ),
]
