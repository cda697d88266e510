"""Links between organisations, and parts taken in programmes, in plain French, read from either side."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from actors.around import Part

SUCCEEDED_BY = "succeeded_by"
FROM_HERE = {
    "affiliated_to": "Affiliée à",
    "born_from": "Née de",
    "branch_of": "Antenne de",
    "co_led_by": "Portée avec",
    "created_by": "Créée par",
    "founding_member": "Membre fondateur de",
    "hosted_by": "Installée chez",
    "inspires": "A inspiré",
    "led_by": "Animée par",
    "member_of": "Membre de",
    "regional_branch_of": "Antenne régionale de",
    "shared_governance": "Gouvernance croisée avec",
    "site_of": "Lieu de",
    "subsidiary_of": "Filiale de",
    SUCCEEDED_BY: "Remplacée par",
    "supported_by": "Soutenue par",
    "works_with": "Travaille avec",
}
TO_HERE = {
    "affiliated_to": "Structures affiliées",
    "born_from": "A donné naissance à",
    "branch_of": "Ses antennes",
    "co_led_by": "Porte avec d’autres",
    "created_by": "A créé",
    "founding_member": "Membres fondateurs",
    "hosted_by": "Accueille",
    "inspires": "S’est inspirée de",
    "led_by": "Anime",
    "member_of": "Ses membres",
    "regional_branch_of": "Ses antennes régionales",
    "shared_governance": "Gouvernance croisée avec",
    "site_of": "Ses lieux",
    "subsidiary_of": "Ses filiales",
    SUCCEEDED_BY: "Prend la suite de",
    "supported_by": "Soutient",
    "works_with": "Travaille avec",
}
PROGRAMME_ROLES = {
    "leads_programme": "pilote le programme",
    "designs_pedagogy": "conçoit la pédagogie",
    "consortium_partner": "partenaire du consortium",
    "regional_referent": "accompagne dans sa région",
    "national_animator": "anime le réseau national",
    "regional_animator": "anime le programme dans sa région",
    "operates": "met le programme en œuvre",
    "partner": "partenaire",
}
OTHER = "Liée à"


def from_here(kind: str) -> str:
    """Label of a relation, on the sheet of the organisation it starts from: « Filiale de »."""
    return FROM_HERE.get(kind, OTHER)


def to_here(kind: str) -> str:
    """Label of the same relation on the sheet of the organisation it reaches: « Ses filiales »."""
    return TO_HERE.get(kind, OTHER)


def role_in(kind: str) -> str:
    """What an organisation does in a programme: « conçoit la pédagogie »."""
    return PROGRAMME_ROLES.get(kind, "prend part au programme")


@dataclass
class Tied:
    """An organisation on the sheet of a programme, or the other way round, with the parts that are taken."""

    url: str
    name: str
    roles: list[str] = field(default_factory=list)


def dated(relations: QuerySet, other: str) -> Part:
    """Relations as items named after `other`, the field at their far end: `note` is their kind, with their years."""
    return Part(relations, f"{other}__slug", f"{other}__name", note="kind", since="since_year", until="until_year")
