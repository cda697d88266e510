"""Who read which sensitive thing, and when; never what it says."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccessEntry(models.Model):
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reads", verbose_name="qui"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="read_by",
        verbose_name="dossier de",
    )
    kind = models.CharField("nature", max_length=40)
    object_id = models.CharField("objet", max_length=64)
    at = models.DateTimeField("quand", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "consultation"
        verbose_name_plural = "consultations"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.kind}, {self.at:%d/%m/%Y}"
