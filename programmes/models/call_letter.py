"""The words of one call for one letter, in place of the general text."""

from django.conf import settings
from django.db import models

from .call import Call


class CallLetter(models.Model):
    call = models.ForeignKey(Call, models.CASCADE, related_name="own_letters", verbose_name="appel")
    code = models.SlugField("lettre", max_length=60)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte", max_length=6000)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "lettre d’un appel"
        verbose_name_plural = "lettres d’un appel"
        ordering = ["call_id", "code"]
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="one_text_per_letter_and_call")]

    def __str__(self):
        return self.subject
