"""Screening: the officer's opinion rule by rule, and what is asked of the team, item by item."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from programmes.models import DocumentKind, Rule

from .application import Application


class RuleOpinion(models.Model):
    class Verdict(models.TextChoices):
        MET = "met", "Remplie"
        NOT_MET = "not_met", "Non remplie"
        TO_CHECK = "to_check", "À vérifier"

    application = models.ForeignKey(Application, models.CASCADE, related_name="opinions")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="opinions", verbose_name="règle")
    verdict = models.CharField("avis", max_length=10, choices=Verdict)
    note = models.CharField("précision", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "avis sur une règle"
        verbose_name_plural = "avis sur les règles"
        ordering = ["application_id", "rule__position"]
        constraints = [models.UniqueConstraint(fields=["application", "rule"], name="one_opinion_per_rule")]

    def __str__(self):
        return f"{self.rule} : {self.get_verdict_display().lower()}"


class CompletenessRequest(models.Model):
    """« À vous de jouer »: a row beside the state, with a date."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="requests")
    message = models.TextField("message", blank=True)
    due_on = models.DateField("à fournir avant le")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "demande de complément"
        verbose_name_plural = "demandes de complément"
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"Complément avant le {self.due_on:%d/%m/%Y}"


class RequestItem(models.Model):
    request = models.ForeignKey(CompletenessRequest, models.CASCADE, related_name="items")
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="+", verbose_name="document")
    detail = models.CharField("ce qu’il faut", max_length=200, blank=True)
    attachment = models.ForeignKey(
        "applications.Attachment", models.SET_NULL, null=True, blank=True, related_name="request_items"
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "pièce demandée"
        verbose_name_plural = "pièces demandées"
        ordering = ["request_id", "pk"]

    def __str__(self):
        return str(self.kind)
