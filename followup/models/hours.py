"""Hour packages, in whole minutes; never below zero without a reasoned override."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from programmes.models import ProgrammeComponent

from .participation import Participation


class HourPackageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All those of a follow-up for who sees it whole; a mentor sees the mentoring hours only."""
        if not user.is_authenticated:
            return self.none()
        mentored = Participation.objects.followed_by(user, "mentor").values("pk")
        return self.filter(
            Q(participation__in=Participation.objects.whole_for(user).values("pk"))
            | Q(participation__in=mentored, kind=HourPackage.Kind.MENTOR)
        )


class HourPackage(models.Model):
    class Kind(models.TextChoices):
        REFERENT = "referent", "Heures avec le référent ou la référente"
        MENTOR = "mentor", "Heures de mentorat"
        LEGAL = "legal", "Conseil juridique"
        FREE = "free", "Heures libres"

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="packages")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    component = models.ForeignKey(ProgrammeComponent, models.SET_NULL, null=True, blank=True, related_name="packages")
    granted_minutes = models.PositiveIntegerField("minutes accordées")
    used_minutes = models.PositiveIntegerField("minutes utilisées", default=0, editable=False)
    override_minutes = models.PositiveIntegerField("minutes accordées en plus", default=0, editable=False)

    objects = HourPackageQuerySet.as_manager()

    class Meta:
        verbose_name = "forfait d’heures"
        verbose_name_plural = "forfaits d’heures"
        ordering = ["participation_id", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "kind"], name="one_package_of_a_kind"),
            models.CheckConstraint(
                name="hours_never_below_zero",
                condition=Q(used_minutes__lte=F("granted_minutes") + F("override_minutes")),
                violation_error_message="Le forfait d’heures est épuisé.",
            ),
        ]

    def __str__(self):
        return f"{self.participation} : {self.get_kind_display().lower()}"

    @property
    def total_minutes(self):
        return self.granted_minutes + self.override_minutes

    @property
    def left_minutes(self):
        return self.total_minutes - self.used_minutes


class HourEntry(models.Model):
    """One movement of a package: minutes used by a meeting, or granted beyond it with a reason."""

    package = models.ForeignKey(HourPackage, models.CASCADE, related_name="entries")
    meeting = models.OneToOneField("followup.Meeting", models.CASCADE, null=True, blank=True, related_name="hour_entry")
    minutes = models.PositiveIntegerField("minutes")
    override = models.BooleanField("accordées en plus", default=False)
    reason = models.CharField("motif", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "mouvement d’heures"
        verbose_name_plural = "mouvements d’heures"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="override_has_a_reason",
                condition=Q(override=False) | ~Q(reason=""),
                violation_error_message="Dites pourquoi des heures sont accordées en plus.",
            )
        ]

    def __str__(self):
        return f"{self.minutes} min"
