"""Columns of an imported table: how a cell is read, and what becomes of the sheet that it describes."""

from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db.models import Manager, QuerySet
from django.utils.text import slugify
from import_export import fields, resources, widgets

from actors.indexing import index_actors
from actors.models import Actor, ActorKind, Alias, Department, Import, LegalForm, OldAddress, Region
from actors.models.actor import SheetStatus
from actors.revision import bump
from ess_portal.lib import siret
from ess_portal.lib.text import sort_key

ALIKE = 0.87
RESOURCES: dict[str, type["SheetResource"]] = {}


def register(kind: Import.Kind):
    """Say which resource reads the tables of a kind: programmes add theirs from their own app."""

    def keep(resource):
        RESOURCES[kind] = resource
        return resource

    return keep


class Named(widgets.ForeignKeyWidget):
    """A row of a reference list, written by its code, its address or its name, in any case and without accents."""

    def __init__(self, rows: QuerySet | Manager, *names: str):
        super().__init__(rows.model)
        self.rows, self.names, self.known = rows, names, None

    def clean(self, value, row=None, **kwargs):
        if self.known is None:
            self.known = {
                sort_key(str(getattr(found, name))): found for found in self.rows.all() for name in self.names[::-1]
            }
        found = self.known.get(sort_key(value))
        if found is None:
            raise ValueError(f"« {value} » n’est pas dans la liste ({self.model._meta.verbose_name_plural}).")
        return found


class ManyNamed(widgets.ManyToManyWidget):
    """Several rows of a reference list, separated by « | »."""

    def __init__(self, rows, *names):
        super().__init__(rows.model)
        self.one = Named(rows, *names)

    def clean(self, value, row=None, **kwargs):
        return [self.one.clean(part) for part in value.split("|") if part.strip()]


class Chosen(widgets.Widget):
    """A choice, written by its code or its label."""

    def __init__(self, choices):
        self.known = {sort_key(str(text)): code for code, label in choices for text in (label, code)}
        self.labels = [str(label) for _, label in choices]
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        if sort_key(value) not in self.known:
            raise ValueError(f"« {value} » n’est pas prévu. Choisissez parmi : {', '.join(self.labels)}.")
        return self.known[sort_key(value)]


