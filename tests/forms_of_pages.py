"""The forms of a page as a browser would send them, and what a post changed in every table."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.apps import apps

from tests.uploads import pdf, upload

OURS = {"accounts", "actors", "programmes", "projects", "applications", "followup"}


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
            self.form.fields[name] = value or typed.get(given.get("type"), "12")
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
    """Every column of every table of ours, as a count of values."""
    counted = {}
    for model in (one for one in apps.get_models() if one._meta.app_label in OURS):
        columns = [one.attname for one in model._meta.concrete_fields]
        rows = list(model._base_manager.values_list(*columns))
        for place, column in enumerate(columns):
            counted[f"{model._meta.label}.{column}"] = Counter(repr(row[place]) for row in rows)
    return counted


def every_other_field(form, values):
    """Every field of every model of ours that the form does not hold, with a value that would do harm."""
    names = {
        one.name: values.get(one.related_model, "confirmed" if one.get_internal_type() == "CharField" else "1")
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for one in model._meta.concrete_fields
    }
    return {name: value for name, value in names.items() if name not in form.fields and name not in form.files}
