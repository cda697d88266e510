"""A link in a mail that does one thing once: what it opens is added by the model that inherits it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ess_portal.lib import tokens


class OneUseLinkQuerySet(models.QuerySet):
    def of_token(self, token):
        """The row that the token opens; empty when it is not ours, or when a newer link has replaced it."""
        mark = tokens.fingerprint(token, self.model._meta.label)
        return self.filter(fingerprint=mark) if mark else self.none()

    def unused(self):
        """Neither used nor cancelled; the date may have passed."""
        return self.filter(used_at=None, cancelled_at=None)

    def open_at(self, now):
        return self.unused().filter(expires_at__gt=now)


class OneUseLink(models.Model):
    """`accounts.links` is the door: it makes the token, and takes it under a lock."""

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("envoyé le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("valable jusqu’au", editable=False)
    used_at = models.DateTimeField("utilisé le", null=True, editable=False)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name="utilisé par",
    )
    cancelled_at = models.DateTimeField("annulé le", null=True, editable=False)

    objects = OneUseLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_used_or_cancelled",
                condition=Q(used_at=None) | Q(cancelled_at=None),
                violation_error_message="Un lien utilisé ne peut plus être annulé.",
            )
        ]

    def is_open(self, now):
        return self.used_at is None and self.cancelled_at is None and now < self.expires_at
