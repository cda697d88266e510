"""Up to three programmes side by side: which ones an address asks for, and what each answers on each row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlencode

from django.core.validators import slug_re
from django.db.models import Count, F, Q, TextChoices
from django.urls import reverse

from actors.around import Item, Part, around
from actors.models import OldAddress
from actors.models.actor import SheetStatus
from actors.search import search
from ess_portal.lib.french import NBSP, counted, hours, in_days
from programmes import sheet
from programmes.course import time_asked, volume
from programmes.models import ActorProgrammeRelation, Call, Programme, ProgrammeComponent, Rule
from programmes.models.call import Phase
from programmes.opening import Announcement, announced, moment_words

MOST = 3
MOST_READ = 20  # of an address that asks for hundreds, the rest is not even looked up
LONGEST_SLUG = 120
OPTIONS_SHOWN = 8
INDIVIDUAL = {"individual_meeting", "follow_up", "mentoring", "expertise", "consulting", "diagnosis"}
COLLECTIVE = {"training", "workshop", "event", "community", "network", "onboarding", "closing", "info_meeting"}


@dataclass(frozen=True)
class Link:
    label: str
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """What a programme answers, in words, in items or in both; neither when it is not known. Notes add to it."""

    words: str = ""
    items: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return bool(self.words or self.items)


class Likeness(TextChoices):
    DIFFERENT = "different", "différent"
    PARTLY_UNKNOWN = "partly_unknown", "en partie inconnu"
    SAME = "same", "identique"
    UNKNOWN = "unknown", "non renseigné"
    ALONE = "alone", ""


SIGNS = {Likeness.DIFFERENT: "≠", Likeness.PARTLY_UNKNOWN: "?", Likeness.SAME: "="}


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    names: tuple[str, ...] = ()

    @property
    def answers(self) -> list[tuple[str, Cell]]:
        """Each answer with the name of its programme, which a phone writes beside it."""
        return list(zip(self.names, self.cells, strict=True))

    @property
    def likeness(self) -> Likeness:
        """Two known answers that differ are a difference; a known one beside an unknown one may be."""
        known = {cell for cell in self.cells if cell.is_known}
        if len(self.cells) < 2:
            return Likeness.ALONE
        if len(known) > 1:
            return Likeness.DIFFERENT
        if not known:
            return Likeness.UNKNOWN
        return Likeness.SAME if all(cell.is_known for cell in self.cells) else Likeness.PARTLY_UNKNOWN

    @property
    def mark(self) -> str:
        """« ≠ différent »: the words under the title of the row, none where the cells say it already."""
        return f"{SIGNS[self.likeness]} {self.likeness.label}" if self.likeness in SIGNS else ""

    @property
    def may_differ(self) -> bool:
        return self.likeness in {Likeness.DIFFERENT, Likeness.PARTLY_UNKNOWN}


@dataclass
class Column:
    """A programme with everything that its cells are made of."""

    programme: Programme
    found: dict[str, list[Item]]
    components: list[ProgrammeComponent] = field(default_factory=list)
    calls: list[Announcement] = field(default_factory=list)

    @property
    def open_call(self) -> Call | None:
        return next((one.call for one in self.calls if one.phase == Phase.OPEN), None)


@dataclass(frozen=True)
class Selection:
    """The programmes kept, and how many of those asked for are unknown or beyond the third."""

    programmes: list[Programme]
    unknown: int = 0
    too_many: int = 0

    @property
    def slugs(self) -> list[str]:
        return [programme.slug for programme in self.programmes]

    @property
    def has_room(self) -> bool:
        return len(self.programmes) < MOST


def asked(values: Iterable[str]) -> list[str]:
    """Slugs of an address, each once, in order; what cannot be one is left out."""
    return [slug for slug in _distinct(values) if len(slug) <= LONGEST_SLUG and slug_re.match(slug)]


def select(values: Iterable[str]) -> Selection:
    """The first three public programmes that the address names: one query, none when it names nothing."""
    given = _distinct(values)
    slugs = asked(given)
    if not slugs:
        return Selection([], unknown=len(given))
    found = {programme.slug: programme for programme in _called(slugs)}
    known = [found.pop(slug) for slug in slugs if slug in found] + list(found.values())
    return Selection(known[:MOST], unknown=len(given) - len(known), too_many=max(0, len(known) - MOST))


def address(slugs: Iterable[str], only_differences: bool = False) -> str:
    """The comparison of these programmes, as a link."""
    query = [("programme", slug) for slug in slugs] + ([("differences", "1")] if only_differences else [])
    return f"{reverse('programmes:compare')}{f'?{urlencode(query)}' if query else ''}"


def columns(programmes: list[Programme], now: datetime) -> list[Column]:
    """What is compared of the programmes: three queries."""
    if not programmes:
        return []
    within = {"programme__in": [programme.pk for programme in programmes]}
    found = around(_parts(within))
    by_pk = {programme.pk: Column(programme, _own(found, programme.pk)) for programme in programmes}
    for component in ProgrammeComponent.objects.filter(**within).order_by("programme_id", "position"):
        by_pk[component.programme_id].components.append(component)
    calls = Call.objects.public().filter(**within, cancelled_at=None).exclude(closes_at__lte=now)
    for one in announced(calls.select_related("programme__region"), now):
        by_pk[one.call.programme_id].calls.append(one)
    return list(by_pk.values())


def rows(columns: list[Column]) -> list[Row]:
    names = tuple(column.programme.short_name for column in columns)
    return [Row(label, tuple(cell(column) for column in columns), names) for label, cell in ROWS.items()]


def in_order(programmes):
    """The programmes of a selection along the stages; empty when two of them share a stage or one has none."""
    ordered = sorted(programmes, key=lambda one: -1 if one.first_stage is None else one.first_stage)
    follow = all(
        before.last_stage is not None and before.last_stage < after.first_stage for before, after in pairwise(ordered)
    )
    return ordered if follow and len(ordered) > 1 else []


def options(
    selection: Selection, columns: list[Column], text: str, only_differences: bool, now: datetime
) -> list[Link]:
    """Programmes that may be added, with the address that adds them: found by words, else near, else open now."""
    if not selection.has_room:
        return []
    if text:
        found = [
            (entry.slug, entry.title) for entry in search(text, ["programme"]) if entry.slug not in selection.slugs
        ]
    else:
        found = [(one.slug, one.name) for one in _near(columns, now)[:OPTIONS_SHOWN]]
    return [Link(name, address([*selection.slugs, slug], only_differences)) for slug, name in found[:OPTIONS_SHOWN]]


def _near(columns, now):
    """Programmes of the same stages that can be followed in the same place; without a choice, those open now."""
    programmes = Programme.objects.public().exclude(status=SheetStatus.CLOSED).only("slug", "name")
    if not columns:
        opened = programmes.with_calls_at(now).filter(open_calls__gt=0)
        return opened.order_by(F("next_closing").asc(nulls_last=True), "sort_name")
    stages = {item.note for column in columns for item in column.found["stages"]}
    places = Q(region=None)
    for column in columns:
        places |= Q(region=column.programme.region_id) if column.programme.region_id else Q()
    near = programmes.filter(places, stages__in=stages).exclude(pk__in=[column.programme.pk for column in columns])
    return near.annotate(shared=Count("stages")).order_by("-shared", "sort_name", "pk")


def _called(slugs):
    """Programmes by the slugs that they have, or have had."""
    left = OldAddress.of(Programme).filter(slug__in=slugs)
    return sheet.shown().filter(Q(slug__in=slugs) | Q(pk__in=left.values("object_id")))


def _distinct(values):
    return list(dict.fromkeys(value for value in values if value))[:MOST_READ]


def _parts(within):
    """Everything is gathered by programme: the code of each item is the programme's."""
    partners = Programme.partners.through.objects.filter(actor__listed=True, **within)
    roles = ActorProgrammeRelation.objects.filter(actor__listed=True, until_year=None, **within)
    rules = Rule.objects.filter(strength=Rule.Strength.HARD, **within).exclude(not_met="")
    stages = Programme.stages.through.objects.filter(**within)
    documents = Programme.documents.through.objects.filter(**within)
    return {
        "stages": Part(stages, "programme_id", "stage__name", note="stage_id", since="stage__order"),
        "documents": Part(documents, "programme_id", "documentkind__name", since="pk"),
        "partners": Part(partners, "programme_id", "actor__name", note="actor__slug", since="actor__sort_name"),
        "roles": Part(roles, "programme_id", "actor__name", note="actor__slug", since="actor__sort_name"),
        "rules": Part(rules, "programme_id", "not_met", note="operator", since="position", until="pk"),
    }


