"""The secret address of a person's calendar: kept as a fingerprint, so that nobody can read it from here."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class CalendarKey(models.Model):
    """One per person; renewing it closes the former address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_key", verbose_name="personne"
    )
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "adresse d’agenda"
        verbose_name_plural = "adresses d’agenda"
        ordering = ["pk"]

    def __str__(self):
        return f"agenda, {self.made_at:%d/%m/%Y}"
