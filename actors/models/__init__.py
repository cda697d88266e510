"""Territories, organisations and their relations, people's roles in them, and the search index."""

from .actor import Actor, ActorKind, ActorRelation, Alias, Coverage, LegalForm, Sector, SiaeType, Site, Source
from .address import Addressed, OldAddress
from .imports import Import, ImportedSheet
from .role import Membership, OrganisationRole
from .search import DirectoryRevision, SearchEntry, SearchWord
from .territory import Commune, Department, Region, Zone
from .trust import Proposal, ProposedChange, Report, SheetReminder

__all__ = [
    "Actor",
    "ActorKind",
    "ActorRelation",
    "Addressed",
    "Alias",
    "Commune",
    "Coverage",
    "Department",
    "DirectoryRevision",
    "Import",
    "ImportedSheet",
    "LegalForm",
    "Membership",
    "OldAddress",
    "OrganisationRole",
    "Proposal",
    "ProposedChange",
    "Region",
    "Report",
    "SearchEntry",
    "SearchWord",
    "Sector",
    "SheetReminder",
    "SiaeType",
    "Site",
    "Source",
    "Zone",
]
