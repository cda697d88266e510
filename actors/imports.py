"""Bringing in a table of sheets: examined without writing, applied all or nothing, undone as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import router, transaction
from tablib import Dataset

from actors.import_columns import RESOURCES, SheetResource
from actors.models import Import, ImportedSheet
from ess_portal.lib import french
from ess_portal.lib.text import sort_key

CHANGES = {"new": "Nouvelle fiche", "update": "Modifiée", "skip": "Inchangée"}
WRONG = "À corriger"


class ImportRefused(Exception):
    """Nothing was written; the sentence says why, in French."""


@dataclass(frozen=True)
class Effect:
    """What one line would do, or did."""

    number: int
    title: str
    kind: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    similar: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return CHANGES.get(self.kind, WRONG)


@dataclass(frozen=True)
class Report:
    effects: list[Effect]

    def of(self, kind: str) -> list[Effect]:
        return [effect for effect in self.effects if effect.kind == kind]

    @property
    def wrong(self) -> list[Effect]:
        return self.of("error")

    @property
    def doubtful(self) -> list[Effect]:
        """New sheets that may be doubles of existing ones."""
        return [effect for effect in self.effects if effect.similar]

    @property
    def to_read(self) -> list[Effect]:
        """Every line but the unchanged ones: those to correct first, then those that may be doubles."""
        moving = [effect for effect in self.effects if effect.kind != "skip"]
        return sorted(moving, key=lambda effect: (not effect.errors, not effect.similar))

    @property
    def counts(self) -> list[tuple[str, int]]:
        """« Nouvelle fiche », 3 …"""
        labels = [*CHANGES.items(), ("error", WRONG)]
        return [(label, len(self.of(kind))) for kind, label in labels]

    @property
    def may_apply(self) -> bool:
        return not self.wrong and any(effect.kind != "skip" for effect in self.effects)


def columns(kind: str) -> list[tuple[str, str]]:
    """(title, help) of every column that a table of this kind may have, `fiche` first."""
    own = [(one.column_name, one.help_text) for one in RESOURCES[kind]().get_import_fields()]
    return [("fiche", "Fin de l’adresse d’une fiche existante, pour la modifier. Vide pour en créer une."), *own]


def headings(kind: str, first_line: Iterable[str]) -> list[str]:
    """The titles as we write them; raises ValidationError on one that is unknown, doubled, or when `nom` misses."""
    known = {sort_key(title): title for title, _ in columns(kind)}
    titles = list(first_line)
    strange = [title for title in titles if sort_key(title) not in known]
    if strange:
        raise ValidationError(
            f"Colonnes inconnues : {', '.join(f'« {title} »' for title in strange[:5])}. "
            f"Colonnes possibles : {', '.join(known.values())}."
        )
    found = [known[sort_key(title)] for title in titles]
    if len(set(found)) < len(found):
        raise ValidationError("Une colonne est présente deux fois. Gardez-en une seule.")
    if "nom" not in found:
        raise ValidationError("La colonne « nom » manque.")
    return found


def examine(run: Import) -> Report:
    """What applying the import would do now, line by line; writes nothing."""
    return _report(*_carry_out(run, dry_run=True))


@transaction.atomic
def apply(run: Import, *, now: datetime, with_similar: bool = False) -> Report:
    """Write every line or none; raises ImportRefused when a line is wrong, or close to an existing sheet unless
    `with_similar` says that this was looked at."""
    held = Import.objects.select_for_update().get(pk=run.pk)
    if held.applied_at:
        raise ImportRefused("Ce fichier a déjà été importé.")
    report = examine(held)
    if report.wrong:
        wrong = french.counted(len(report.wrong), "ligne est", "lignes sont")
        raise ImportRefused(f"{wrong} à corriger. Rien n’a été importé.")
    if report.doubtful and not with_similar:
        raise ImportRefused("Des lignes ressemblent à des fiches existantes : regardez-les, puis cochez la case.")
    resource, result = _carry_out(held, dry_run=False)
    written = [row for row in result.rows if row.import_type in {"new", "update"}]
    ImportedSheet.objects.bulk_create(
        ImportedSheet(
            run=held,
            sheet=row.instance.pk,
            title=str(row.instance)[:200],
            created=row.import_type == "new",
            before=row.before,
            after=row.after,
        )
        for row in written
    )
    held.applied_at = now
    held.save(update_fields=["applied_at"])
    resource.republish([row.instance.slug for row in written])
    return _report(resource, result)


@transaction.atomic
def undo(run: Import, *, now: datetime) -> int:
    """Put every sheet back as it was, created ones away; returns how many. Raises ImportRefused, and changes nothing,
    when one was changed since or when other rows now lean on it."""
    held = Import.objects.select_for_update().get(pk=run.pk)
    if not held.applied_at or held.undone_at:
        raise ImportRefused("Cet import n’est pas en place : il n’y a rien à annuler.")
    resource = RESOURCES[held.kind]()
    entries = list(held.sheets.order_by("-pk"))
    sheets = resource.get_queryset().in_bulk([entry.sheet for entry in entries])
    blocked = [entry.title for entry in entries if not _is_untouched(resource, entry, sheets.get(entry.sheet))]
    if blocked:
        raise ImportRefused(
            "Rien n’a été annulé : ces fiches ont changé depuis, ou d’autres données en dépendent : "
            f"{', '.join(blocked[:10])}."
        )
    for entry in entries:
        _put_back(resource, sheets[entry.sheet], entry)
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    resource.republish([sheet.slug for sheet in sheets.values()])
    return len(entries)


def _carry_out(run, *, dry_run):
    resource = RESOURCES[run.kind]()
    dataset = Dataset(*run.lines, headers=run.headings)
    return resource, resource.import_data(dataset, dry_run=dry_run, rollback_on_validation_errors=True)


def _report(resource, result):
    return Report([_effect(resource, number, row) for number, row in enumerate(result.rows, 2)])


def _effect(resource: SheetResource, number, row):
    errors = _sentences(resource, row)
    title = row.row_values.get("nom", "")
    if errors:
        return Effect(number, title, "error", errors=errors)
    return Effect(number, title, row.import_type, _changes(resource, row), similar=row.similar)


def _sentences(resource, row):
    """Errors of a line, each beginning with its column."""
    titles = {one.attribute: one.column_name for one in resource.get_import_fields()}
    if row.validation_error:
        told = getattr(row.validation_error, "error_dict", None)
        if told is None:
            return row.validation_error.messages
        return [f"{titles.get(name, name)} : {text}" for name, all_of in told.items() for one in all_of for text in one]
    return [str(error.error) for error in row.errors]


def _changes(resource, row):
    """(column, before, after) of what the line changes, as people read it."""
    columns = [(one.column_name, one.attribute) for one in resource.get_import_fields()]
    pairs = [(title, row.told_before.get(name, ""), row.told[name]) for title, name in columns]
    return [(title, before, after) for title, before, after in pairs if before != after]


def _is_untouched(resource, entry, sheet):
    if sheet is None or resource.snapshot(sheet) != entry.after:
        return False
    return not entry.created or not _leaners(sheet)


def _leaners(sheet):
    """Rows of other tables that would go with the sheet, or that keep it from going."""
    collector = NestedObjects(using=router.db_for_write(type(sheet)), origin=sheet)
    collector.collect([sheet])
    own = type(sheet)
    with_it = [model for model in collector.model_objs if model is not own and not model._meta.auto_created]
    return with_it or list(collector.protected)


def _put_back(resource, sheet, entry):
    if entry.created:
        sheet.delete()
        return
    for name, value in entry.before.items():
        field = sheet._meta.get_field(name)
        if field.many_to_many:
            getattr(sheet, name).set(value)
        else:
            setattr(sheet, field.attname, value)
    resource.work_out(sheet)
    sheet.save()
