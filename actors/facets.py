"""Filters that count: each facet says how many results each of its options would give with the other facets kept."""

from collections import defaultdict
from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast
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
    """Boxes to tick. `counted_by` is the field or annotation whose values are the options."""

    field_class = LenientChoices

    def __init__(self, *args, counted_by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.counted_by = counted_by


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
    """A FilterSet whose choices may come from the database (`choices`), with counts, chips and removal links."""

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

    def narrow(self, but=None):
        """The queryset narrowed by every filter, or by every filter but one."""
        queryset = self.queryset
        for name, value in self.chosen.items():
            if name != but:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def facets(self):
        """Options of every facet with their counts, and the number of results under « total »: one query."""
        counted = {name: f for name, f in self.filters.items() if isinstance(f, Facet)}
        selects = [_counts(self.narrow(but=name), name, f.counted_by) for name, f in counted.items()]
        total = self.narrow().order_by().values(_facet=_named("total")).annotate(_code=_named(""), _n=Count("pk"))
        counts = defaultdict(dict)
        for name, code, n in total.values_list("_facet", "_code", "_n").union(*selects, all=True):
            counts[name][code] = n
        facets = {name: FacetList(list(self._options(name, counts[name]))) for name in counted}
        return facets, counts["total"].get("", 0)

    def _options(self, name, counts):
        chosen = self.chosen.get(name, ())
        for code, label in self.filters[name].extra["choices"]:
            yield Option(code, label, counts.get(code, 0), code in chosen)

    def chips(self, query: QueryDict):
        """One chip per active filter; sorting is no filter."""
        for name, value in self.chosen.items():
            if name == "tri":
                continue
            known = dict(self.filters[name].extra.get("choices", {value: f"« {value} »"} if name == "q" else {}))
            for code in [value] if isinstance(value, str) else value:
                yield Chip(name, str(known[code]), _without(query, name, code))

    def relaxations(self, query: QueryDict):
        """When nothing is found: each filter that can be dropped, with the number of results it would leave."""
        chips = {}
        for chip in self.chips(query):
            label = f"{chips[chip.name].label} ou {chip.label}" if chip.name in chips else chip.label
            chips[chip.name] = Chip(chip.name, label, _without(query, chip.name, *query.getlist(chip.name)))
        selects = [_size(self.narrow(but=name), name) for name in chips]
        if not selects:
            return []
        first, *others = selects
        sizes = dict(first.union(*others, all=True))
        return [(chips[name], size) for name, size in sizes.items() if size]


def _size(queryset, name):
    return queryset.order_by().values(_facet=_named(name)).annotate(_n=Count("pk")).values_list("_facet", "_n")


def _counts(queryset, name, field):
    code = Cast(F(field), CharField())
    rows = queryset.order_by().values(_facet=_named(name), _code=code)
    return rows.annotate(_n=Count("pk", distinct=True)).values_list("_facet", "_code", "_n")


def _named(text):
    return Value(text, output_field=CharField())


def _without(query, name, *codes):
    left = query.copy()
    left.setlist(name, [value for value in left.getlist(name) if value not in codes])
    left.pop("page", None)
    return f"?{left.urlencode()}" if left else "?"
