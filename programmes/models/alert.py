"""Alerts by e-mail on a search, without an account: an address, its searches, and what each was already told."""

from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Signed(models.QuerySet):
    """Rows reached by links in mails: the token holds a number and its signature, never an address."""

    def token_of(self, row):
        return self._signer().sign(row.pk)

    def from_token(self, token):
        """A queryset of the row that the token names; empty when it was not signed by us or the row is gone."""
        try:
            return self.filter(pk=int(self._signer().unsign(token)))
        except (BadSignature, ValueError):
            return self.none()

    def _signer(self):
        return Signer(sep=".", salt=self.model._meta.label)


class SubscriberQuerySet(Signed):
    def due(self, day):
        """Those whose searches were not looked at on that day yet."""
        waiting = models.Q(digest_on=None) | models.Q(digest_on__lt=day)
        return self.filter(waiting, alerts__confirmed_at__isnull=False).distinct()


class Subscriber(models.Model):
    """An address that asked for alerts; gone with the last of them."""

    email = models.EmailField("adresse", unique=True)
    digest_on = models.DateField("regardé le", null=True, db_index=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné ou abonnée"
        verbose_name_plural = "abonnés et abonnées"
        ordering = ["pk"]

    def __str__(self):
        return f"abonnement {self.pk}"

    def get_absolute_url(self):
        return reverse("alerts:all", args=[self.token])

    @property
    def token(self):
        return Subscriber.objects.all().token_of(self)


class Alert(models.Model):
    class Subject(models.TextChoices):
        CALLS = "appels", "Appels"
        PROGRAMMES = "programmes", "Appels des programmes"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts", verbose_name="abonné ou abonnée")
    subject = models.CharField("liste", max_length=12, choices=Subject)
    query = models.CharField("filtres", max_length=1000, blank=True)
    created_at = models.DateTimeField("demandée le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmée le", null=True)
    expires_on = models.DateField("s’arrête après le", db_index=True)
    renewal_asked = models.BooleanField("renouvellement proposé", default=False)

    objects = Signed.as_manager()

    class Meta:
        verbose_name = "alerte"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "subject", "query"], name="one_alert_per_search"),
        ]

    def __str__(self):
        return f"{self.get_subject_display()} {self.query}"

    def get_absolute_url(self):
        return reverse("alerts:detail", args=[self.token])

    @property
    def token(self):
        return Alert.objects.all().token_of(self)


class AlertNews(models.Model):
    """A piece of news already told to an alert."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="told", verbose_name="alerte")
    key = models.CharField("nouvelle", max_length=80)

    class Meta:
        verbose_name = "nouvelle annoncée"
        verbose_name_plural = "nouvelles annoncées"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["alert", "key"], name="each_news_told_once")]

    def __str__(self):
        return self.key
