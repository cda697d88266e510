"""The search index written afresh from what the database holds."""

from django.core.management.base import BaseCommand
from django.db import transaction

from actors.models import SearchEntry
from actors.revision import bump
from ess_portal.directory.load import reindex


class Command(BaseCommand):
    help = "Refait l’index de la recherche à partir de la base, sans toucher aux fiches."

    @transaction.atomic
    def handle(self, *, verbosity, **options):
        reindex()
        bump()
        if verbosity:
            self.stdout.write(f"{SearchEntry.objects.count()} fiches dans l’index.")
