"""Tables of the organisations, their relations and their other names."""

from actors.models import (
    Actor,
    ActorKind,
    ActorRelation,
    Alias,
    Department,
    LegalForm,
    Region,
    Sector,
    SiaeType,
    Source,
    Zone,
)
from actors.models.actor import SheetStatus
from ess_portal.lib.text import sort_key
from programmes.models import ActorProgrammeRelation, Programme

from .rows import Row
from .tables import Beside, Table, differing

STATUSES = {
    "actif": SheetStatus.IMPORTED,
    "a_verifier": SheetStatus.TO_CHECK,
    "projet": SheetStatus.PROJECT,
    "ferme": SheetStatus.CLOSED,
}
WORKED_ON = {SheetStatus.VERIFIED, SheetStatus.DECLARED}
ALIAS_TARGETS = {"actor": Actor, "programme": Programme, "zone": Zone}


def code(instance):
    return instance.code


def sources(row: Row):
    return {"sources": row.all("source", Source)}


def keep_what_was_verified(existing, values):
    """A sheet verified or declared since keeps that state as long as the file says the same of everything else.

    A file that says something else, or that it closed, takes the state back with the rest.
    """
    others = {name: value for name, value in values.items() if name != "status"}
    is_same = not differing(existing, others)
    if existing.status in WORKED_ON and values["status"] != SheetStatus.CLOSED and is_same:
        return values | {"status": existing.status}
    return values


def _legal_form(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "family": row.needed("family"),
        "in_ess": row.choice("in_ess", {value: value for value in LegalForm.InEss.values}),
        "condition": row.text("condition_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


def _sector(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "note": row.text("note_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


def _siae_type(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "principle": row.text("principle_fr"),
        "max_commercial_share": row.text("max_commercial_share"),
    }


def _actor(row: Row):
    name = row.needed("name")
    return {
        "slug": row.needed("slug"),
        "name": name,
        "sort_name": sort_key(name),
        "kind": row.needed_one("kind", ActorKind),
        "city": row.text("city"),
        "department": row.one("department", Department),
        "region": row.one("region", Region),
        "website": row.text("website"),
        "summary": row.text("summary_fr"),
        "description": row.text("description_fr"),
        "editor_note": row.text("editor_note_fr"),
        "listed": row.yes("listed"),
    } | _status(row)


def _status(row: Row):
    """State of the sheet; the note that comes with it is internal."""
    said = row.beside["actor_status.csv"]
    if said is None:
        return {"status": SheetStatus.IMPORTED, "status_since": None, "status_note": ""}
    return {
        "status": said.choice("status", STATUSES),
        "status_since": said.day("since"),
        "status_note": said.text("note_fr"),
    }


def _actor_links(row: Row):
    said = row.beside["actor_status.csv"]
    of_status = said.all("source", Source) if said else []
    return {"networks": row.all("network", Actor), "sources": row.all("source", Source) + of_status}


def _relation(row: Row):
    return {
        "source_actor": row.needed_one("from_actor", Actor),
        "target_actor": row.needed_one("to_actor", Actor),
        "kind": row.needed("relation"),
        "since_year": row.number("since_year"),
    }


def _programme_relation(row: Row):
    return {
        "actor": row.needed_one("actor", Actor),
        "programme": row.needed_one("programme", Programme),
        "kind": row.needed("relation"),
        "since_year": row.number("since_year"),
        "until_year": row.number("until_year"),
    }


def _alias(row: Row):
    kind = row.text("kind")
    target = row.needed_one("slug", row.choice("kind", ALIAS_TARGETS))
    return {
        "target_kind": kind,
        "slug": getattr(target, "slug", target.pk),
        "name": row.needed("alias"),
        "until": row.day("until"),
        "note": row.text("note_fr"),
    }


def _named(fields=()):
    return {"code", "name_fr", *fields}


ACTOR_COLUMNS = {"slug", "name", "kind", "network", "parent", "city", "department", "region", "website", "listed"} | {
    "summary_fr",
    "description_fr",
    "editor_note_fr",
    "source",
}
TABLES = [
    Table(
        "actor_kinds.csv",
        ActorKind,
        _named(),
        code,
        lambda row: {"code": row.needed("code"), "name": row.needed("name_fr")},
    ),
    Table(
        "legal_forms.csv",
        LegalForm,
        _named(["family", "in_ess", "condition_fr", "editor_note_fr", "source"]),
        code,
        _legal_form,
        links=sources,
    ),
    Table("sectors.csv", Sector, _named(["note_fr", "editor_note_fr"]), code, _sector),
    Table("siae_types.csv", SiaeType, _named(["principle_fr", "max_commercial_share"]), code, _siae_type),
    Table(
        "actors.csv",
        Actor,
        ACTOR_COLUMNS,
        lambda actor: actor.slug,
        _actor,
        later=lambda row: {"parent": row.one("parent", Actor)},
        links=_actor_links,
        keep=keep_what_was_verified,
        beside=(Beside("actor_status.csv", {"actor", "status", "since", "note_fr", "source"}, "actor"),),
        column="slug",
    ),
    Table(
        "actor_relations.csv",
        ActorRelation,
        {"from_actor", "to_actor", "relation", "since_year", "source"},
        lambda link: f"{link.source_actor.slug} {link.kind} {link.target_actor.slug}",
        _relation,
        links=sources,
        related=("source_actor", "target_actor"),
    ),
]
AFTER_PROGRAMMES = [
    Table(
        "actor_programme_relations.csv",
        ActorProgrammeRelation,
        {"actor", "programme", "relation", "since_year", "until_year", "source"},
        lambda link: f"{link.actor.slug} {link.kind} {link.programme.slug}",
        _programme_relation,
        links=sources,
        related=("actor", "programme"),
    ),
    Table(
        "aliases.csv",
        Alias,
        {"kind", "slug", "alias", "until", "note_fr"},
        lambda alias: f"{alias.target_kind} {alias.slug} {alias.name}",
        _alias,
    ),
]
