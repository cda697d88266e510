"""What a file becomes: a table says how its rows turn into objects, `write` compares and saves what differs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # the model of a table is known to its own functions only

from django.core.exceptions import ValidationError
from django.db.models import Model

from actors.models import Addressed, OldAddress

from .rows import Known, Row, read

REASON = "Chargement du répertoire"


@dataclass
class Count:
    """What happened to the rows of one table; `left` are rows of the database that the file does not hold, kept."""

    label: str
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Beside:
    """A second file about the same objects: its row, or None, is in `row.beside[file]`."""

    file: str
    columns: set[str]
    key: str


@dataclass(frozen=True)
class Table:
    """One file to one model. `later` holds what points to rows of the same file, `links` the many-to-many.

    A row is one object (`fields`), or several that are parts of it (`each`): parts that the row lost are deleted.
    """

    file: str
    model: type[Model]
    columns: set[str]
    key: Callable[[Any], str]
    fields: Callable[[Row], dict] | None = None
    each: Callable[[Row], Iterable[dict]] | None = None
    later: Callable[[Row], dict] = lambda row: {}
    links: Callable[[Row], dict[str, list[Model]]] = lambda row: {}
    keep: Callable[[Model, dict], dict] = lambda existing, values: values
    beside: tuple[Beside, ...] = ()
    known_as: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    column: str = ""
    scope: dict = field(default_factory=dict)
    label: str = ""


def write(table: Table, folder: Path, known: Known) -> Count:
    """Make the database hold what the file says; returns the counts, raises BadRow on the first bad row."""
    rows = _joined(table, folder, known)
    stored = table.model._base_manager.filter(**table.scope).select_related(*table.related)
    existing = {table.key(instance): instance for instance in stored}
    wanted = _instances(table, rows)
    left = existing.keys() - wanted.keys()
    if table.each:
        table.model._base_manager.filter(pk__in=[existing.pop(key).pk for key in left]).delete()
        left = set()
    created = {key: instance for key, (_, instance, _) in wanted.items() if key not in existing}
    _refuse_left(table, wanted, created)
    table.model._base_manager.bulk_create(created.values())
    objects = existing | created
    known.learn(table.model, {(table.known_as or table.key)(instance): instance for instance in objects.values()})
    changed = _update(table, wanted, objects, created) | _link(table, wanted, objects)
    _remember(table.model, objects, created, changed - created.keys())
    return Count(
        table.label or table.file,
        created=sorted(created),
        changed=sorted(changed - created.keys()),
        unchanged=sorted(wanted.keys() - created.keys() - changed),
        left=sorted(left),
    )


def _joined(table, folder, known):
    """Rows of the table's file, each with its row in the files beside; a row beside that finds nobody is refused."""
    rows = read(folder, table.file, table.columns, known)
    for other in table.beside:
        found = {}
        for row in read(folder, other.file, other.columns, known):
            if row.needed(other.key) in found:
                raise row.refuse(f"« {row.text(other.key)} » est déjà à la ligne {found[row.text(other.key)].line}")
            found[row.text(other.key)] = row
        for row in rows:
            row.beside[other.file] = found.pop(row.text(table.column), None)
        for row in found.values():
            raise row.refuse(f"« {other.key} » renvoie à « {row.text(other.key)} », absent de {table.file}")
    return rows


def _instances(table, rows):
    """Key of each row → the row, an unsaved instance, and the values that it sets."""
    wanted, lines = {}, {}
    unique = [f.name for f in table.model._meta.concrete_fields if f.unique and not f.is_relation]
    for row, values in _each(table, rows):
        instance = table.model(**values)
        _check(row, instance)
        key = table.key(instance)
        for name, value in [("", key), *((name, values[name]) for name in unique if name in values)]:
            if lines.setdefault((name, value), row.line) != row.line or (not name and key in wanted):
                raise row.refuse(f"« {value} » est déjà à la ligne {lines[name, value]}")
        wanted[key] = (row, instance, values)
    return wanted


def _each(table, rows):
    for row in rows:
        if table.each:
            yield from ((row, values) for values in table.each(row))
        else:
            yield row, table.fields(row)


def _check(row, instance):
    relations = {f.name for f in instance._meta.concrete_fields if f.is_relation}
    try:
        instance.clean_fields(exclude=relations)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise row.refuse(f"« {name} » : {messages[0]}") from error


def _refuse_left(table, wanted, created):
    """A file that still holds the address that an object has left would make a second object of it."""
    if not issubclass(table.model, Addressed):
        return
    left = OldAddress.of(table.model).filter(slug__in=created).values_list("slug", "object_id")
    owners = table.model._base_manager.in_bulk([pk for _, pk in left])
    for slug, pk in left:
        owner = owners.get(pk)
        if owner:
            raise wanted[slug][0].refuse(f"« {slug} » mène à « {owner} », qui est maintenant « {owner.slug} »")


def _update(table, wanted, objects, created):
    """Save the fields that differ; returns the keys of the objects that changed."""
    changed, names = set(), set()
    for key, (row, _, values) in wanted.items():
        instance = objects[key]
        asked = {} if key in created else table.keep(instance, values)
        new = differing(instance, asked | table.later(row))
        for name, value in new.items():
            setattr(instance, name, value)
        if new:
            names |= new.keys()
            changed.add(key)
    if names:
        table.model._base_manager.bulk_update([objects[key] for key in changed], sorted(names))
    return changed


def differing(instance: Model, values: dict) -> dict:
    """Values that the instance does not hold; foreign keys are compared by their column, without a query."""
    new = {}
    for name, value in values.items():
        attname = instance._meta.get_field(name).attname
        if getattr(instance, attname) != getattr(value, "pk", value):
            new[name] = value
    return new


def _link(table, wanted, objects):
    """Make the many-to-many hold what the rows say; returns the keys of the objects whose links changed."""
    asked = {key: table.links(row) for key, (row, _, _) in wanted.items()}
    changed = set()
    for name in {name for links in asked.values() for name in links}:
        relation = table.model._meta.get_field(name)
        through = relation.remote_field.through._base_manager
        ours, theirs = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        held = {(getattr(link, ours), getattr(link, theirs)): link.pk for link in through.all()}
        by_pk = {objects[key].pk: key for key in asked}
        target = {(objects[key].pk, other.pk) for key, links in asked.items() for other in links.get(name, ())}
        excess = {pair for pair in held.keys() - target if pair[0] in by_pk}
        through.filter(pk__in=[held[pair] for pair in excess]).delete()
        missing = target - held.keys()
        through.bulk_create(through.model(**{ours: a, theirs: b}) for a, b in sorted(missing, key=str))
        changed |= {by_pk[pk] for pk, _ in excess | missing}
    return changed


def _remember(model, objects, created, changed):
    history = getattr(model, "history", None)
    if history:
        history.bulk_history_create(created.values(), default_change_reason=REASON)
        again = [objects[key] for key in sorted(changed)]
        history.bulk_history_create(again, update=True, default_change_reason=REASON)
