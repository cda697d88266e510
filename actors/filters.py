"""Filters of the list of organisations."""

from functools import cached_property

import django_filters
from django.db.models import Case, Q, Value, When

from actors.around import Part, around
from actors.facets import Choice, Facet, FacetedFilterSet
from actors.models import Actor, ActorKind, Coverage, Department, Region, Site
from actors.search import search
from ess_portal.lib.text import words

BEST_FIRST = 200


class ActorFilter(FacetedFilterSet):
    q = django_filters.CharFilter(method="matching")
    nature = Facet(field_name="kind", counted_by="kind")
    reseau = Facet(method="within", counted_by="networks__slug")
    region = Choice(method="working_in_region")
    departement = Choice(method="working_in_department")

    @classmethod
    def over(cls, data):
        """Filters of the public organisations; their lists come in one query."""
        actors = Actor.objects.public()
        networks = actors.filter(network_members__listed=True).distinct()
        lists = around(
            {
                "nature": Part(ActorKind.objects.filter(actors__listed=True).distinct(), "code", "name", since="name"),
                "reseau": Part(networks, "slug", "name", since="sort_name"),
                "region": Part(Region.objects, "code", "name", since="sort_name"),
                "departement": Part(Department.objects.filter(code=data.get("departement", "")), "code", "name"),
            }
        )
        choices = {
            name: [(item.code, item.label) for item in sorted(items, key=lambda item: item.since)]
            for name, items in lists.items()
        }
        return cls(data, actors, choices)

    @cached_property
    def hits(self):
        """Slugs of the organisations that hold the words, best first; None when there is no word to look for."""
        text = self.chosen.get("q", "")
        return [entry.slug for entry in search(text, ["actor"])] if words(text) else None

    def matching(self, actors, name, value):
        return actors if self.hits is None else actors.filter(slug__in=self.hits)

    def within(self, actors, name, slugs):
        through = Actor.networks.through.objects.filter(to_actor__slug__in=slugs)
        return actors.filter(pk__in=through.values("from_actor"))

    def working_in_region(self, actors, name, code):
        return actors.filter(working_in(region=code))

    def working_in_department(self, actors, name, code):
        return actors.filter(working_in(department=code))

    def ordering(self):
        if not self.hits:
            return ["sort_name", "pk"]
        best = [When(slug=slug, then=Value(place)) for place, slug in enumerate(self.hits[:BEST_FIRST])]
        return [Case(*best, default=Value(BEST_FIRST)), "sort_name"]


def working_in(region=None, department=None) -> Q:
    """Organisations whose office, a site or the coverage is in a region, or in a département."""
    if department:
        sites = Site.objects.filter(department=department)
        covered = Coverage.objects.filter(department=department)
        return Q(department=department) | Q(pk__in=sites.values("actor")) | Q(pk__in=covered.values("actor"))
    sites = Site.objects.filter(department__region=region)
    covered = Coverage.objects.filter(Q(region=region) | Q(department__region=region))
    return (
        Q(region=region)
        | Q(department__region=region)
        | Q(pk__in=sites.values("actor"))
        | Q(pk__in=covered.values("actor"))
    )
