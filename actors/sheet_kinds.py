"""The kinds of public sheets, and what differs between them. `programmes` adds its own when it starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from actors.indexing import index_actors
from actors.models import Actor, Report
from actors.revision import bump
from actors.sheet_values import Column, Links, Lists, Sites
from ess_portal.lib.text import sort_key

Value = Column | Links | Sites
Sheet = Any  # a row of Actor, or of Programme that this app may not import


@dataclass(frozen=True)
class SheetKind:
    """One kind of sheet.

    `segment` stands in addresses; `fields` may be proposed by the organisation; `parts` may be reported as wrong;
    `leader` is the field of the organisation that answers for the sheet, when it is not the sheet itself; `prepare`
    fills derived columns before a save.
    """

    model: type[Any]
    segment: str
    noun: str
    fields: tuple[str, ...]
    parts: dict[str, str]
    prepare: Callable[[Sheet], None]
    reindex: Callable[[Iterable[str]], None]
    leader: str = ""
    joined: tuple[str, ...] = ()

    def public(self) -> QuerySet:
        """Public sheets of this kind with the organisation that answers for them."""
        return self.model.objects.public().select_related(*self.joined)

    def house(self, sheet: Sheet) -> Actor:
        return getattr(sheet, self.leader) if self.leader else sheet

    def of_houses(self, actors: QuerySet) -> QuerySet:
        """Public sheets for which some organisations answer."""
        return self.public().filter(**{f"{self.leader or 'pk'}__in": actors.values("pk")})

    def kept_by(self, user: User) -> QuerySet:
        """Public sheets that a person may look after, as one of the organisation or of the chamber that checks it."""
        own, checked = Actor.objects.edited_by(user), Actor.objects.checked_by(user)
        return self.of_houses(Actor.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=checked.values("pk"))))

    def value(self, name: str) -> Value:
        found = self.model._meta.get_field(name)
        if found.one_to_many:
            return Sites()
        return Links(found) if found.many_to_many else Column(found)

    def label(self, name: str) -> str:
        label = self.value(name).label
        return label[:1].upper() + label[1:]

    def in_words(self, name: str, stored: str, lists: Lists) -> str:
        """A stored value as a person reads it: the name of a département for its code.

        `lists` keeps what was read, so that a page asks once for each list.
        """
        return self.value(name).in_words(stored, lists)


KINDS: dict[str, SheetKind] = {}


def register(kind: SheetKind) -> None:
    KINDS[kind.segment] = kind


def kind_of(sheet: Sheet) -> SheetKind:
    return next(kind for kind in KINDS.values() if isinstance(sheet, kind.model))


def about(sheet: Sheet) -> dict[str, Sheet | None]:
    """What an `AboutSheet` row holds for this sheet."""
    house = kind_of(sheet).house(sheet)
    return {"actor": house, "programme": None if sheet is house else sheet}


def part_of(report: Report) -> str:
    """The part of the sheet that a report is about, in words."""
    return kind_of(report.sheet).parts.get(report.part, report.part)


def stored_text(sheet: Sheet, name: str) -> str:
    """The value of a field as text, as proposals keep it: a key for a relation, nothing for an unknown."""
    return kind_of(sheet).value(name).stored(sheet)


@transaction.atomic
def save(sheet: Sheet, *, by: User | None, reason: str) -> None:
    """Save a sheet with its history, its search text and the revision of public pages."""
    kind = kind_of(sheet)
    kind.prepare(sheet)
    sheet._history_user = by
    sheet._change_reason = reason[:100]
    sheet.save()
    kind.reindex([sheet.slug])
    bump()


def _name_sorts(actor):
    actor.sort_name = sort_key(actor.name)


register(
    SheetKind(
        model=Actor,
        segment="acteurs",
        noun="structure",
        fields=("name", "summary", "description", "website", "city", "department", "legal_form", "sites"),
        parts={
            "nom": "Son nom",
            "presentation": "Ce qu’elle fait",
            "lieu": "Le lieu ou le territoire",
            "contact": "Le site internet",
            "programmes": "Ses programmes ou ses liens",
            "fermee": "Elle a fermé ou changé de nom",
            "autre": "Autre chose",
        },
        prepare=_name_sorts,
        reindex=index_actors,
        joined=("region", "department"),
    )
)