class YesNo(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        answers = {"oui": True, "non": False}
        if sort_key(value) not in answers:
            raise ValueError("Répondez par oui ou non.")
        return answers[sort_key(value)]


class Number(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if not (value.isascii() and value.isdigit()) or len(value) > 9:
            raise ValueError(f"« {value} » n’est pas un nombre entier.")
        return int(value)


class Siret(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        try:
            return siret.clean(value)
        except ValidationError as refusal:
            raise ValueError(refusal.messages[0]) from refusal


def column(title, attribute, widget=None, help_text=""):
    field = fields.Field(column_name=title, attribute=attribute, widget=widget or widgets.CharWidget())
    field.help_text = help_text
    return field


class SheetResource(resources.ModelResource):
    """A sheet per line. `fiche` (the last part of its address), else the SIRET, else the very same name, finds it.

    A blank cell leaves what the sheet says. `similar` names the sheets that a new line may be a double of.
    """

    target_kind = ""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        store_row_values = True
        clean_model_instances = True
        use_transactions = True

    def _check_import_id_fields(self, headers):
        """Lines are matched by `found`, not by a column."""

    def before_import(self, dataset, **kwargs):
        self.sheets = {sheet.pk: sheet for sheet in self.get_queryset()}
        self.by_slug = {sheet.slug: pk for pk, sheet in self.sheets.items()}
        self.names = {pk: sort_key(sheet.name) for pk, sheet in self.sheets.items()}
        self.by_name = {name: pk for pk, name in self.names.items()}
        self.left = set(OldAddress.of(self._meta.model).values_list("slug", flat=True))
        self.taken: set[int] = set()
        aliases = Alias.objects.filter(target_kind=self.target_kind).values_list("name", "slug")
        self.other_names = {sort_key(name): self.by_slug[slug] for name, slug in aliases if slug in self.by_slug}

    def found(self, row):
        """Primary key of the sheet that the line is about; None for a new one."""
        wanted = row.get("fiche")
        if wanted and wanted not in self.by_slug:
            raise ValidationError(f"Aucune fiche n’a l’adresse « {wanted} ». Laissez la case vide pour en créer une.")
        return self.by_slug[wanted] if wanted else self.by_name.get(sort_key(row.get("nom", "")))

    def get_instance(self, instance_loader, row):
        pk = self.found(row)
        if pk in self.taken:
            raise ValidationError("Une ligne précédente du fichier porte déjà sur cette fiche.")
        if pk is None:
            return None
        self.taken.add(pk)
        linked = [field.name for field in self._meta.model._meta.fields if field.is_relation]
        return self.get_queryset().select_related(*linked).get(pk=pk)

    def similar(self, row) -> list[str]:
        """Names of existing sheets close to the line: an old name, or nearly the same name in the same place."""
        name = sort_key(row.get("nom", ""))
        near = {self.other_names[name]} if name in self.other_names else set()
        for pk, sheet in self.sheets.items():
            if self.same_place(sheet, row) and SequenceMatcher(None, name, self.names[pk]).ratio() >= ALIKE:
                near.add(pk)
        return sorted(str(self.sheets[pk]) for pk in near)

    def same_place(self, sheet, row):
        return True

    def after_init_instance(self, instance, new, row, **kwargs):
        self.before = {} if new else self.snapshot(instance)
        self.told = {} if new else self.displayed(instance)
        self.near = self.similar(row) if new else []

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if row.get(field.column_name):
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def import_instance(self, instance, row, **kwargs):
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            if not instance.pk:
                instance.slug = self.free_slug(instance.name)
            self.work_out(instance)

    def free_slug(self, name):
        base = slugify(name)[:110] or "fiche"
        slug, number = base, 1
        while slug in self.by_slug or slug in self.left:
            number += 1
            slug = f"{base}-{number}"
        return slug

    def after_save_instance(self, instance, row, **kwargs):
        self.by_slug[instance.slug] = self.by_name[instance.sort_name] = instance.pk
        self.taken.add(instance.pk)

    def after_import_row(self, row, row_result, **kwargs):
        row_result.before, row_result.told_before, row_result.similar = self.before, self.told, self.near
        row_result.after, row_result.told = self.snapshot(row_result.instance), self.displayed(row_result.instance)

    def snapshot(self, instance) -> dict:
        """Every column of the sheet as JSON keeps it: keys of other rows, never the rows."""
        kept = {}
        for field in self.get_import_fields():
            model_field = instance._meta.get_field(field.attribute)
            if model_field.many_to_many:
                kept[field.attribute] = sorted(
                    str(pk) for pk in getattr(instance, field.attribute).values_list("pk", flat=True)
                )
            else:
                kept[field.attribute] = getattr(instance, model_field.attname)
        return kept

    def displayed(self, instance) -> dict[str, str]:
        """Every column of the sheet as people read it."""
        told = {}
        for field in self.get_import_fields():
            name, model_field = field.attribute, instance._meta.get_field(field.attribute)
            if model_field.many_to_many:
                told[name] = ", ".join(str(linked) for linked in getattr(instance, name).all())
            elif model_field.choices:
                told[name] = getattr(instance, f"get_{name}_display")()
            elif isinstance(value := getattr(instance, name), bool):
                told[name] = "oui" if value else "non"
            else:
                told[name] = "" if value is None else str(value)
        return told

    def work_out(self, instance):
        """Fill the columns that follow from the others."""
        instance.sort_name = sort_key(instance.name)

    def republish(self, slugs):
        """Renew the pages and the search of these sheets."""
        raise NotImplementedError


@register(Import.Kind.ORGANISATION)
class OrganisationResource(SheetResource):
    target_kind = "actor"

    name = column("nom", "name")
    kind = column("nature", "kind", Named(ActorKind.objects, "name", "code"), "Obligatoire pour une nouvelle fiche.")
    siret = column("siret", "siret", Siret(), "14 chiffres.")
    legal_form = column("forme juridique", "legal_form", Named(LegalForm.objects, "name", "code"))
    city = column("ville", "city")
    department = column(
        "département", "department", Named(Department.objects, "code", "name"), "13 ou Bouches-du-Rhône."
    )
    region = column("région", "region", Named(Region.objects, "code", "name"))
    website = column("site", "website", help_text="Adresse complète : https://…")
    summary = column("résumé", "summary", help_text="200 signes au plus.")
    description = column("présentation", "description")
    listed = column("annuaire", "listed", YesNo(), "oui : la fiche est publique. Vide : elle ne l’est pas.")
    status = column("état", "status", Chosen(SheetStatus.choices))

    class Meta(SheetResource.Meta):
        model = Actor
        fields = [
            "name",
            "kind",
            "siret",
            "legal_form",
            "city",
            "department",
            "region",
            "website",
            "summary",
            "description",
            "listed",
            "status",
        ]

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        self.by_siret = {sheet.siret: pk for pk, sheet in self.sheets.items() if sheet.siret}

    def found(self, row):
        numbers = "".join(row.get("siret", "").split())
        return super().found(row) if row.get("fiche") else self.by_siret.get(numbers) or super().found(row)

    def same_place(self, sheet, row):
        return not (row.get("ville") and sheet.city) or sort_key(row["ville"]) == sort_key(sheet.city)

    def republish(self, slugs):
        bump()
        index_actors(slugs)
