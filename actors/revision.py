"""The number that moves with every change of a public page; the ETag of public pages is built on it."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from actors.models import DirectoryRevision

ZONES = [
    ZoneInfo(name)
    for name in ("America/Martinique", "America/Cayenne", "Europe/Paris", "Indian/Mayotte", "Indian/Reunion")
]


def days() -> list[date]:
    """Today in each zone of the country: « dans 12 jours » is told in the time of the call."""
    now = timezone.now()
    return [timezone.localdate(now, zone) for zone in ZONES]


def bump() -> None:
    """Say that public pages changed. Call it in the transaction that changed them."""
    moved = DirectoryRevision.objects.filter(pk=1).update(number=F("number") + 1, changed_at=timezone.now())
    if not moved:
        DirectoryRevision.objects.create(pk=1, number=1)
