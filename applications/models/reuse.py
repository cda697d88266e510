"""What a draft took from a former application, said to its team."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .application import Application


class Reuse(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="reuses")
    source = models.ForeignKey(Application, models.SET_NULL, null=True, related_name="+")
    copied = models.JSONField(default=list, help_text="Labels of what was copied.")
    left = models.JSONField(default=list, help_text="(label, why) of what was not.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "reprise d’une candidature"
        verbose_name_plural = "reprises de candidatures"
        ordering = ["application_id", "pk"]

    def __str__(self):
        return f"{self.application_id}, {self.at:%d/%m/%Y}"
