"""Load the facts of `data/` into the database, and say what happened to them."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ess_portal.directory.load import DATA, NOT_LOADED, load
from ess_portal.directory.rows import BadRow

SHOWN = 12


class Command(BaseCommand):
    help = "Charge le répertoire (data/*.csv) : créé, changé, inchangé, laissé. Tout ou rien."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Tout vérifier et compter, sans rien écrire.")
        parser.add_argument("--folder", type=Path, default=DATA, help="Dossier des fichiers CSV.")

    def handle(self, *, dry_run, folder, verbosity, **options):
        try:
            report = load(folder, communes=True, dry_run=dry_run)
        except BadRow as bad:
            raise CommandError(f"{bad}. Rien n’a été chargé.") from bad
        if not verbosity:
            totals = (report.total(name) for name in ("created", "changed", "unchanged", "left"))
            self.stdout.write("{} créés, {} changés, {} inchangés, {} laissés".format(*totals))
            return
        self._table(report)
        for count in report.counts:
            self._names(count, "changed", "changé")
            self._names(count, "left", "laissé (absent du fichier)")
        for file, reason in NOT_LOADED.items():
            self.stdout.write(f"{file} : pas encore chargé, {reason}.")
        if dry_run:
            self.stdout.write("Essai à blanc : rien n’a été écrit.")

    def _table(self, report):
        self.stdout.write(f"{'':32}{'créé':>9}{'changé':>9}{'inchangé':>10}{'laissé':>9}")
        for count in report.counts:
            figures = len(count.created), len(count.changed), len(count.unchanged), len(count.left)
            self._line(count.label, *figures)
        names = ("created", "changed", "unchanged", "left")
        self._line("total", *(report.total(name) for name in names))

    def _line(self, label, created, changed, unchanged, left):
        self.stdout.write(f"{label:32}{created:>9}{changed:>9}{unchanged:>10}{left:>9}")

    def _names(self, count, name, words):
        keys = getattr(count, name)
        if keys:
            more = f" et {len(keys) - SHOWN} autres" if len(keys) > SHOWN else ""
            self.stdout.write(f"{count.label}, {words} : {', '.join(keys[:SHOWN])}{more}")
