"""Everything a start needs once the packages are there. Run again, it changes only what has changed."""

import io
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

Step = tuple[str, str, dict[str, Any]]  # label, command, arguments

STEPS: list[Step] = [
    ("Police", "prepare_font", {}),
    ("Tables", "migrate", {"interactive": False}),
    ("Cache", "createcachetable", {}),
    ("Annuaire", "load_directory", {}),
]
DEMONSTRATION: Step = ("Démonstration", "demo", {})
STATIC_FILES: Step = ("Fichiers statiques", "collectstatic", {"interactive": False})


class Command(BaseCommand):
    help = "Prépare la police, la base, l’annuaire et les fichiers statiques."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="ajoute les données de démonstration")
        parser.add_argument("--no-static", action="store_true", help="laisse les fichiers statiques (développement)")

    def handle(self, *, demo, no_static, **options):
        steps = [*STEPS, *([DEMONSTRATION] if demo else []), *([] if no_static else [STATIC_FILES])]
        for label, command, arguments in steps:
            self.step(label, command, arguments)

    def step(self, label, command, arguments):
        started, said = time.monotonic(), io.StringIO()
        self.stdout.write(f"  {label}… ", ending="")
        self.stdout.flush()
        try:
            call_command(command, **arguments, verbosity=0, stdout=said)
        finally:
            self.stdout.write(f"{time.monotonic() - started:.1f} s".replace(".", ","))
            self.stdout.write("".join(f"    {line}\n" for line in said.getvalue().splitlines()), ending="")
