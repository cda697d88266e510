"""A sent file that its team takes up again before its examination: a row beside the state, which does not move."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .application import Application


class Reopening(models.Model):
    """The file stays sent as it was until it is sent again; `before` is what the new sending replaced."""

    class End(models.TextChoices):
        SENT = "sent", "Renvoyée"
        GIVEN_UP = "given_up", "Laissée telle quelle"
        OVERTAKEN = "overtaken", "L’examen a commencé"

    application = models.ForeignKey(Application, models.CASCADE, related_name="reopenings")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    end = models.CharField("issue", max_length=10, choices=End, blank=True)
    before = models.JSONField(null=True, help_text="The snapshot that the new sending replaced.")
    before_taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "reprise d’un dossier envoyé"
        verbose_name_plural = "reprises de dossiers envoyés"
        ordering = ["application_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_at=None),
                name="one_open_reopening_per_application",
                violation_error_message="Ce dossier est déjà repris.",
            ),
            models.CheckConstraint(
                name="ended_reopening_says_how",
                condition=Q(ended_at=None, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                violation_error_message="Une reprise finie dit comment elle a fini.",
            ),
            models.CheckConstraint(
                name="resent_reopening_keeps_what_was_before",
                condition=~Q(end="sent") | Q(before__isnull=False, before_taken_at__isnull=False),
                violation_error_message="Un dossier renvoyé garde sa version d’avant.",
            ),
        ]

    def __str__(self):
        return f"{self.application_id}, {self.get_end_display() or 'en cours'}"