def _own(found, pk):
    return {name: [item for item in items if item.code == str(pk)] for name, items in found.items()}


def _stages(column):
    names = [item.label for item in sorted(column.found["stages"], key=lambda item: int(item.since))]
    return Cell(", ".join([*names[:1], *(name[:1].lower() + name[1:] for name in names[1:])]))


def _time(column):
    time = time_asked(column.components)
    optional = f"Et {hours(time.optional)} si vous le souhaitez" if time.optional else ""
    return Cell(time.words, notes=tuple(filter(None, [optional])))


def _components(types):
    def cell(column):
        chosen = [component for component in column.components if component.component_type in types]
        return Cell(items=tuple(Link(f"{component.title}{NBSP}: {volume(component)}") for component in chosen))

    return cell


def _price(column):
    return Cell(column.programme.price, notes=tuple(filter(None, [column.programme.cost_note])))


def _entry(column):
    programme = column.programme
    cohorts = programme.cohorts_per_year
    notes = (f"{counted(cohorts, 'promotion', 'promotions')} par an",) if cohorts else ()
    return Cell(programme.get_entry_mode_display(), notes=notes)


def _dates(column):
    if column.calls:
        return Cell(items=tuple(Link(_announcement(one), one.call.get_absolute_url()) for one in column.calls))
    programme = column.programme
    none = "Aucun appel annoncé ici" if programme.entry_mode == Programme.EntryMode.CALL else ""
    return Cell(none, notes=tuple(filter(None, [programme.calendar])))


