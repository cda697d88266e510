"""The outbox: a mail is a row written with the event that owes it, delivered later by `manage.py worker`."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """Mails to try now: neither sent nor given up, and whose delay after a failure has passed."""
        return self.filter(sent_at=None, given_up_at=None, next_try_at__lte=now)


class Mail(models.Model):
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
    dedupe_key = models.CharField("clé", max_length=200, unique=True, editable=False)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0, editable=False)
    next_try_at = models.DateTimeField("prochain essai", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("envoyé le", null=True, editable=False)
    given_up_at = models.DateTimeField("abandonné le", null=True, editable=False)
    last_error = models.CharField("dernière erreur", max_length=200, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "message à envoyer"
        verbose_name_plural = "messages à envoyer"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["next_try_at"], name="mail_unsent", condition=models.Q(sent_at=None))]

    def __str__(self):
        return self.subject
