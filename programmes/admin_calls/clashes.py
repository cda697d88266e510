"""Two officers on the page of one call: who saves second reads both texts, and hers stays in the form."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME

from ess_portal.lib.french import day, moment

NOTHING = "rien"
LARGEST = 1000  # rows that Django itself reads of one posted list


def differences(saved: forms.BaseForm, typed: forms.BaseForm, names) -> list[tuple[str, str, str]]:
    """(label, saved text, typed text) of the fields `names` on which two forms of one object disagree."""
    rows = [(typed[name].label, in_words(saved[name]), in_words(typed[name])) for name in names]
    return [row for row in rows if row[1] != row[2]]


def in_words(bound: forms.BoundField) -> str:
    """What a field holds, as people read it; what means nothing is shown as it was typed."""
    value = bound.value()
    try:
        value = bound.field.to_python(value)
    except ValidationError:
        return str(value)
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return moment(value, getattr(bound.field, "zone", ""))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Model):
        return str(value)
    return str(dict(getattr(bound.field, "choices", ())).get(value, value)).replace("\r\n", "\n")


class Page:
    """What an officer sent for a call that somebody saved meanwhile."""

    def __init__(self, page, request, call):
        self.call, self.sent = call, request.POST
        self.lists = [
            RowList(formset, inline, request, call) for formset, inline in page.get_formsets_with_inlines(request, call)
        ]
        self.form = page.get_form(request)  # every field: the call may have been announced, and its page narrowed
        self.narrow = page.free_fields

    def merged(self):
        """The post to show again: her texts, on the rows that exist now."""
        data = self.sent.copy()
        for rows in self.lists:
            rows.merge_into(data)
        return data

    def conflicts(self):
        """(label, saved text, typed text) for the fields and the rows on which she and the call disagree."""
        saved, typed = self.form(instance=self.call), self.form(self.sent, instance=self.call)
        names = [name for name in typed.fields if name != "version" and (name in self.narrow or "title" in self.sent)]
        return differences(saved, typed, names) + [row for rows in self.lists for row in rows.conflicts(self.sent)]


class RowList:
    """One list of rows of the page (categories, documents, criteria), as it stands and as it was sent."""

    def __init__(self, formset, inline, request, call):
        self.prefix = formset.get_default_prefix()
        self.label = str(inline.opts.verbose_name).capitalize()
        self.names = list(inline.fields)
        self.may_add = inline.has_add_permission(request, call)
        self.key = inline.opts.pk.name
        self.form = formset.form
        self.stored = {str(row.pk): row for row in inline.get_queryset(request).filter(call=call)}

    def written(self, data):
        """What was sent, by the number of its row: its key and its fields; rows left blank are not rows."""
        total = data.get(f"{self.prefix}-TOTAL_FORMS", "")
        blank = self.words(self.form(prefix="blank"))
        found = []
        for number in range(min(int(total), LARGEST) if total.isascii() and total.isdigit() else 0):
            prefix = f"{self.prefix}-{number}"
            key = data.get(f"{prefix}-{self.key}", "")
            if key or self.words(self.form(data, prefix=prefix)) != blank:
                found.append((key, prefix))
        return found

    def words(self, form):
        return ", ".join(f"{form[name].label.lower()} : {in_words(form[name])}" for name in self.names)

    def conflicts(self, data):
        seen = set()
        for key, prefix in self.written(data):
            row, typed = self.stored.get(key), self.words(self.form(data, prefix=prefix))
            seen.add(key)
            if f"{prefix}-{DELETION_FIELD_NAME}" in data:
                if row:
                    yield f"{self.label} : {row}", self.words(self.form(instance=row)), "à supprimer"
            elif row is None:
                yield self.label, "supprimé entre-temps" if key else "absent", typed
            elif (saved := self.words(self.form(instance=row))) != typed:
                yield f"{self.label} : {row}", saved, typed
        for key, row in self.stored.items():
            if key not in seen and self.prefix + "-TOTAL_FORMS" in data:
                yield f"{self.label} : {row}", self.words(self.form(instance=row)), "absent de votre page : il reste"

    def merge_into(self, data):
        """Rewrite the rows of the post: those that exist, in their order, as she left them, then her new ones."""
        sent = {key: prefix for key, prefix in self.written(data) if key in self.stored}
        new = [
            prefix
            for key, prefix in self.written(data)
            if key not in self.stored and f"{prefix}-{DELETION_FIELD_NAME}" not in data
        ]
        rows = [self.values(data, sent.get(key), row) for key, row in self.stored.items()]
        rows += [self.values(data, prefix, None) for prefix in new if self.may_add]
        for name in [name for name in data if name.startswith(f"{self.prefix}-")]:
            del data[name]
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(self.stored))
        for number, values in enumerate(rows):
            data.update({f"{self.prefix}-{number}-{name}": value for name, value in values.items()})

    def values(self, data, prefix, row):
        """The controls of one row as a browser sends them: from the post, else from the row."""
        if prefix is None:
            form = self.form(instance=row)
            held = {name: form[name].value() for name in self.names}
            kept = {name: "on" if value is True else str(value) for name, value in held.items() if is_sent(value)}
        else:
            names = [*self.names, DELETION_FIELD_NAME]
            kept = {name: data[f"{prefix}-{name}"] for name in names if f"{prefix}-{name}" in data}
        return {**kept, self.key: str(row.pk) if row else ""}


def is_sent(value):
    """A browser sends nothing for a box that is not ticked; a zero is sent."""
    return value is not None and value is not False
