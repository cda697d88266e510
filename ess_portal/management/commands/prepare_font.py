"""Cuts Manrope to the signs the portal writes: one small woff2 that keeps the variable weight."""

import hashlib

from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset, ttLib

# Basic Latin and Latin-1 hold almost all of French; the rest is spelt out.
CHARACTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "œŒŸ’‘“”„«»‹›–—…€•†→←↑↓−×≤≥≠\u2011"
NARROW_SPACES = (0x2009, 0x202F)


class Command(BaseCommand):
    help = "Prépare la police Manrope (caractères latins, graisse variable) dans var/fonts."

    def handle(self, *, verbosity, **options):
        target = settings.FONTS_DIR / "manrope.woff2"
        stamp = settings.VAR_DIR / "manrope.stamp"
        recipe = hashlib.sha256(settings.FONT_SOURCE.read_bytes() + CHARACTERS.encode()).hexdigest()
        if not (target.exists() and stamp.exists() and stamp.read_text() == recipe):
            cut(settings.FONT_SOURCE, target)
            stamp.write_text(recipe)
        if verbosity:
            self.stdout.write(f"Police Manrope prête ({target.stat().st_size / 1000:.0f} ko)")


def cut(source, target):
    """Write in `target` the woff2 of the variable font `source` that holds `CHARACTERS` only."""
    options = subset.Options(flavor="woff2", layout_features=["kern", "locl", "tnum"])
    font = ttLib.TTFont(source, recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap.update(dict.fromkeys(NARROW_SPACES, table.cmap[0xA0]))  # Manrope lacks them
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS, unicodes=NARROW_SPACES)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
