"""The outbox: a mail is a row written with the event that owes it, delivered later by `manage.py worker`."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """Mails to try now: neither sent nor given up, and whose delay after a failure has passed."""
        return self.filter(sent_at=None, given_up_at=None, next_try_at__lte=now)

    def of(self, sort, row):
        """What was written about one row, « application » for instance, the latest first."""
        return self.filter(about=f"{sort}:{row.pk}").order_by("-created_at", "-pk")

    def in_state(self, state):
        """The mails of a `Mail.State`; `Mail.state` says the same of one row."""
        unsent = self.filter(sent_at=None)
        found = {
            Mail.State.SENT: self.filter(sent_at__isnull=False),
            Mail.State.GIVEN_UP: unsent.filter(given_up_at__isnull=False),
            Mail.State.FAILING: unsent.filter(given_up_at=None, failing_since__isnull=False),
            Mail.State.WAITING: unsent.filter(given_up_at=None, failing_since=None),
        }
        return found[Mail.State(state)]


class Mail(models.Model):
    class State(models.TextChoices):
        """Told by the dates, never stored."""

        WAITING = "waiting", "En attente"
        FAILING = "failing", "En échec, sera retenté"
        SENT = "sent", "Envoyé"
        GIVEN_UP = "given_up", "Abandonné"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name="destinataire",
    )
    address = models.EmailField("adresse")
    template = models.CharField("modèle", max_length=60)
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    unsubscribe = models.URLField("pour ne plus rien recevoir", max_length=300, blank=True, editable=False)
    about = models.CharField("au sujet de", max_length=80, blank=True, editable=False)
    dedupe_key = models.CharField("clé", max_length=200, unique=True, editable=False)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0, editable=False)
    refusals = models.PositiveSmallIntegerField("refus", default=0, editable=False)
    failing_since = models.DateTimeField("en échec depuis", null=True, editable=False)
    copies = models.PositiveSmallIntegerField("renvois après envoi", default=0, editable=False)
    next_try_at = models.DateTimeField("prochain essai", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("envoyé le", null=True, editable=False)
    given_up_at = models.DateTimeField("abandonné le", null=True, editable=False)
    last_error = models.CharField("dernière erreur", max_length=200, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "message à envoyer"
        verbose_name_plural = "messages à envoyer"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="mail_unsent", condition=models.Q(sent_at=None)),
            models.Index(fields=["about", "created_at"], name="mail_about", condition=~models.Q(about="")),
        ]

    def __str__(self):
        return self.subject

    @property
    def state(self):
        if self.sent_at:
            return self.State.SENT
        if self.given_up_at:
            return self.State.GIVEN_UP
        return self.State.FAILING if self.failing_since else self.State.WAITING


class MailResend(models.Model):
    """Somebody sent a mail again: the trace of it, and of what the mail was before."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="resends", verbose_name="message")
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par")
    sent_before = models.DateTimeField("déjà envoyé le", null=True)

    class Meta:
        verbose_name = "renvoi"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%d/%m/%Y}"
