"""Which programmes the plan and the view of who acts where keep: those of a territory, those for an audience."""

from django.db.models import Q

from actors.around import Part, around
from actors.catalogue import kept
from actors.facets import Choice, FacetedFilterSet
from actors.models import Department, Region
from programmes.models import Audience, Programme


class PlanFilter(FacetedFilterSet):
    region = Choice(method="open_to_region")
    departement = Choice(method="open_to_department")
    public = Choice(method="welcoming")

    @classmethod
    def over(cls, data, revision=None):
        """Filters of the public programmes; lists are kept at this revision (see `actors.public.revision_of`)."""
        return cls(data, Programme.objects.public(), kept("plan choices", revision, _choices))

    def open_to_region(self, programmes, name, code):
        return programmes.filter(Q(region=code) | Q(region=None))

    def open_to_department(self, programmes, name, code):
        return programmes.filter(Q(region__departments=code) | Q(region=None))

    def welcoming(self, programmes, name, code):
        through = Programme.audiences.through.objects.filter(audience=code)
        return programmes.filter(pk__in=through.values("programme"))

    @property
    def place(self) -> str:
        """Name of the département or of the region that was chosen; empty for the whole country."""
        for name in ("departement", "region"):
            if name in self.chosen:
                return dict(self.filters[name].extra["choices"])[self.chosen[name]]
        return ""


def _choices():
    """Lists in one query. Sensitive audiences stay out of addresses."""
    welcomed = Audience.objects.filter(sensitive=False, programmes__isnull=False).distinct()
    lists = around(
        {
            "region": Part(Region.objects, "code", "name", since="sort_name"),
            "departement": Part(Department.objects, "code", "name", since="code"),
            "public": Part(welcomed, "code", "name", since="name"),
        }
    )
    return {
        name: [(item.code, item.label) for item in sorted(items, key=lambda item: item.since)]
        for name, items in lists.items()
    }
