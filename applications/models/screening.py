"""Screening: the officer's opinion rule by rule, and what is asked of the team, item by item."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.models import DocumentKind, Question, Rule

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
        return f"{self.rule} : {self.get_verdict_display().lower()}"


class CompletenessRequest(models.Model):
    """« À vous de jouer »: a row beside the state, with a date."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="requests")
    message = models.TextField("message", blank=True)
    due_on = models.DateField("à fournir avant le")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)
    expired_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Closed by an officer after a date without an answer."
    )

    class Meta:
        verbose_name = "demande de complément"
        verbose_name_plural = "demandes de complément"
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"Complément avant le {self.due_on:%d/%m/%Y}"


class RequestItemQuerySet(models.QuerySet):
    def for_a_file(self):
        """Items whose answer is a file; `RequestItem.wants_a_file` says the same of one."""
        return self.filter(Q(what="document") | Q(question__kind="file"))


class RequestItem(models.Model):
    """One thing asked: a document, another answer to one question of the form, or a question of its own."""

    class What(models.TextChoices):
        DOCUMENT = "document", "Document"
        CORRECTION = "correction", "Réponse à revoir"
        QUESTION = "question", "Question"

    request = models.ForeignKey(CompletenessRequest, models.CASCADE, related_name="items")
    what = models.CharField("demande", max_length=10, choices=What, default=What.DOCUMENT)
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="question"
    )
    detail = models.CharField("ce qu’il faut", max_length=500, blank=True)
    attachment = models.ForeignKey(
        "applications.Attachment", models.SET_NULL, null=True, blank=True, related_name="request_items"
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RequestItemQuerySet.as_manager()

    class Meta:
        verbose_name = "point demandé"
        verbose_name_plural = "points demandés"
        ordering = ["request_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="request_item_names_what_it_asks",
                condition=Q(what="document", kind__isnull=False, question=None)
                | Q(what="correction", question__isnull=False, kind=None)
                | (Q(what="question", question=None, kind=None) & ~Q(detail="")),
                violation_error_message="Un point demandé nomme un document, une réponse ou une question.",
            ),
            models.CheckConstraint(
                name="only_an_answered_item_is_accepted",
                condition=Q(accepted_at=None) | Q(answered_at__isnull=False),
                violation_error_message="Seule une réponse arrivée peut être acceptée.",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """What is asked, in one line; what must be exact about it is `remark`."""
        if self.what == self.What.QUESTION:
            return self.detail
        return str(self.kind or self.question)

    @property
    def wants_a_file(self):
        return self.what == self.What.DOCUMENT or (self.question is not None and self.question.kind == "file")

    @property
    def remark(self):
        return "" if self.what == self.What.QUESTION else self.detail


class ItemReply(models.Model):
    """One answer of the team to one item, with the answer that it replaces; asked again, the next is another row."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Acceptée"
        AGAIN = "again", "Demandée à nouveau"

    item = models.ForeignKey(RequestItem, models.CASCADE, related_name="replies")
    attachment = models.ForeignKey("applications.Attachment", models.SET_NULL, null=True, related_name="+")
    value = models.JSONField("réponse", null=True)
    former = models.JSONField("réponse d’avant", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    verdict = models.CharField("suite", max_length=10, choices=Verdict, blank=True)
    note = models.CharField("un mot", max_length=500, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["item_id", "pk"]

    def __str__(self):
        return f"{self.item}, {self.at:%d/%m/%Y}"


class MoreTime(models.Model):
    """« J’ai besoin de plus de temps »: a later date that the team asks for, and the officer's answer."""

    request = models.ForeignKey(CompletenessRequest, models.CASCADE, related_name="more_time")
    wanted_on = models.DateField("nouvelle date souhaitée")
    words = models.CharField("pourquoi", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    granted_on = models.DateField("nouvelle date", null=True, blank=True)
    note = models.CharField("un mot", max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["request_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(answered_at=None),
                name="one_wish_for_time_at_once",
                violation_error_message="Une nouvelle date est déjà demandée.",
            ),
            models.CheckConstraint(
                name="granted_date_is_an_answer",
                condition=Q(granted_on=None) | Q(answered_at__isnull=False),
                violation_error_message="Une date accordée est une réponse.",
            ),
        ]

    def __str__(self):
        return f"{self.wanted_on:%d/%m/%Y}"
