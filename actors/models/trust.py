"""What keeps sheets true: errors that readers report, changes that organisations propose, reminders to check."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .actor import Actor


class AboutSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who keep the sheet: its organisation's editors and managers, and the chamber that checks it."""
        return self.filter(Q(actor__in=Actor.objects.edited_by(user)) | Q(actor__in=Actor.objects.checked_by(user)))

    def checked_by(self, user):
        return self.filter(actor__in=Actor.objects.checked_by(user))

    def about(self, sheet):
        """Rows about this very sheet: those of an organisation leave out those of its programmes."""
        if isinstance(sheet, Actor):
            return self.filter(actor=sheet, programme=None)
        return self.filter(programme=sheet)


class AboutSheet(models.Model):
    """Hangs on the sheet of `programme` when there is one (`actor` leads it), of `actor` otherwise."""

    actor = models.ForeignKey(Actor, models.CASCADE, verbose_name="structure")
    programme = models.ForeignKey(
        "programmes.Programme", models.CASCADE, null=True, blank=True, verbose_name="programme"
    )

    objects = AboutSheetQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def sheet(self):
        return self.programme or self.actor


class ReportQuerySet(AboutSheetQuerySet):
    def waiting(self):
        return self.filter(answered_at=None)


class Report(AboutSheet):
    """An error seen by a reader, who may have left an address to be answered at. `reports.answer` alone closes it."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "La fiche est corrigée"
        UNCHANGED = "unchanged", "La fiche ne change pas"

    part = models.SlugField("partie de la fiche", max_length=20)
    words = models.TextField("ce qu’il faudrait lire", max_length=2000)
    source_words = models.CharField("comment on le sait", max_length=300, blank=True)
    email = models.EmailField("adresse pour répondre", blank=True)
    received_at = models.DateTimeField("reçu le", default=timezone.now)
    outcome = models.CharField("suite donnée", max_length=10, choices=Outcome, blank=True)
    answer = models.TextField("réponse", max_length=2000, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_reports",
        verbose_name="répondu par",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "erreur signalée"
        verbose_name_plural = "erreurs signalées"
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="report_answered_with_outcome",
                condition=Q(answered_at=None, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                violation_error_message="Une réponse dit si la fiche change.",
            )
        ]

    def __str__(self):
        return f"{self.sheet}, {timezone.localdate(self.received_at):%d/%m/%Y}"


class ProposalQuerySet(AboutSheetQuerySet):
    def waiting(self):
        return self.filter(closed_at=None)


class Proposal(AboutSheet):
    """Changes that somebody of the organisation proposes together; closed once each has been decided."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="sheet_proposals",
        verbose_name="proposé par",
    )
    note = models.CharField("mot pour la personne qui relit", max_length=300, blank=True)
    made_at = models.DateTimeField("proposé le", default=timezone.now)
    closed_at = models.DateTimeField("traité le", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "modification proposée"
        verbose_name_plural = "modifications proposées"
        ordering = ["made_at", "pk"]

    def __str__(self):
        return f"{self.sheet}, {timezone.localdate(self.made_at):%d/%m/%Y}"


class ProposedChange(models.Model):
    """One field: what its author saw, what she proposes, and what became of it. `proposals.decide` alone decides."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes", verbose_name="proposition")
    field = models.SlugField("champ", max_length=40)
    before = models.TextField("avant", blank=True)
    after = models.TextField("après", blank=True)
    outcome = models.CharField("décision", max_length=10, choices=Outcome, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )

    class Meta:
        verbose_name = "champ proposé"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "field"], name="one_change_per_field")]

    def __str__(self):
        return self.field


class SheetReminder(AboutSheet):
    """Somebody was asked to check the sheet on that day: nobody is asked again for three months."""

    sent_on = models.DateField("envoyé le")

    class Meta:
        verbose_name = "rappel de vérification"
        verbose_name_plural = "rappels de vérification"
        ordering = ["-sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "sent_on"], condition=Q(programme=None), name="one_reminder_a_day_per_actor"
            ),
            models.UniqueConstraint(fields=["programme", "sent_on"], name="one_reminder_a_day_per_programme"),
        ]

    def __str__(self):
        return f"{self.sheet}, {self.sent_on:%d/%m/%Y}"
