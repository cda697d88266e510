"""Tables of sheets brought in at once: what was sent, what it changed, and what is needed to undo it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Import(models.Model):
    """One file. Examined first, then applied as a whole, then perhaps undone as a whole."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Structures"
        PROGRAMME = "programme", "Programmes"

    class State(models.TextChoices):
        EXAMINED = "examined", "Vérifié, pas encore importé"
        APPLIED = "applied", "Importé"
        UNDONE = "undone", "Annulé"

    kind = models.CharField("contenu", max_length=20, choices=Kind)
    file_name = models.CharField("fichier", max_length=200)
    headings = models.JSONField()
    lines = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="envoyé par"
    )
    made_at = models.DateTimeField("envoyé le", default=timezone.now)
    applied_at = models.DateTimeField("importé le", null=True)
    undone_at = models.DateTimeField("annulé le", null=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="undone_only_after_applied", condition=Q(undone_at=None) | Q(applied_at__isnull=False)
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def state(self):
        if self.undone_at:
            return self.State.UNDONE
        return self.State.APPLIED if self.applied_at else self.State.EXAMINED


class ImportedSheet(models.Model):
    """One sheet that an import created or changed: its columns before (empty when created) and after."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="sheets")
    sheet = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    created = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "sheet"], name="one_line_per_imported_sheet")]

    def __str__(self):
        return self.title
