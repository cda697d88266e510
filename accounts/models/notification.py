"""The inbox of a person, and how each category of mail reaches her."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.categories import OBLIGATORY, Category


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)

    def to_digest(self, day):
        """Those that wait for the digest of that day, or of a day before it."""
        return self.filter(digest_on__lte=day)


class Notification(models.Model):
    """A neutral sentence and a link; written by the call that owes the mail, erased after `inbox.KEPT`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name="personne"
    )
    category = models.CharField("catégorie", max_length=20)
    text = models.CharField("texte", max_length=200)
    link = models.CharField("page", max_length=300)
    key = models.CharField("clé", max_length=200, unique=True, editable=False)
    at = models.DateTimeField("arrivée le", default=timezone.now, db_index=True)
    read_at = models.DateTimeField("lue le", null=True)
    digest_on = models.DateField("résumé du", null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notification_inbox"),
            models.Index(fields=["user"], name="notification_unread", condition=Q(read_at=None)),
            models.Index(fields=["digest_on"], name="notification_digest", condition=Q(digest_on__isnull=False)),
        ]

    def __str__(self):
        return self.text

    @property
    def about(self):
        return Category(self.category).label


class MailChoice(models.Model):
    """How the mails of one category reach a person; without a row, at once."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", "Tout de suite"
        DIGEST = "digest", "Une fois par jour, en un résumé"
        NONE = "none", "Jamais par courriel"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    category = models.CharField(max_length=20)
    rhythm = models.CharField(max_length=10, choices=Rhythm)

    class Meta:
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="one_choice_per_category"),
            models.CheckConstraint(
                name="obligatory_mails_are_not_chosen",
                condition=~Q(category__in=sorted(OBLIGATORY)),
                violation_error_message="Ces messages partent toujours tout de suite.",
            ),
        ]

    def __str__(self):
        return f"{Category(self.category).label} : {self.get_rhythm_display()}"
