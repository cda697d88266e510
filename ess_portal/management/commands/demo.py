"""manage.py demo: the demonstration's people, calls, files and meetings; `--accounts` prints how to sign in."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ess_portal.demo import build, people


class Command(BaseCommand):
    help = "Crée la démonstration (une seule fois) et donne ses comptes."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="Donne seulement les comptes, en JSON.")

    def handle(self, *args, accounts, **options):
        if accounts:
            self.stdout.write(json.dumps(people.accounts(), ensure_ascii=False, indent=2))
            return
        now = timezone.now()
        try:
            built = build.build(now)
        except build.DemonstrationRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Démonstration créée." if built else "Démonstration déjà là : rien n’est perdu.")
        if build.is_stale(now):
            self.stdout.write("Ses dates sont anciennes. Pour repartir de dates fraîches : make demo-reset")
