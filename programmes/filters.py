"""Filters of the list of programmes."""

from functools import cached_property

import django_filters
from django.db.models import Case, F, Q, Value, When

from actors.around import Part, around
from actors.facets import Choice, Facet, FacetedFilterSet
from actors.models import Department, Region
from actors.search import search
from ess_portal.lib.text import words
from programmes.models import Audience, Programme, Stage

PRICES = [("gratuit", "Gratuit"), ("payant", "Participation demandée"), ("inconnu", "Non renseigné")]
ORDERS = [("cloture", "Prochaine clôture"), ("nom", "Nom"), ("duree", "Durée")]
BEST_FIRST = 200


class ProgrammeFilter(FacetedFilterSet):
    q = django_filters.CharFilter(method="matching")
    etape = Facet(method="serving", counted_by="stages")
    public = Facet(method="welcoming", counted_by="audiences")
    entree = Facet(field_name="entry_mode", counted_by="entry_mode", choices=Programme.EntryMode.choices)
    cout = Facet(method="priced", counted_by="price_range", choices=PRICES)
    nature = Facet(field_name="kind", counted_by="kind", choices=Programme.Kind.choices)
    region = Choice(method="open_to_region")
    departement = Choice(method="open_to_department")
    tri = Choice(choices=ORDERS, method="unchanged")

    @classmethod
    def over(cls, data):
        """Filters of the public programmes; lists come in one query. Sensitive audiences stay out of addresses."""
        lists = around(
            {
                "etape": Part(Stage.objects, "code", "name", since="order"),
                "public": Part(Audience.objects.filter(sensitive=False), "code", "name", since="name"),
                "region": Part(Region.objects, "code", "name", since="sort_name"),
                "departement": Part(Department.objects.filter(code=data.get("departement", "")), "code", "name"),
            }
        )
        choices = {
            name: [(item.code, item.label) for item in sorted(items, key=lambda item: item.since)]
            for name, items in lists.items()
        }
        price = Case(
            When(cost=0, then=Value("gratuit")), When(cost__gt=0, then=Value("payant")), default=Value("inconnu")
        )
        programmes = Programme.objects.public().annotate(price_range=price)
        return cls(data, programmes, choices)

    @cached_property
    def hits(self):
        """Slugs of the programmes that hold the words, best first; None when there is no word to look for."""
        text = self.chosen.get("q", "")
        return [entry.slug for entry in search(text, ["programme"])] if words(text) else None

    def matching(self, programmes, name, value):
        return programmes if self.hits is None else programmes.filter(slug__in=self.hits)

    def serving(self, programmes, name, codes):
        through = Programme.stages.through.objects.filter(stage__in=codes)
        return programmes.filter(pk__in=through.values("programme"))

    def welcoming(self, programmes, name, codes):
        through = Programme.audiences.through.objects.filter(audience__in=codes)
        return programmes.filter(pk__in=through.values("programme"))

    def priced(self, programmes, name, codes):
        return programmes.filter(price_range__in=codes)

    def open_to_region(self, programmes, name, code):
        return programmes.filter(Q(region=code) | Q(region=None))

    def open_to_department(self, programmes, name, code):
        return programmes.filter(Q(region__departments=code) | Q(region=None))

    def unchanged(self, programmes, name, value):
        return programmes

    def ordering(self):
        """By relevance when words are looked for, by next closing otherwise, unless an order is asked."""
        asked = self.chosen.get("tri", "" if self.hits else "cloture")
        if asked == "cloture":
            return [F("next_closing").asc(nulls_last=True), "sort_name"]
        if asked == "duree":
            return [F("duration_days").asc(nulls_last=True), "sort_name"]
        if asked == "nom" or not self.hits:
            return ["sort_name", "pk"]
        best = [When(slug=slug, then=Value(place)) for place, slug in enumerate(self.hits[:BEST_FIRST])]
        return [Case(*best, default=Value(BEST_FIRST)), "sort_name"]
