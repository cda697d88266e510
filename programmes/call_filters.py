"""Filters of the calls: the list, the calendar, the feeds and the alerts by e-mail narrow them alike."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, reduce
from operator import and_
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db import models
from django.db.models import Case, Q, Value, When

from actors.around import Part, around
from actors.facets import Choice, Facet, FacetedFilterSet
from actors.models import Region
from actors.search import search
from ess_portal.lib.text import words
from programmes.models import Call, Programme, Stage

LONGEST_WORDS = 200
MOST_WORDS = 8
NO_FILTER = {"tri", "page"}


class Situation(models.TextChoices):
    """Where a call stands, as the public looks for it."""

    OPEN = "ouvert", "Ouverts"
    UPCOMING = "bientot", "Bientôt ouverts"
    PERMANENT = "permanent", "Toute l’année"
    PAST = "passe", "Passés"


class LenientWords(forms.CharField):
    def clean(self, value):
        return (value or "").replace("\x00", "")[:LONGEST_WORDS].strip()


class Words(django_filters.CharFilter):
    field_class = LenientWords


class CallFilter(FacetedFilterSet):
    q = Words(method="matching")
    etat = Facet(field_name="situation", choices=Situation.choices)
    etape = Facet(method="serving")
    region = Choice(method="open_to_region")
    programme = Choice(field_name="programme__slug")

    @classmethod
    def over(cls, data, now: datetime, known: Mapping[str, Mapping[str, str]] | None = None):
        """Filters of the public calls as they stand at `now`; `known` labels of the lists spare reading them."""
        lists = choices() if known is None else {name: list(labels.items()) for name, labels in known.items()}
        slug = str(data.get("programme", ""))[:LONGEST_WORDS].replace("\x00", "")
        asked = Programme.objects.public().filter(slug=slug) if slug else Programme.objects.none()
        lists["programme"] = list(asked.values_list("slug", "name"))
        return cls(data, Call.objects.public().annotate(situation=situation_at(now)), lists)

    @cached_property
    def programmes_found(self):
        """Slugs of the programmes that hold the words; None when there is no word to look for."""
        text = self.chosen.get("q", "")
        return [entry.slug for entry in search(text, ["programme"])] if words(text) else None

    def matching(self, calls, name, value):
        """Words of the call's title, or of its programme."""
        if self.programmes_found is None:
            return calls
        return calls.filter(titled(value) | Q(programme__slug__in=self.programmes_found))

    def serving(self, calls, name, codes):
        through = Programme.stages.through.objects.filter(stage__in=codes)
        return calls.filter(programme__in=through.values("programme"))

    def open_to_region(self, calls, name, code):
        return calls.filter(Q(programme__region=code) | Q(programme__region=None))


def choices() -> dict[str, list[tuple[str, str]]]:
    """Options of the lists in the order in which they are shown, in one query."""
    lists = around(
        {
            "etape": Part(Stage.objects, "code", "name", since="order"),
            "region": Part(Region.objects, "code", "name", since="sort_name"),
        }
    )
    lists["etape"].sort(key=lambda item: int(item.since))
    lists["region"].sort(key=lambda item: item.since)
    return {name: [(item.code, item.label) for item in items] for name, items in lists.items()}


def titled(text: str) -> Q:
    """Calls whose title holds every word."""
    return reduce(and_, (Q(sort_title__contains=word) for word in words(text)[:MOST_WORDS]), Q())


def situation_at(now: datetime) -> Case:
    return Case(
        When(Q(cancelled_at__isnull=False) | Q(closes_at__lte=now), then=Value(Situation.PAST.value)),
        When(opens_at__gt=now, then=Value(Situation.UPCOMING.value)),
        When(closes_at=None, then=Value(Situation.PERMANENT.value)),
        default=Value(Situation.OPEN.value),
        output_field=models.CharField(),
    )


def shown(calls):
    """With what a line, an event or an entry of a feed says of a call."""
    return calls.select_related("programme__lead_actor", "programme__region", "result")


def query_of(filters: FacetedFilterSet) -> str:
    """The filters in force as the query of an address, always written the same way; empty without any."""
    chosen = sorted((name, value) for name, value in filters.chosen.items() if name not in NO_FILTER)
    return urlencode([(n, sorted(v) if isinstance(v, list) else v) for n, v in chosen], doseq=True)
