"""What a proposal may change in a sheet, each kind of value as one text: how it is read, asked and written.

A text is what proposals keep and compare: a column as it is stored, links as codes, places one by line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from actors.models import Department, Site
from ess_portal.lib.text import sort_key

BETWEEN_LINKS, BETWEEN_PARTS = "|", " ; "
MOST_SITES = 30
Lists = dict[str, dict[str, str]]  # names by key, read once for a page


@dataclass(frozen=True)
class Column:
    """A column of the sheet; a relation is kept as its key."""

    field: Any
    is_list = False

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    def stored(self, sheet) -> str:
        value = self.field.value_from_object(sheet)
        return "" if value is None else str(value).replace("\r\n", "\n")

    def asked(self) -> forms.Field:
        options = {"assume_scheme": "https"} if isinstance(self.field, models.URLField) else {}
        asked = self.field.formfield(**options)
        if isinstance(asked, forms.ModelChoiceField):
            asked.empty_label = "Non renseigné"
        return asked

    def text(self, value, sheet) -> str:
        """What was asked and answered, as it would be stored; `sheet` already holds it."""
        return self.stored(sheet)

    def read(self, given: list[str]) -> str:
        """What the page said when it was opened, from the hidden inputs that it sends back."""
        return given[-1].replace("\r\n", "\n") if given else ""

    def in_words(self, text: str, lists: Lists) -> str:
        if not text or not self.field.is_relation:
            return text
        return _names(self.field, lists).get(text, text)

    def write(self, sheet, text: str) -> None:
        """Put the text into the sheet; raises ValidationError when it cannot hold it. The caller saves."""
        value = None if text == "" and self.field.null else text
        setattr(sheet, self.field.attname, self.field.clean(value, sheet))


@dataclass(frozen=True)
class Links:
    """Rows of a list that the sheet is tied to, kept as their codes."""

    field: Any
    is_list = True

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    def stored(self, sheet) -> str:
        return self._text(getattr(sheet, self.field.name).all())

    def asked(self) -> forms.Field:
        return forms.ModelMultipleChoiceField(
            self.field.related_model.objects.all(),
            label=self.label.capitalize(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def initial(self, text: str) -> list[str]:
        return text.split(BETWEEN_LINKS) if text else []

    def text(self, value, sheet) -> str:
        return self._text(value)

    def read(self, given: list[str]) -> str:
        return BETWEEN_LINKS.join(sorted(given))

    def in_words(self, text: str, lists: Lists) -> str:
        """One name a line, in the order of the list."""
        codes = self.initial(text)
        names = _names(self.field, lists)
        known = [name for code, name in names.items() if code in codes]
        return "\n".join([*known, *(code for code in codes if code not in names)])

    def write(self, sheet, text: str) -> None:
        codes = set(self.initial(text))
        rows = list(self.field.related_model.objects.filter(pk__in=codes))
        if len(rows) != len(codes):
            raise ValidationError("Un des choix proposés n’existe plus.")
        getattr(sheet, self.field.name).set(rows)

    @staticmethod
    def _text(rows):
        return BETWEEN_LINKS.join(sorted(str(row.pk) for row in rows))


class Sites:
    """The other places of an organisation, one a line: its name, its town, its département."""

    label = "lieux et antennes"
    is_list = True

    def stored(self, sheet) -> str:
        return _lines(sheet.sites.values_list("name", "city", "department"))

    def initial(self, text: str) -> str:
        return text

    def asked(self) -> forms.Field:
        return SitesField(
            label="Lieux et antennes",
            required=False,
            help_text="Un lieu par ligne\u00a0: son nom, la ville, le numéro du département, séparés par des "
            "points-virgules. Par exemple\u00a0: Antenne de Toulon\u00a0; Toulon\u00a0; 83",
        )

    def text(self, value, sheet) -> str:
        return value

    def read(self, given: list[str]) -> str:
        return given[-1].replace("\r\n", "\n") if given else ""

    def in_words(self, text: str, lists: Lists) -> str:
        return text

    def write(self, sheet, text: str) -> None:
        """Lines that stay keep their row, hence their coordinates; so does a place that only takes another name."""
        wanted, left = parsed_sites(text), []
        for site in sheet.sites.order_by("pk"):
            line = (site.name, site.city, site.department_id)
            if line in wanted:
                wanted.remove(line)
            else:
                left.append(site)
        for site in left:
            renamed = next((line for line in wanted if line[1:] == (site.city, site.department_id) and site.city), None)
            if renamed:
                wanted.remove(renamed)
                site.name = renamed[0]
                site.save(update_fields=["name"])
            else:
                site.delete()
        for name, city, department in wanted:
            Site.objects.create(actor=sheet, name=name, city=city, department_id=department)


class SitesField(forms.CharField):
    """Lines about places, each made whole: « toulon;Toulon;var » is read as « toulon ; Toulon ; 83 »."""

    widget = forms.Textarea

    def clean(self, value):
        sites = parsed_sites(super().clean(value))
        return _lines(sites)


def parsed_sites(text: str) -> list[tuple[str, str, str | None]]:
    """(name, town, code of the département) of each line; raises ValidationError with the one not understood."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SITES:
        raise ValidationError(f"Écrivez {MOST_SITES} lieux au plus\u00a0: il y en a {len(lines)}.")
    departments = {}
    for code, name in Department.objects.values_list("code", "sort_name") if lines else ():
        departments |= {code.lower(): code, name: code}
    sites = [_parsed(line, departments) for line in lines]
    if len(set(sites)) != len(sites):
        raise ValidationError("Le même lieu est écrit deux fois.")
    return sites


def _parsed(line, departments: Mapping[str, str]):
    parts = [part.strip() for part in line.split(";")]
    if len(parts) > 3 or not parts[0]:
        raise ValidationError(f"« {line} »\u00a0: écrivez le nom, la ville, le département, séparés par « ; ».")
    name, city, department = (*parts, "", "")[:3]
    for field, words in (("name", name), ("city", city)):
        if len(words) > getattr(Site, field).field.max_length:
            raise ValidationError(f"« {words[:40]}… » est trop long.")
    code = departments.get(sort_key(department)) if department else None
    if department and code is None:
        raise ValidationError(f"« {line} »\u00a0: le département « {department} » n’est pas connu.")
    return name, city, code


def _lines(sites):
    return "\n".join(sorted(_line(*(part or "" for part in site)) for site in sites))


def _line(*parts):
    """What separates the parts is no part of them; those left blank at the end are not written."""
    return BETWEEN_PARTS.join(part.replace(";", ",") for part in parts).rstrip(" ;")


def _names(field, lists):
    if field.name not in lists:
        lists[field.name] = {str(row.pk): str(row) for row in field.related_model.objects.all()}
    return lists[field.name]
