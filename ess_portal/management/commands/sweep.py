"""Takes away files that no row names and the texts of old mails, and says which rows have lost their file."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import mail_retention
from ess_portal import sweep
from ess_portal.lib import french


class Command(BaseCommand):
    help = "Efface les fichiers que rien ne cite plus et les textes des vieux courriels ; signale les fichiers absents."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait effacé, sans rien effacer")
        parser.add_argument("--older-than", type=float, default=60, help="minutes d’âge au moins (60 par défaut)")

    def handle(self, *, dry_run, older_than, **options):
        now = timezone.now()
        found = sweep.look(now, timedelta(minutes=older_than))
        for _, name in found.orphans:
            self.stdout.write(f"sans document : {name}")
        for row, name in found.lost:
            self.stdout.write(f"fichier absent : {row._meta.verbose_name} {row.pk}, {name}")
        if not dry_run:
            sweep.clear(found)
        one, many = ("fichier à effacer", "fichiers à effacer") if dry_run else ("fichier effacé", "fichiers effacés")
        swept = french.counted(len(found.orphans), one, many)
        self.stdout.write(f"{swept}, {french.counted(len(found.lost), 'absent', 'absents')}.")
        self.sweep_mails(now, dry_run)
        if found.lost:
            raise CommandError("Des documents ont perdu leur fichier : reprenez-les d’une sauvegarde.")

    def sweep_mails(self, now, dry_run):
        count = mail_retention.outdated(now).count() if dry_run else mail_retention.erase(now)
        if count:
            verb = ("à effacer", "à effacer") if dry_run else ("effacé", "effacés")
            words = french.counted(count, f"texte de courriel {verb[0]}", f"textes de courriels {verb[1]}")
            self.stdout.write(f"{words}.")
