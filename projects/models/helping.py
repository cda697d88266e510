"""A file filled for somebody: her recorded agreement, and the link by which she takes her file over."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.link import OneUseLink

READ_AFTER_THE_END = timedelta(days=30)


class AgreementQuerySet(models.QuerySet):
    def in_force(self, now):
        """Those that let their helper act at this instant."""
        return self.filter(closed_at=None, starts_at__lte=now, ends_at__gt=now)

    def readable(self, now):
        """The same, and those that ended by their date less than thirty days ago: reading only, time to renew."""
        return self.filter(closed_at=None, starts_at__lte=now, ends_at__gt=now - READ_AFTER_THE_END)

    def held_by(self, user):
        return self.filter(helper=user) if user.is_authenticated else self.none()


class Agreement(models.Model):
    """What a person lets somebody do in her name, as it was recorded. Never changed: closed, and written anew."""

    class Manner(models.TextChoices):
        ORAL = "oral", "De vive voix"
        WRITTEN = "written", "Par écrit : message ou courrier"
        SIGNED = "signed", "Sur un papier signé, que je garde"
        ONLINE = "online", "En ligne, par la personne elle-même"

    class Scope(models.TextChoices):
        READ = "read", "Lire le dossier et suivre les nouvelles"
        WRITE = "write", "Remplir le dossier, l’envoyer et suivre les nouvelles"
        ANSWER = "answer", "Tout cela, et répondre en son nom : confirmer ou laisser une place, retirer une candidature"

    class Closing(models.TextChoices):
        REVOKED = "revoked", "retiré par la personne"
        LEFT = "left", "terminé par la personne qui aidait"
        REPLACED = "replaced", "remplacé par un autre accord"
        STAFF = "staff", "clos après un départ"

    WRITING = frozenset({"write", "answer"})

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="agreements", verbose_name="projet")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agreements_given", verbose_name="pour"
    )
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agreements_held", verbose_name="par"
    )
    actor = models.ForeignKey(
        "actors.Actor", models.PROTECT, related_name="agreements", verbose_name="pour la structure"
    )
    manner = models.CharField("comment l’accord a été donné", max_length=8, choices=Manner)
    given_on = models.DateField("donné le")
    scope = models.CharField("pour quoi", max_length=6, choices=Scope)
    starts_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)
    ends_at = models.DateTimeField("jusqu’à", editable=False)
    postal_address = models.TextField("adresse postale", max_length=300, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name="clos par"
    )
    closing = models.CharField("pourquoi", max_length=8, choices=Closing, blank=True, editable=False)

    closing_note = models.CharField("en clair", max_length=300, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "accord"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "helper"],
                condition=Q(closed_at=None),
                name="one_open_agreement_per_helper",
                violation_error_message="Un accord court déjà entre vous pour ce projet.",
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="La fin de l’accord vient après son début.",
            ),
            models.CheckConstraint(
                name="nobody_helps_herself",
                condition=~Q(person=F("helper")),
                violation_error_message="On ne remplit pas un dossier pour soi-même de cette façon.",
            ),
            models.CheckConstraint(
                name="closed_agreement_says_why",
                condition=Q(closed_at=None, closing="") | (Q(closed_at__isnull=False) & ~Q(closing="")),
                violation_error_message="Un accord clos dit pourquoi.",
            ),
        ]

    def __str__(self):
        return f"{self.helper} pour {self.person}"

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.ends_at - timedelta(microseconds=1))

    @property
    def read_until(self) -> date:
        return timezone.localdate(self.ends_at + READ_AFTER_THE_END)

    def holds(self, now: datetime) -> bool:
        """What `in_force` says, for one row."""
        return self.closed_at is None and self.starts_at <= now < self.ends_at

    def is_readable(self, now: datetime) -> bool:
        return self.closed_at is None and self.starts_at <= now < self.ends_at + READ_AFTER_THE_END


class Handover(OneUseLink):
    """The link by which a person takes over the file that was filled for her; the helper never sees it."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="handovers", verbose_name="projet")
    email = models.EmailField("adresse")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="envoyé par"
    )
    refused_at = models.DateTimeField("refusé le", null=True, editable=False)

    class Meta(OneUseLink.Meta):
        verbose_name = "lien de reprise"
        verbose_name_plural = "liens de reprise"
        ordering = ["-made_at", "-pk"]
        constraints = [
            *OneUseLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(used_at=None, cancelled_at=None),
                name="one_open_handover_per_project",
                violation_error_message="Un lien est déjà parti.",
            ),
        ]

    def __str__(self):
        return f"lien du {self.made_at:%d/%m/%Y}"
