"""A letter for somebody without an e-mail address: printed by whoever handles or fills her file, then handed over."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from projects.models import Agreement

from .application import Application
from .decision import Letter


class PaperLetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the files that an officer handles, and of the projects that a helper fills at this instant."""
        if not user.is_authenticated:
            return self.none()
        helped = Agreement.objects.held_by(user).in_force(timezone.now())
        return self.filter(
            Q(letter__application__in=Application.objects.instructed_by(user).values("pk"))
            | Q(letter__application__project__in=helped.values("project"))
        )

    def waiting(self):
        """Not handed over yet, to somebody who still has no address: with one, she reads it in her space."""
        return self.filter(handed_on=None, person__email=None)


class PaperLetter(models.Model):
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="papers", verbose_name="lettre")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne")
    handed_on = models.DateField("remise le", null=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="remise par"
    )
    noted_at = models.DateTimeField("noté le", null=True, editable=False)

    objects = PaperLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre à imprimer"
        verbose_name_plural = "lettres à imprimer"
        ordering = ["-letter__written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="one_paper_per_letter_and_person"),
            models.CheckConstraint(
                name="handed_letter_is_dated",
                condition=Q(handed_on=None, noted_at=None) | Q(handed_on__isnull=False, noted_at__isnull=False),
                violation_error_message="Une lettre remise porte sa date.",
            ),
        ]

    def __str__(self):
        return f"{self.letter}, pour {self.person}"

    def get_absolute_url(self):
        return reverse("applications:paper", args=[self.pk])


class PaperUndo(models.Model):
    """« Remise » was noted by mistake: what was noted, who took it back, and why."""

    paper = models.ForeignKey(PaperLetter, models.CASCADE, related_name="undone")
    handed_on = models.DateField("notée remise le")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    why = models.CharField("pourquoi", max_length=300)

    class Meta:
        verbose_name = "remise annulée"
        verbose_name_plural = "remises annulées"
        ordering = ["paper_id", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="undone_hand_over_says_why",
                condition=~Q(why=""),
                violation_error_message="Dites pourquoi la lettre n’est pas remise.",
            ),
        ]

    def __str__(self):
        return f"{self.paper}, {self.at:%d/%m/%Y}"
