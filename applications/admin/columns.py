"""Columns of the officers' list: how each is drawn, what it is worth in a table that is downloaded, how it sorts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications import review, whose_turn
from applications.models import Application, ColumnChoice
from applications.templatetags.selection import badge, is_wide, state_badge, turn_cell, turn_words
from ess_portal.lib import french

UNKNOWN = "–"
PARAMETER = "colonnes"
Value = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """`value` is typed, for spreadsheets; `cell` is what the page shows, the value in words unless it is given."""

    code: str
    heading: str
    value: Callable[[Application], Value]
    cell: Callable[[Application], str | SafeString] | None = None
    order: str | None = None
    personal: bool = False

    def words(self, application: Application) -> str | SafeString:
        return self.cell(application) if self.cell else in_words(self.value(application))

    def printed(self, application: Application) -> str:
        words = in_words(self.value(application))
        return f"{words} ({application.number})" if self.code == "dossier" else words

    def displayed(self) -> Callable[[Application], Any]:
        """As the admin wants a column: a function with a name, a heading and an order."""

        def column(application):
            return self.words(application)

        column.__name__ = self.code
        return admin.display(description=self.heading, ordering=self.order)(column)


def in_words(value: Value) -> str:
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, date):
        return french.day(value)
    return review.shown(value) if isinstance(value, float) else str(value)


# Cells


def file(application):
    return format_html(
        '<a href="{}/change/">{}</a><br><span class="xs muted">{}{}{}</span>',
        application.pk,
        application.project.title,
        f"{application.number} · rempli pour une personne" if application.project.helped else application.number,
        unread_words(application.unread),
        modified_words(application.modified_at),
    )


def unread_words(count):
    return f" · {french.counted(count, 'message non lu', 'messages non lus')}" if count else ""


def modified_words(modified_at):
    return f", modifiée le {french.day(modified_at, year=False)}" if modified_at else ""


def day_of(moment):
    return timezone.localdate(moment) if moment else None


def days_since(moment):
    return french.days_between(timezone.localdate(moment), timezone.localdate()) if moment else None


def age(application):
    return days(application.submitted_at)


def since(application):
    return days(application.moved_at)


def days(moment):
    passed = days_since(moment)
    return UNKNOWN if passed is None else f"{passed}{french.NBSP}j"


def documents(application):
    return f"{application.given}/{application.asked}"


def completeness(application):
    if application.awaited_on:
        return format_html('{}<br><span class="xs muted">complément attendu</span>', documents(application))
    if application.lacking > 0:
        lacking = french.counted(application.lacking, "pièce manque", "pièces manquent")
        return format_html('{}<br><span class="xs muted">{}</span>', documents(application), lacking)
    return documents(application)


def completeness_words(application):
    if application.awaited_on:
        return "complément attendu"
    return "complète" if application.lacking <= 0 else "incomplète"


def rules_words(application):
    failed = application.failing
    if failed is None:
        return UNKNOWN
    said = [
        french.counted(failed.not_met, "non remplie", "non remplies") if failed.not_met else "",
        f"{failed.unknown}{french.NBSP}à vérifier" if failed.unknown else "",
    ]
    return ", ".join(filter(None, said)) or "remplies"


def rules(application):
    failed = application.failing
    if failed is None or failed.is_clear:
        return rules_words(application)
    if failed.not_met:
        return badge("bad", "x-circle", rules_words(application))
    return badge("warn", "question-mark-circle", rules_words(application))


def marks(application):
    if application.average is None:
        return UNKNOWN
    if not application.spread:
        return review.shown(application.average)
    wide = "écart large" if is_wide(application.spread) else "écart"
    return format_html(
        '{}<br><span class="xs muted">{}\u00a0{}</span>',
        review.shown(application.average),
        wide,
        review.shown(application.spread),
    )


def readers(application):
    if application.readers is None:
        return UNKNOWN
    return f"{application.read or 0}/{application.readers} {'rendue' if application.readers < 2 else 'rendues'}"


def awaited(application):
    return turn_cell(whose_turn.of(application), application.awaited_on, timezone.localdate())


def of_owners(said):
    """What `said` takes of each owner; `pipeline.rows` has read them."""
    return lambda application: ", ".join(filter(None, (said(owner) for owner in application.owners)))


def mark(figure):
    return None if figure is None else round(figure, 2)


COLUMNS = [
    Column("dossier", "dossier", lambda row: row.project.title, file, "project__sort_title"),
    Column("numero", "numéro", lambda row: row.number, order="number"),
    Column("appel", "appel", lambda row: str(row.call), order="call__title"),
    Column("structure", "structure", lambda row: row.project.organisation_name, order="project__organisation_name"),
    Column("departement", "dép.", lambda row: row.project.department_id, order="project__department"),
    Column("personne", "porté par", of_owners(str), personal=True),
    Column("courriel", "courriel", of_owners(lambda owner: owner.email), personal=True),
    Column("depot", "déposée le", lambda row: day_of(row.submitted_at), order="submitted_at"),
    Column("age", "âge", lambda row: days_since(row.submitted_at), age, "-submitted_at"),
    Column("pieces", "pièces", documents, completeness, "lacking"),
    Column("complet", "dossier complet", completeness_words),
    Column("regles", "conditions", rules_words, rules),
    Column("etat", "état", lambda row: row.get_state_display(), lambda row: state_badge(row.state), "state"),
    Column("attente", "attendue", lambda row: turn_words(whose_turn.of(row)), awaited, "side"),
    Column("note", "note", lambda row: mark(row.average), marks, "average"),
    Column("ecart", "écart", lambda row: mark(row.spread), order="spread"),
    Column("lectures", "lectures", readers, order="read"),
    Column("suivi", "suivi par", lambda row: str(row.assigned_to or "personne"), order="assigned_to__last_name"),
    Column("categorie", "catégorie", lambda row: str(row.category or ""), order="category__name"),
    Column("depuis", "depuis", lambda row: days_since(row.moved_at), since, "-moved_at"),
]
BY_CODE = {column.code: column for column in COLUMNS}
USUAL = ["dossier", "age", "pieces", "regles", "etat", "attente", "note", "suivi"]


def chosen(codes: Collection[str]) -> list[Column]:
    """The columns of these codes in the order of `COLUMNS`, the file first; the usual ones when none is known."""
    known = [column for column in COLUMNS if column.code in codes and column.code != "dossier"]
    return [BY_CODE["dossier"], *known] if known else [BY_CODE[code] for code in USUAL]


def of(request) -> list[Column]:
    """Those of the address, else those that the person last chose, else the usual ones; read once per request."""
    if "chosen_columns" not in request.__dict__:
        codes = request.GET.get(PARAMETER)
        if codes is None:
            own = ColumnChoice.objects.filter(user=request.user.pk).values_list("columns", flat=True)
            codes = own.first() or ""
        request.chosen_columns = chosen(codes.split(","))
    return request.chosen_columns


def ticked(request) -> list[tuple[Column, bool]]:
    shown = of(request)
    return [(column, column in shown) for column in COLUMNS]
