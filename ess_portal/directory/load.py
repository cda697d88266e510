"""The whole load: every table in order, in one transaction, then the index and the revision of public pages."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from actors.indexing import index_actors
from actors.revision import bump
from programmes.indexing import index_glossary, index_stages

from . import offers, organisations, orientation, pathway, references, territory
from .communes import write_communes
from .rows import BadRow, Known
from .tables import Count, write

DATA = settings.BASE_DIR / "data"
NOT_LOADED = {
    "obstacles.csv": "gardé pour le suivi des freins",
    "exit_types.csv": "gardé pour les sorties de parcours",
}


@dataclass
class Report:
    counts: list[Count] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        return any(count.created or count.changed for count in self.counts)

    def total(self, name: str) -> int:
        return sum(len(getattr(count, name)) for count in self.counts)


def load(folder: Path = DATA, *, communes: bool = False, dry_run: bool = False) -> Report:
    """Load every file of `folder`, all or nothing. The files win over what was edited since; verified sheets keep
    their state. The 35 000 communes come only when asked. Raises BadRow, and writes nothing, on the first bad row."""
    report, known = Report(), Known()
    with transaction.atomic():
        for table in tables():
            try:
                report.counts.append(write(table, folder, known))
            except IntegrityError as error:
                raise BadRow(table.file, "?", f"contredit ce que la base contient déjà ({error})") from error
        if communes:
            report.counts.append(write_communes(folder))
        reindex()
        if report.touched:
            bump()
        if dry_run:
            transaction.set_rollback(True)
    return report


def reindex() -> None:
    """Bring the whole search index up to date."""
    index_actors()  # and the programmes, which bear the names of organisations
    index_stages()
    index_glossary()


def tables():
    """In an order in which every reference is known before it is used."""
    return [
        *territory.TABLES,
        *organisations.TABLES,
        *references.TABLES,
        *pathway.tables(),
        *offers.TABLES,
        *orientation.tables(),
        *organisations.AFTER_PROGRAMMES,
    ]
