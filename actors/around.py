"""What stands around one object, whatever it is, read in a single query: names, links, years, sources."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, F, Manager, QuerySet, Value
from django.db.models.functions import Cast, Coalesce


@dataclass(frozen=True)
class Item:
    code: str
    label: str
    note: str = ""
    since: str = ""
    until: str = ""


FIELDS = ("code", "label", "note", "since", "until")


@dataclass(frozen=True)
class Part:
    """Rows of `queryset` as items: each argument is the path of a field, or an expression; blank when not given."""

    queryset: QuerySet | Manager
    code: str
    label: object
    note: object = ""
    since: str = ""
    until: str = ""

    def select(self, name):
        columns = {f"_{field}": _text(getattr(self, field)) for field in FIELDS}
        rows = self.queryset.order_by().annotate(_part=Value(name, output_field=CharField()), **columns)
        return rows.values_list("_part", *columns)


def around(parts: dict[str, Part]) -> dict[str, list[Item]]:
    """Items of every part, in no particular order; a part without rows is an empty list. One query for all."""
    first, *others = [part.select(name) for name, part in parts.items()]
    found = defaultdict(list)
    for name, *values in first.union(*others, all=True):
        found[name].append(Item(*values))
    return {name: found[name] for name in parts}


def _text(path):
    if path == "":
        return Value("", output_field=CharField())
    expression = F(path) if isinstance(path, str) else path
    return Coalesce(Cast(expression, CharField()), Value(""), output_field=CharField())
