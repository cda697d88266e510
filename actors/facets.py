"""Filters that narrow a queryset, with the boxes, the counts and the links that a page shows of them."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.http import QueryDict


class LenientChoices(forms.MultipleChoiceField):
    """Unknown values are dropped rather than punished: an old address still gives a page."""

    def clean(self, value):
        known = {str(code) for code, _ in self.choices}
        return [code for code in dict.fromkeys(value or []) if code in known]


class LenientChoice(forms.ChoiceField):
    def clean(self, value):
        known = {str(code) for code, _ in self.choices}
        return value if value in known else ""


class Facet(django_filters.MultipleChoiceFilter):
    """Boxes to tick."""

    field_class = LenientChoices


class Choice(django_filters.ChoiceFilter):
    """One value of a list."""

    field_class = LenientChoice


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetList:
    options: list[Option]
    legend: str = ""
    folded: bool = False

    @property
    def chosen(self):
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """An active filter, with the address query of the same page without it."""

    name: str
    label: str
    query: str


class FacetedFilterSet(django_filters.FilterSet):
    """A FilterSet whose choices may come from the database (`choices`), with chips and removal links."""

    def __init__(self, data, queryset, choices=None):
        super().__init__(data, queryset=queryset)
        for name, options in (choices or {}).items():
            self.filters[name].extra["choices"] = options

    @property
    def values(self):
        """Value of every filter, blank when it is not used."""
        self.form.is_valid()  # the fields drop what they do not know: there is never an error
        return self.form.cleaned_data

    @property
    def chosen(self):
        return {name: value for name, value in self.values.items() if value}

    def narrow(self):
        """The queryset narrowed by every filter."""
        queryset = self.queryset
        for name, value in self.chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def chips(self, query: QueryDict):
        """One chip per active filter; sorting is no filter."""
        for name, value in self.chosen.items():
            if name == "tri":
                continue
            known = dict(self.filters[name].extra.get("choices", {value: f"« {value} »"} if name == "q" else {}))
            for code in [value] if isinstance(value, str) else value:
                yield Chip(name, str(known[code]), _without(query, name, code))

    def droppable(self, query: QueryDict):
        """One chip per filter that can be dropped whole."""
        chips = {}
        for chip in self.chips(query):
            label = f"{chips[chip.name].label} ou {chip.label}" if chip.name in chips else chip.label
            chips[chip.name] = Chip(chip.name, label, _without(query, chip.name, *query.getlist(chip.name)))
        return chips.values()


def _without(query, name, *codes):
    left = query.copy()
    left.setlist(name, [value for value in left.getlist(name) if value not in codes])
    left.pop("page", None)
    return f"?{left.urlencode()}" if left else "?"
