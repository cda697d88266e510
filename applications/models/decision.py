"""Decisions are rows: pending until published together, replaced but never erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.models import Programme, Rule

from .application import Application
from .committee import AgendaItem


class Decision(models.Model):
    class Outcome(models.TextChoices):
        ADMIT = "admit", "Admettre"
        WAITLIST = "waitlist", "Liste d’attente"
        DECLINE = "decline", "Ne pas retenir"
        REDIRECT = "redirect", "Orienter vers un autre programme"

    class Reason(models.TextChoices):
        MATURITY = "maturity", "Le projet n’est pas encore assez précis"
        FIT = "fit", "Le programme ne répond pas au besoin"
        MODEL = "model", "Le modèle économique reste à travailler"
        TEAM = "team", "L’équipe n’a pas le temps que demande le programme"
        PLACES = "places", "Il n’y avait pas assez de places"

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions", verbose_name="candidature")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions")
    outcome = models.CharField("décision", max_length=10, choices=Outcome)
    rank = models.PositiveSmallIntegerField("rang sur la liste d’attente", null=True, blank=True)
    reason = models.CharField("motif", max_length=12, choices=Reason, blank=True)
    message = models.TextField("message à la personne", blank=True)
    advice = models.TextField("ce qui peut être amélioré", blank=True)
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="redirecting_decisions", verbose_name="programmes proposés"
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    confirm_by = models.DateField("à confirmer avant le", null=True, blank=True, editable=False)
    superseded_at = models.DateTimeField("remplacée le", null=True, blank=True, editable=False)
    revision_reason = models.TextField("pourquoi cette décision en remplace une autre", blank=True)

    class Meta:
        verbose_name = "décision"
        ordering = ["application_id", "-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(superseded_at=None),
                name="one_current_decision_per_application",
                violation_error_message="Ce dossier a déjà une décision.",
            ),
            models.CheckConstraint(
                name="only_waitlisted_have_a_rank",
                condition=Q(outcome="waitlist", rank__isnull=False) | (~Q(outcome="waitlist") & Q(rank=None)),
                violation_error_message="Un rang va avec la liste d’attente, et seulement avec elle.",
            ),
        ]

    def __str__(self):
        return f"{self.application} : {self.get_outcome_display().lower()}"


class Inadmissibility(models.Model):
    """A rule, a kind sentence and at least one other lead are obligatory."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="inadmissibility")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="inadmissibilities", verbose_name="condition")
    sentence = models.TextField("explication")
    leads = models.ManyToManyField(Programme, related_name="leads_after_inadmissibility", verbose_name="autres pistes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "non-recevabilité"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.application}"


class RedirectProposal(models.Model):
    """Another programme is proposed; the person accepts, prefers another lead, or stays without."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Acceptée"
        OTHER = "other", "Autre piste préférée"
        NONE = "none", "Sans suite"

    application = models.ForeignKey(Application, models.CASCADE, related_name="redirect_proposals")
    programmes = models.ManyToManyField(Programme, related_name="redirect_proposals", verbose_name="programmes")
    sentence = models.TextField("explication")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True)
    chosen = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "proposition d’orientation"
        verbose_name_plural = "propositions d’orientation"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at=None), name="one_open_redirect_proposal"
            )
        ]

    def __str__(self):
        return f"{self.application}"


class LetterQuerySet(models.QuerySet):
    def read_online(self):
        """Leaves out the notices on paper: everybody else had them by mail."""
        return self.filter(notice_key="")


class Letter(models.Model):
    """What was written to the person, kept as sent; read in her space, never in the mail itself."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="letters")
    template = models.SlugField("modèle", max_length=60)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    written_at = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    notice_key = models.CharField(
        max_length=200, blank=True, editable=False, help_text="Of the mail that this letter stands for, on paper only."
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice_key"], condition=~Q(notice_key=""), name="one_notice_per_mail")
        ]

    def __str__(self):
        return self.subject
