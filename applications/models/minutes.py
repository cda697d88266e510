"""The minutes of a session: written from it, corrected with their history, signed by the chair, then frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .committee import CommitteeSession


class Minutes(models.Model):
    """`sections` is a list of [agenda item id or null, text]: a reader never sees the text of a file she lost."""

    session = models.OneToOneField(CommitteeSession, models.PROTECT, related_name="minutes", verbose_name="comité")
    sections = models.JSONField("texte", default=list)
    version = models.PositiveIntegerField(default=1, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    signed_at = models.DateTimeField("signé le", null=True, editable=False)
    fingerprint = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="signed_minutes_have_a_fingerprint",
                condition=Q(signed_at=None, fingerprint="") | (Q(signed_at__isnull=False) & ~Q(fingerprint="")),
            )
        ]

    def __str__(self):
        return f"Procès-verbal, {self.session}"


class MinutesVersion(models.Model):
    """The whole text as it stood after one writing. Never changed."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("version")
    sections = models.JSONField("texte")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "version du procès-verbal"
        verbose_name_plural = "versions du procès-verbal"
        ordering = ["minutes_id", "number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="one_version_of_a_number")]

    def __str__(self):
        return f"{self.minutes}, version {self.number}"
