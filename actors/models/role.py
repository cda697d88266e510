"""Roles in an organisation are rows with a start, an end and a reason; so are memberships (adhésions)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .actor import CHAMBER, NATIONAL_CHAMBER


class PeriodQuerySet(models.QuerySet):
    def active_on(self, day):
        """Rows whose period holds on `day` (both ends included; no end means still running)."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def active(self):
        return self.active_on(timezone.localdate())


class Period(models.Model):
    starts_on = models.DateField("début", default=timezone.localdate)
    ends_on = models.DateField("fin", null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin ne peut précéder le début.",
            )
        ]

    def holds_on(self, day):
        """What `active_on` says, for one row."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class OrganisationRoleQuerySet(PeriodQuerySet):
    def running(self):
        """Roles of today that run the organisation's calls; an editor keeps its sheet, and nothing else."""
        return self.active().filter(kind__in=OrganisationRole.RUNNING)

    def at_the_desk(self):
        """Roles of today that open the back-office: those that run calls, and a chamber's editors, who check sheets."""
        of_a_chamber = Q(actor__kind=CHAMBER) | Q(actor__slug=NATIONAL_CHAMBER)
        return self.active().filter(Q(kind__in=OrganisationRole.RUNNING) | Q(of_a_chamber, kind="editor"))


class OrganisationRole(Period):
    class Kind(models.TextChoices):
        MANAGER = "manager", "Responsable"
        OFFICER = "officer", "Chargé ou chargée d’appel"
        EDITOR = "editor", "Rédacteur ou rédactrice"

    RUNNING = frozenset({"manager", "officer"})

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_roles", verbose_name="personne"
    )
    actor = models.ForeignKey("actors.Actor", models.CASCADE, related_name="roles", verbose_name="structure")
    kind = models.CharField("rôle", max_length=20, choices=Kind)

    objects = OrganisationRoleQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "rôle dans une structure"
        verbose_name_plural = "rôles dans les structures"
        ordering = ["actor_id", "kind", "pk"]

    def __str__(self):
        return f"{self.user}, {self.get_kind_display().lower()}"


class Membership(Period):
    """Adhésion of an organisation to a chamber or a movement."""

    member = models.ForeignKey(
        "actors.Actor", models.CASCADE, related_name="memberships", verbose_name="structure adhérente"
    )
    chamber = models.ForeignKey("actors.Actor", models.CASCADE, related_name="members", verbose_name="adhère à")
    college = models.CharField("collège", max_length=80, blank=True)

    class Meta(Period.Meta):
        verbose_name = "adhésion"
        ordering = ["-starts_on", "-pk"]

    def __str__(self):
        return f"{self.member} adhère à {self.chamber}"
