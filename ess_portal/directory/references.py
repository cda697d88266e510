"""Tables of the reference lists: stages, audiences, documents, glossary, letters."""

from django.utils.text import slugify

from ess_portal.lib.text import sort_key
from ess_portal.texts import left_by_staff
from programmes.models import Audience, DocumentKind, GlossaryTerm, LetterTemplate, Stage, StageFunction

from .organisations import code, sources
from .rows import Row
from .tables import Beside, Table


def _function(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "description": row.text("description_fr"),
    }


def _stage(row: Row):
    label = row.beside["stage_labels.csv"]
    return {
        "code": row.needed("code"),
        "order": row.number("order"),
        "name": row.needed("name_fr"),
        "short_lines": label.text("short_lines_fr") if label else "",
        "plan_zone": label.text("zone_fr") if label else "",
        "question": row.needed("question_fr"),
        "function": row.one("function_code", StageFunction),
        "description": row.text("description_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


def _audience(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "data_inclusion": row.text("data_inclusion_public"),
        "sensitive": row.yes("sensitive"),
        "note": row.text("note_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


def _document(row: Row):
    return {
        "code": row.needed("code"),
        "name": row.needed("name_fr"),
        "note": row.text("note_fr"),
        "editor_note": row.text("editor_note_fr"),
    }


def _term(row: Row):
    term = row.needed("term_fr")
    return {
        "slug": slugify(sort_key(term)),
        "term": term,
        "sort_term": sort_key(term),
        "code": row.needed("code"),
        "definition": row.needed("definition_fr"),
        "also_said": row.text("also_said_fr"),
        "in_texts": row.beside["glossary_everyday.csv"] is None,
        "editor_note": row.text("editor_note_fr"),
    }


def _letter(row: Row):
    return {
        "code": row.needed("code"),
        "when": row.needed("when_fr"),
        "subject": row.needed("subject_fr"),
        "body": row.needed("body_fr"),
    }


TABLES = [
    Table("functions.csv", StageFunction, {"code", "name_fr", "description_fr"}, code, _function),
    Table(
        "stages.csv",
        Stage,
        {"code", "order", "name_fr", "question_fr", "function_code", "description_fr", "editor_note_fr", "source"},
        code,
        _stage,
        links=sources,
        beside=(Beside("stage_labels.csv", {"stage", "short_lines_fr", "zone_fr"}, "stage"),),
        column="code",
    ),
    Table(
        "audiences.csv",
        Audience,
        {"code", "name_fr", "data_inclusion_public", "sensitive", "note_fr", "editor_note_fr"},
        code,
        _audience,
    ),
    Table("documents.csv", DocumentKind, {"code", "name_fr", "note_fr", "editor_note_fr"}, code, _document),
    Table(
        "glossary.csv",
        GlossaryTerm,
        {"term_fr", "code", "definition_fr", "also_said_fr", "editor_note_fr"},
        lambda term: term.slug,
        _term,
        beside=(Beside("glossary_everyday.csv", {"term_fr"}, "term_fr"),),
        column="term_fr",
    ),
    Table(
        "letters.csv",
        LetterTemplate,
        {"code", "when_fr", "subject_fr", "body_fr"},
        code,
        _letter,
        keep=left_by_staff,
    ),
]
