"""Territories, organisations and their relations, people's roles in them, and the search index."""

from .actor import Actor, ActorKind, ActorRelation, Alias, Coverage, LegalForm, Sector, SiaeType, Site, Source
from .role import Membership, OrganisationRole
from .search import DirectoryRevision, SearchEntry, SearchWord
from .territory import Commune, Department, Region, Zone

__all__ = [
    "Actor",
    "ActorKind",
    "ActorRelation",
    "Alias",
    "Commune",
    "Coverage",
    "Department",
    "DirectoryRevision",
    "LegalForm",
    "Membership",
    "OrganisationRole",
    "Region",
    "SearchEntry",
    "SearchWord",
    "Sector",
    "SiaeType",
    "Site",
    "Source",
    "Zone",
]
