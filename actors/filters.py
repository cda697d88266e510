"""The public list of organisations: its facets, and the catalogue that counts them."""

from django.db.models import Q

from actors.around import Part, around
from actors.catalogue import Catalogue, kept
from actors.listing import Facet, Listing
from actors.models import Actor, ActorKind, Coverage, Department, Region, Site


class ActorFilter(Listing):
    kind = "actor"
    one, many = "acteur", "acteurs"
    REGION_WORDS = "Un acteur est là où se trouve son siège, un de ses lieux, ou le territoire qu’il couvre."
    NEARNESS = (*Listing.NEARNESS[:2], "sans lieu recensé, ou national")
    ORDERS = [("nom", "Nom")]

    FACETS = {"reseau": Facet("Réseau"), "nature": Facet("Nature", folded=True)}

    @classmethod
    def over(cls, data, revision=None):
        """Filters of the public organisations as they stand at this revision (see `actors.public.revision_of`)."""
        return cls(data, kept("actors", revision, catalogue))


def catalogue() -> Catalogue:
    """Public organisations now, in two queries."""
    actors = Actor.objects.public()
    rows = sorted(actors.order_by().values_list("sort_name", "pk", "slug", "kind"))
    found = Catalogue.of((pk, slug) for _, pk, slug, _ in rows)
    known = around(_reference(actors) | _links(actors))
    for name in ("nature", "reseau", "region", "departement"):
        found.name(name, sorted(known[name], key=lambda item: item.since))
    for name in ("reseau", "region", "departement"):
        found.link(name, (item for part, items in known.items() if part.startswith(f"{name} of") for item in items))
    found.add("nature", (kind for *_, kind in rows))
    located = found.having("region", found.labels["region"])
    found.members["national"] = {"": found.everything & ~located}
    found.members["here"] = found.members["departement"]
    found.sort(rows, {"nom": lambda row: 0})
    return found


def _reference(actors):
    """What the codes are called; natures and networks of somebody only."""
    networks = actors.filter(network_members__listed=True).distinct()
    kinds = ActorKind.objects.filter(actors__listed=True).distinct()
    return {
        "nature": Part(kinds, "code", "name", since="name"),
        "reseau": Part(networks, "slug", "name", since="sort_name"),
        "region": Part(Region.objects, "code", "name", since="sort_name"),
        "departement": Part(Department.objects, "code", "name", since="sort_name"),
    }


def _links(actors):
    """Codes and organisations that have them: an organisation works where its office, a site or its coverage is."""
    through = Actor.networks.through.objects
    coverages, sites = Coverage.objects, Site.objects
    return {
        "reseau of": Part(through, "to_actor__slug", "from_actor"),
        "region of office": Part(actors, "region", "pk"),
        "region of its département": Part(actors, "department__region", "pk"),
        "region of sites": Part(sites, "department__region", "actor"),
        "region of coverage": Part(coverages, "region", "actor"),
        "region of covered départements": Part(coverages, "department__region", "actor"),
        "departement of office": Part(actors, "department", "pk"),
        "departement of sites": Part(sites, "department", "actor"),
        "departement of coverage": Part(coverages, "department", "actor"),
    }


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
