"""The questions of a call, on a revision of its form that freezes when the call is announced."""

from django.db import models
from django.utils import timezone

from .call import Call


class FormRevision(models.Model):
    """The questions as they stood; an application answers the revision it was started on."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="revisions", verbose_name="appel")
    number = models.PositiveSmallIntegerField("numéro")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)

    class Meta:
        verbose_name = "version du formulaire"
        verbose_name_plural = "versions du formulaire"
        ordering = ["call_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_revision_per_number")]

    def __str__(self):
        return f"{self.call}, version {self.number}"


class Question(models.Model):
    class Kind(models.TextChoices):
        SHORT = "short", "Texte court"
        LONG = "long", "Texte long"
        NUMBER = "number", "Nombre"
        AMOUNT = "amount", "Montant en euros"
        DATE = "date", "Date"
        ONE = "one", "Un choix"
        MANY = "many", "Plusieurs choix"
        YES_NO = "yes_no", "Oui ou non"

    revision = models.ForeignKey(FormRevision, models.CASCADE, related_name="questions", verbose_name="version")
    section = models.CharField("partie", max_length=100, help_text="Une partie fait une étape du formulaire.")
    position = models.PositiveSmallIntegerField("position")
    code = models.SlugField("code", max_length=60)
    kind = models.CharField("forme", max_length=10, choices=Kind)
    label = models.CharField("question", max_length=300)
    help_text = models.TextField("aide", blank=True)
    example = models.TextField("exemple", blank=True)
    required = models.BooleanField("obligatoire", default=True)
    max_length = models.PositiveIntegerField("longueur maximale en signes", null=True, blank=True)
    options = models.TextField("choix", blank=True, help_text="Un choix par ligne.")
    personal = models.BooleanField("donnée personnelle", default=False)

    class Meta:
        verbose_name = "question"
        ordering = ["revision_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "code"],
                name="one_question_per_code",
                violation_error_message="Deux questions ont le même code.",
            )
        ]

    def __str__(self):
        return self.label
