"""Why an application was withdrawn: a code for the figures, and the team's own words."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .application import Application


class Withdrawal(models.Model):
    class Reason(models.TextChoices):
        TIMING = "timing", "Ce n’est pas le bon moment pour nous"
        CHANGED = "changed", "Le projet a changé de direction"
        ELSEWHERE = "elsewhere", "Nous avons trouvé un autre accompagnement"
        UNSUITED = "unsuited", "Les dates, le lieu ou le prix ne conviennent pas"
        STOPPED = "stopped", "Le projet s’arrête"
        PERSONAL = "personal", "Pour une raison personnelle"
        UNSAID = "unsaid", "Je préfère ne pas le dire"
        SILENCE = "silence", "Sans réponse à une demande de complément"

    application = models.OneToOneField(Application, models.CASCADE, related_name="withdrawal")
    reason = models.CharField("raison", max_length=10, choices=Reason, default=Reason.UNSAID)
    words = models.CharField("en quelques mots", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "retrait"
        ordering = ["-at", "pk"]

    def __str__(self):
        return self.get_reason_display()
