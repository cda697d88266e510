"""How fresh sheets are: verified by a chamber, confirmed by their organisation, and whom to remind after a year."""

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from accounts.outbox import owe
from actors import keepers
from actors.models import Actor, OrganisationRole, SheetReminder
from actors.models.actor import SheetStatus
from actors.reports import space_link
from actors.sheet_kinds import KINDS, Sheet, SheetKind, about, kind_of, save

FRESH_FOR = timedelta(days=365)
QUIET_FOR = timedelta(days=90)
NEVER = date(1900, 1, 1)
LIFE = frozenset({SheetStatus.CLOSED, SheetStatus.PROJECT})  # says more than the freshness of the sheet, and stays


class SheetClosed(Exception):
    """An organisation that has closed confirms nothing."""


@transaction.atomic
def verify(sheet: Sheet, *, by: User, day: date) -> Sheet:
    """A chamber says that the sheet was checked with its organisation on `day`."""
    sheet = _locked(sheet)
    if sheet.status not in LIFE:
        sheet.status = SheetStatus.VERIFIED
    sheet.checked_on = day
    save(sheet, by=by, reason="Vérifiée")
    return sheet


@transaction.atomic
def confirm(sheet: Sheet, *, by: User, day: date) -> Sheet:
    """The organisation says that everything is right. A verified sheet stays so. Raises SheetClosed."""
    sheet = _locked(sheet)
    if sheet.status == SheetStatus.CLOSED:
        raise SheetClosed
    declare(sheet)
    sheet.checked_on = day
    save(sheet, by=by, reason="Confirmée par la structure")
    return sheet


def declare(sheet: Sheet) -> None:
    """Its organisation has spoken for the sheet: what was only imported or doubtful is now declared."""
    if sheet.status in {SheetStatus.IMPORTED, SheetStatus.TO_CHECK}:
        sheet.status = SheetStatus.DECLARED


def due(kind: SheetKind, day: date) -> QuerySet:
    """Public sheets never checked, or not for a year; closed ones are left in peace."""
    is_old = Q(checked_on=None) | Q(checked_on__lte=day - FRESH_FOR)
    return kind.public().filter(is_old).exclude(status=SheetStatus.CLOSED)


def to_check(user: User, day: date) -> QuerySet:
    """What a person's chamber has to check, of every kind, oldest first: dictionaries of one query."""
    selects = []
    for kind in KINDS.values():
        mine = {f"{kind.leader or 'pk'}__in": Actor.objects.checked_by(user).values("pk")}
        columns = {
            "segment": Value(kind.segment, output_field=CharField()),
            "since": Coalesce("checked_on", Value(NEVER), output_field=DateField()),
            "house": F(f"{kind.leader}__name") if kind.leader else Value("", output_field=CharField()),
        }
        selects.append(
            due(kind, day).filter(**mine).order_by().select_related(None).annotate(**columns)
            .values("segment", "slug", "name", "sort_name", "status", "checked_on", "since", "house")
        )  # fmt: skip
    first, *others = selects
    return first.union(*others, all=True).order_by("since", "sort_name")


@transaction.atomic
def remind(day: date) -> int:
    """Ask for a check of what is due and was not asked for three months; returns the number of sheets.

    Each person of an organisation gets one mail per sheet; a chamber's people one mail for all the sheets whose
    organisation has nobody here. Run again the same day, it owes nothing more.
    """
    reminded, left = [], defaultdict(list)
    for kind in KINDS.values():
        sheets = list(due(kind, day).exclude(pk__in=_asked_lately(kind, day)))
        people = _people_by_house({kind.house(sheet).pk for sheet in sheets})
        for sheet in sheets:
            house = kind.house(sheet)
            reminded.append(SheetReminder(**about(sheet), sent_on=day))
            for person in people[house.pk]:
                key = f"sheet-reminder:{kind.segment}:{sheet.pk}:{day}:{person.pk}"
                owe(person, "sheet_reminder", key=key, sheet=sheet, link=space_link(sheet))
            if not people[house.pk]:
                left[keepers.region_of(house)].append(house)
    _tell_chambers(left, day)
    SheetReminder.objects.bulk_create(reminded, ignore_conflicts=True)
    return len(reminded)


def _tell_chambers(left, day):
    counts = defaultdict(int)
    for houses in left.values():
        for person in keepers.checkers_of(houses[0]):
            counts[person] += len(houses)
    link = settings.SITE_ADDRESS + reverse("admin:actors_to_check")
    for person, count in counts.items():
        owe(person, "sheets_to_check", key=f"sheets-to-check:{day}:{person.pk}", count=count, link=link)


def _asked_lately(kind, day):
    asked = SheetReminder.objects.filter(sent_on__gt=day - QUIET_FOR, programme__isnull=not kind.leader)
    return asked.values("programme" if kind.leader else "actor")


def _people_by_house(houses):
    roles = OrganisationRole.objects.active().filter(actor__in=houses, kind__in=keepers.EDITORS, user__is_active=True)
    found = defaultdict(list)
    for role in roles.exclude(user__email=None).select_related("user"):
        if role.user not in found[role.actor_id]:
            found[role.actor_id].append(role.user)
    return found


def _locked(sheet):
    return kind_of(sheet).model.objects.select_for_update().get(pk=sheet.pk)
