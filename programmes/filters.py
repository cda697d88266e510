"""The public list of programmes: its facets, its orders, and the catalogue that counts them."""

import math

from django.db.models import CharField, Value
from django.db.models.functions import Cast, LPad
from django.utils import timezone

from actors.around import Part, around
from actors.catalogue import Catalogue, kept
from actors.listing import Facet, Listing
from actors.models import Department, Region
from programmes.models import Audience, Programme, Stage

PRICES = [("gratuit", "Gratuit"), ("payant", "Participation demandée"), ("inconnu", "Non renseigné")]
OPENINGS = [("ouvert", "Ouvertes maintenant"), ("annonce", "Ouverture annoncée")]
COLUMNS = [
    *["pk", "slug", "sort_name", "kind", "entry_mode", "cost", "duration_days", "region", "status"],
    *["open_calls", "next_closing", "next_opening"],
]


class ProgrammeFilter(Listing):
    kind = "programme"
    one, many = "programme", "programmes"
    REGION_WORDS = "Les programmes ouverts à toute la France sont comptés avec ceux de la région."
    ORDERS = [("cloture", "Prochaine clôture"), ("duree", "Durée"), ("cout", "Coût"), ("nom", "Nom")]

    FACETS = {
        "etape": Facet("Où en êtes-vous ?"),
        "ouverture": Facet("Candidatures", OPENINGS),
        "entree": Facet("Comment on entre", Programme.EntryMode.choices),
        "cout": Facet("Ce que vous payez", PRICES),
        "nature": Facet("Nature", Programme.Kind.choices, folded=True),
        "public": Facet("Pour qui", folded=True),
    }

    @classmethod
    def over(cls, data, revision=None):
        """Filters of the public programmes as they stand at this revision (see `actors.public.revision_of`)."""
        return cls(data, kept("programmes", revision, catalogue))


def catalogue() -> Catalogue:
    """Public programmes now, in two queries."""
    programmes = Programme.objects.public()
    rows = list(programmes.with_calls_at(timezone.now()).order_by().values_list(*COLUMNS, named=True))
    rows.sort(key=lambda row: (row.sort_name, row.pk))
    found = Catalogue.of((row.pk, row.slug) for row in rows)
    known = around(_reference() | _links(programmes))
    for name in ("etape", "public", "region", "departement"):
        found.name(name, sorted(known[name], key=lambda item: item.since))
    for name in ("etape", "public", "here"):
        found.link(name, (item for part, items in known.items() if part.startswith(f"{name} of") for item in items))
    _add_columns(found, rows)
    _add_territory(found, rows, known["departement"])
    found.sort(rows, SORTED_BY)
    return found


def _reference():
    """What the codes are called. Sensitive audiences stay out of addresses."""
    place = LPad(Cast("order", CharField()), 3, Value("0"))
    return {
        "etape": Part(Stage.objects, "code", "name", since=place),
        "public": Part(Audience.objects.filter(sensitive=False), "code", "name", since="name"),
        "region": Part(Region.objects, "code", "name", since="sort_name"),
        "departement": Part(Department.objects, "code", "name", note="region", since="sort_name"),
    }


def _links(programmes):
    """Codes and programmes that have them; a programme is « here » where its organisations are or work."""
    through = Programme.stages.through.objects, Programme.audiences.through.objects
    return {
        "etape of": Part(through[0], "stage", "programme"),
        "public of": Part(through[1].filter(audience__sensitive=False), "audience", "programme"),
        "here of leader": Part(programmes, "lead_actor__department", "pk"),
        "here of its sites": Part(programmes, "lead_actor__sites__department", "pk"),
        "here of its coverage": Part(programmes, "lead_actor__coverages__department", "pk"),
        "here of partners": Part(programmes, "partners__department", "pk"),
    }


def _add_columns(found, rows):
    found.add("nature", (row.kind for row in rows))
    found.add("etat", (row.status for row in rows))
    found.add("entree", (row.entry_mode for row in rows))
    found.add("cout", ("inconnu" if row.cost is None else "payant" if row.cost else "gratuit" for row in rows))
    found.add("ouverture", ("ouvert" if row.open_calls else "annonce" if row.next_opening else "" for row in rows))


def _add_territory(found, rows, departments):
    """A programme of the whole country can be followed in each region, and in its départements."""
    found.add("own", (row.region or "" for row in rows))
    country = found.having("own", [""])
    found.members["national"] = {"": country}
    found.members["region"] = {code: found.having("own", [code]) | country for code in found.labels["region"]}
    found.members["departement"] = {item.code: found.members["region"][item.note] for item in departments}


def _by_closing(row):
    """Open with a date, open without, to come, the others."""
    if row.next_closing:
        return 0, row.next_closing.timestamp()
    if row.open_calls:
        return 1, 0
    return (2, row.next_opening.timestamp()) if row.next_opening else (3, 0)


SORTED_BY = {
    "cloture": _by_closing,
    "duree": lambda row: math.inf if row.duration_days is None else row.duration_days,
    "cout": lambda row: math.inf if row.cost is None else row.cost,
    "nom": lambda row: 0,
}