def _announcement(one):
    call = one.call
    if one.phase == Phase.UPCOMING:
        return f"Ouvre {in_days(one.days)}, le {moment_words(call.opens_at, call.zone_name)}"
    if call.closes_at is None:
        return "Ouvert, sans date limite"
    return f"Clôture {in_days(one.days)}, le {moment_words(call.closes_at, call.zone_name)}"


def _conditions(column):
    rules = sorted(column.found["rules"], key=lambda item: (int(item.since), int(item.until)))
    return Cell(column.programme.conditions, tuple(Link(_condition(item)) for item in rules))


def _condition(item):
    """A rule that asks for something reads as it is; one that refuses something speaks to whom it refuses."""
    if item.note != Rule.Operator.NOT_IN:
        return item.label
    return f"Motif de refus{NBSP}: {item.label[:1].lower()}{item.label[1:]}"


def _membership(column):
    required = column.programme.membership_required
    is_known = required and required != Programme.MembershipRequired.UNKNOWN
    return Cell(column.programme.get_membership_required_display() if is_known else "")


def _documents(column):
    return Cell(items=tuple(Link(item.label) for item in sorted(column.found["documents"], key=lambda i: int(i.since))))


def _places(column):
    size = column.programme.cohort_size
    return Cell(f"{size} par promotion" if size else "")


def _partners(column):
    """Organisations beside the one that leads, which the head of the column names."""
    leader = column.programme.lead_actor.slug
    others = {item.note: item for item in [*column.found["roles"], *column.found["partners"]] if item.note != leader}
    ordered = sorted(others.values(), key=lambda item: item.since)
    return Cell(items=tuple(Link(item.label, reverse("actors:detail", args=[item.note])) for item in ordered))


ROWS: dict[str, Callable[[Column], Cell]] = {
    "Pour qui": lambda column: Cell(column.programme.target or column.programme.summary),
    "Étapes": _stages,
    "Durée": lambda column: Cell(column.programme.duration),
    "Temps demandé": _time,
    "Suivi individuel": _components(INDIVIDUAL),
    "Temps en groupe": _components(COLLECTIVE),
    "Prix et qui paie": _price,
    "Comment on entre": _entry,
    "Prochaines dates": _dates,
    "Conditions": _conditions,
    "Adhésion demandée": _membership,
    "Documents à fournir": _documents,
    "Places": _places,
    "À la fin": lambda column: Cell(column.programme.ending),
    "Territoire": lambda column: Cell(column.programme.territory),
    "Partenaires": _partners,
}
