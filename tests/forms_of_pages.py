"""The forms of a page as a browser would send them, and what a post changed in every table."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.apps import apps

from tests.uploads import pdf, upload

OURS = {"accounts", "actors", "programmes", "projects", "applications", "followup"}
# A model field bears the name of the button « Ajouter une ligne », and of the choice of an organisation.
# « Pas encore de structure » is the first choice: nothing is said of one.
TYPED = {"siret": "", "organisation_name": "", "created_on_date": ""}
OFFERED = {"entry", "actor"}


@dataclass
class Form:
    page: str
    action: str
    fields: dict = field(default_factory=dict)
    files: set = field(default_factory=set)

    def data(self, **more):
        """What is typed in it, with new files each time, and the button that was pressed."""
        given = {name: upload("piece.pdf", pdf(name.encode())) for name in self.files}
        return {**more, **self.fields, **given}


class Forms(HTMLParser):
    """Reads the forms that post; fills what is empty."""

    def __init__(self, page):
        super().__init__()
        self.page, self.found, self.form, self.select, self.area = page, [], None, "", ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.form = Form(self.page, urljoin(self.page, given.get("action") or "")) if posts else None
        elif self.form is None or (not name and tag != "option") or name == "csrfmiddlewaretoken":
            return
        elif tag == "input" and given.get("type") in {"radio", "checkbox"}:
            self.form.fields.setdefault(name, value or "on")
        elif tag == "input" and given.get("type") == "file":
            self.form.files.add(name)
        elif tag == "input":
            typed = {"date": "2030-01-01", "email": "quelqu.un@example.org", "hidden": ""}
            self.form.fields[name] = value or TYPED.get(name, typed.get(given.get("type"), "12"))
        elif tag == "textarea":
            self.area = name
            self.form.fields[name] = ""
        elif tag == "select":
            self.select = name
            self.form.fields[name] = ""
        elif tag == "option" and self.select and not self.form.fields[self.select]:
            self.form.fields[self.select] = value
        elif tag == "button" and not any(button in self.form.fields for button in ("continue", "later")):
            self.form.fields[name] = value or "1"

    def handle_data(self, data):
        if self.area and self.form:
            self.form.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.form:
            self.form.fields[self.area] = self.form.fields[self.area].strip() or "Un texte de plusieurs mots."
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form" and self.form:
            self.found.append(self.form)
            self.form = None


def forms_of(page, html):
    reader = Forms(page)
    reader.feed(html)
    return [form for form in reader.found if not form.action.endswith("/logout/")]


def tables():
    """Every row of every table of ours."""
    models = [one for one in apps.get_models() if one._meta.app_label in OURS]
    return {model: list(model._base_manager.values_list(*columns_of(model)).order_by("pk")) for model in models}


def columns_of(model):
    return [one.attname for one in model._meta.concrete_fields]


def differing(before, after):
    """The columns that do not hold the same values."""
    return {
        f"{model._meta.label}.{column}"
        for model in before
        if before[model] != after[model]
        for place, column in enumerate(columns_of(model))
        if values(before[model], place) != values(after[model], place)
    }


def values(rows, place):
    return sorted(repr(row[place]) for row in rows)


def every_other_field(form, given):
    """Every field of every model of ours that the form does not hold, with a value that would do harm."""
    names = {
        one.name: given.get(one.related_model, "confirmed" if one.get_internal_type() == "CharField" else "1")
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for one in model._meta.concrete_fields
    }
    taken = {*form.fields, *form.files, *OFFERED}
    return {name: value for name, value in names.items() if name not in taken}
