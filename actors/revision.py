"""The number that moves with every change of a public page; the ETag of public pages is built on it."""

from django.db.models import F
from django.utils import timezone

from actors.models import DirectoryRevision


def bump() -> None:
    """Say that public pages changed. Call it in the transaction that changed them."""
    moved = DirectoryRevision.objects.filter(pk=1).update(number=F("number") + 1, changed_at=timezone.now())
    if not moved:
        DirectoryRevision.objects.create(pk=1, number=1)
