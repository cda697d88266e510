"""Filters of the calls: the list, the calendar, the feeds and the alerts by e-mail narrow them alike."""

from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db import models
from django.db.models import Case, F, Q, Value, When

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
    etat = Facet(field_name="situation", counted_by="situation", choices=Situation.choices)
    etape = Facet(method="serving", counted_by="programme__stages")
    region = Choice(method="open_to_region")
    programme = Choice(field_name="programme__slug")

    @classmethod
    def over(cls, data, now: datetime):
        """Filters of the public calls as they stand at `now`; the lists of choices come in one query."""
        asked = Programme.objects.public().filter(
            slug=str(data.get("programme", ""))[:LONGEST_WORDS].replace("\x00", "")
        )
        lists = around(
            {
                "etape": Part(Stage.objects, "code", "name", since="order"),
                "region": Part(Region.objects, "code", "name", since="sort_name"),
                "programme": Part(asked, "slug", "name"),
            }
        )
        lists["etape"].sort(key=lambda item: int(item.since))
        lists["region"].sort(key=lambda item: item.since)
        choices = {name: [(item.code, item.label) for item in items] for name, items in lists.items()}
        return cls(data, Call.objects.public().annotate(situation=situation_at(now)), choices)

    @cached_property
    def programmes_found(self):
        """Slugs of the programmes that hold the words; None when there is no word to look for."""
        text = self.chosen.get("q", "")
        return [entry.slug for entry in search(text, ["programme"])] if words(text) else None

    def matching(self, calls, name, value):
        """Words of the call's title, or of its programme."""
        if self.programmes_found is None:
            return calls
        titled = Q()
        for word in words(value)[:MOST_WORDS]:
            titled &= Q(sort_title__contains=word)
        return calls.filter(titled | Q(programme__slug__in=self.programmes_found))

    def serving(self, calls, name, codes):
        through = Programme.stages.through.objects.filter(stage__in=codes)
        return calls.filter(programme__in=through.values("programme"))

    def open_to_region(self, calls, name, code):
        return calls.filter(Q(programme__region=code) | Q(programme__region=None))

    def listed(self):
        """The narrowed calls: open ones by closing, then those to come by opening, permanent ones, the latest past."""
        turn = Case(When(situation=Situation.OPEN, then=F("closes_at")), default=F("opens_at"))
        past = Case(When(situation=Situation.PAST, then=F("closes_at")))
        ranks = [When(situation=value, then=Value(rank)) for rank, value in enumerate(Situation.values)]
        order = [
            Case(*ranks, output_field=models.IntegerField()),
            past.desc(nulls_last=True),
            Case(When(situation=Situation.PERMANENT, then=F("programme__sort_name")), default=Value("")),
            turn,
            "pk",
        ]
        return shown(self.narrow()).order_by(*order)


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
