"""What a selection gave, as published: figures only, copied here by whoever publishes the decisions."""

from django.db import models

from .call import Call


class CallResult(models.Model):
    call = models.OneToOneField(Call, models.CASCADE, related_name="result", verbose_name="appel")
    places = models.PositiveSmallIntegerField("places offertes")
    received = models.PositiveIntegerField("candidatures reçues")
    admitted = models.PositiveIntegerField("projets admis")
    waiting = models.PositiveIntegerField("projets en liste d’attente")
    published_at = models.DateTimeField("publié le")

    class Meta:
        verbose_name = "résultat d’appel"
        verbose_name_plural = "résultats d’appels"
        ordering = ["-published_at"]

    def __str__(self):
        return f"{self.call}, {self.published_at:%d/%m/%Y}"
