"""The questions of a call, on a revision of its form that freezes when the call is announced."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .call import Call
from .reference import DocumentKind


class FormRevision(models.Model):
    """The questions as they stood; drafts answer the last one published, a sent file keeps its own."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="revisions", verbose_name="appel")
    number = models.PositiveSmallIntegerField("numéro")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)
    change_note = models.TextField("ce qui a changé", blank=True, max_length=600)

    class Meta:
        verbose_name = "version du formulaire"
        verbose_name_plural = "versions du formulaire"
        ordering = ["call_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_revision_per_number")]

    def __str__(self):
        return f"{self.call}, version {self.number}"


class QuestionQuerySet(models.QuerySet):
    def asked_alone(self):
        """Questions of the form itself, without those asked inside a group."""
        return self.filter(parent=None)

    def of_form(self):
        """The same, with what forms and pages read of each: the questions of its group."""
        return self.asked_alone().prefetch_related("children")


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
        SCALE = "scale", "Échelle"
        COMMUNE = "commune", "Commune"
        SIRET = "siret", "Numéro SIRET"
        SIREN = "siren", "Numéro SIREN"
        FILE = "file", "Fichier"
        GROUP = "group", "Groupe répété"
        TABLE = "table", "Tableau de montants"

    class Readers(models.TextChoices):
        ALL = "all", "Toutes les personnes qui lisent le dossier, comité compris"
        STAFF = "staff", "L’équipe de l’appel seulement, pas le comité"

    revision = models.ForeignKey(FormRevision, models.CASCADE, related_name="questions", verbose_name="version")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="groupe"
    )
    section = models.CharField("partie", max_length=100, help_text="Une partie fait une étape du formulaire.")
    position = models.PositiveSmallIntegerField("position")
    code = models.SlugField("code", max_length=60)
    kind = models.CharField("forme", max_length=10, choices=Kind)
    label = models.CharField("question", max_length=300)
    help_text = models.TextField("aide", blank=True)
    example = models.TextField("exemple", blank=True)
    required = models.BooleanField("obligatoire", default=True)
    required_from = models.DateField("obligatoire à partir du", null=True, blank=True)
    required_if = models.JSONField("obligatoire si", default=dict, blank=True)
    shown_if = models.JSONField("posée si", default=dict, blank=True)
    max_length = models.PositiveIntegerField("longueur maximale en signes", null=True, blank=True)
    least = models.IntegerField("au moins", null=True, blank=True)
    most = models.IntegerField("au plus", null=True, blank=True)
    options = models.TextField("choix", blank=True, help_text="Un choix par ligne.")
    free_rows = models.BooleanField("lignes libres", default=False)
    document_kind = models.ForeignKey(
        DocumentKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="type de document"
    )
    personal = models.BooleanField("donnée personnelle", default=False)
    sensitive = models.BooleanField("donnée sensible", default=False)
    readers = models.CharField("qui lit la réponse", max_length=10, choices=Readers, default=Readers.ALL)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        ordering = ["revision_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "code"],
                name="one_question_per_code",
                violation_error_message="Deux questions ont le même code.",
            ),
            models.CheckConstraint(
                name="question_least_is_not_over_most",
                condition=Q(least=None) | Q(most=None) | Q(least__lte=models.F("most")),
                violation_error_message="Le minimum ne peut pas dépasser le maximum.",
            ),
            models.CheckConstraint(
                name="file_question_says_its_document",
                condition=~Q(kind="file") | Q(document_kind__isnull=False),
                violation_error_message="Dites de quel type de document il s’agit.",
            ),
            models.CheckConstraint(
                name="question_of_a_group_is_plain",
                condition=Q(parent=None) | ~Q(kind__in=["file", "group", "table"]),
                violation_error_message="Un groupe ne contient ni fichier, ni groupe, ni tableau.",
            ),
        ]

    def __str__(self):
        return self.label
