"""Texts that staff rewrote: one row for each version, never changed, the last one in force."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Wording(models.Model):
    """`name` is « mail:… » or « letter:… ». Version 0 keeps the text of origin of a letter, which no file holds."""

    name = models.CharField("texte", max_length=80)
    version = models.PositiveIntegerField("version")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    is_origin = models.BooleanField("texte d’origine", default=False)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "texte des messages"
        verbose_name_plural = "textes des messages"
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="one_wording_per_version")]

    def __str__(self):
        return f"{self.name}, version {self.version}"
