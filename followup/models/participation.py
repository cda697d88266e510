"""A participation: one admitted file followed through a cohort."""

import uuid
from datetime import timedelta
from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actors.models.role import Period, PeriodQuerySet
from applications.models import Application
from programmes.models import Call, Cohort, ProgrammeComponent
from projects.models import Project

# Beyond this many days without a meeting, the referent is told (domain.md 7: a meeting every two weeks to a month).
SILENCE_DAYS = 35


class ParticipationQuerySet(models.QuerySet):
    def followed_by(self, user, *kinds):
        """Participations in which the person holds a role today (one of `kinds`, or any)."""
        if not user.is_authenticated:
            return self.none()
        roles = ParticipationRole.objects.active().filter(user=user)
        if kinds:
            roles = roles.filter(kind__in=kinds)
        return self.filter(pk__in=roles.values("participation"))

    def instructed_by(self, user):
        return self.filter(cohort__call__in=Call.objects.run_by(user))

    def whole_for(self, user):
        """Participations that the person sees whole: participant, referent, adviser, officer of the call."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=self.model.objects.followed_by(user, *ParticipationRole.Kind.WHOLE).values("pk"))
            | Q(pk__in=self.model.objects.instructed_by(user).values("pk"))
        )

    def with_rhythm(self):
        """Adds the day of the last meeting, whoever held it: for those who see the whole."""
        return self.annotate(last_met=models.Max("meetings__held_on"))

    def silent_on(self, day):
        """Those without a meeting for too long, or since their start when there was none; after `with_rhythm`."""
        limit = day - timedelta(days=SILENCE_DAYS)
        return self.filter(Q(last_met__lt=limit) | Q(last_met=None, starts_on__lt=limit))

    def with_supporters(self):
        """Adds the referents of today in `referents`, and the packages."""
        active = ParticipationRole.objects.active().filter(kind=ParticipationRole.Kind.REFERENT)
        referents = models.Prefetch("roles", active.select_related("user"), to_attr="referents")
        return self.prefetch_related(referents, "packages")

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=self.model.objects.followed_by(user).values("pk"))
            | Q(pk__in=self.model.objects.instructed_by(user).values("pk"))
        )


class Participation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="participations", verbose_name="promotion")
    project = models.ForeignKey(Project, models.PROTECT, related_name="participations", verbose_name="projet")
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="participation", verbose_name="candidature"
    )
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin prévue", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation"
        ordering = ["project__sort_title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "project"],
                name="one_participation_per_project_and_cohort",
                violation_error_message="Ce projet fait déjà partie de la promotion.",
            )
        ]

    def __str__(self):
        return f"{self.project} – {self.cohort}"

    def get_absolute_url(self):
        return reverse("followup:participation", args=[self.pk])


class ParticipationRoleQuerySet(PeriodQuerySet):
    def active_on(self, day):
        """Unlike other roles, this one is over from its last day on: the successor has the file at once."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class ParticipationRole(Period):
    class Kind(models.TextChoices):
        PARTICIPANT = "participant", "Participant ou participante"
        REFERENT = "referent", "Référent ou référente"
        MENTOR = "mentor", "Mentor"
        TRAINER = "trainer", "Formateur ou formatrice"
        ADVISER = "adviser", "Conseiller ou conseillère"

        SUPPORT = nonmember(("referent", "adviser", "mentor", "trainer"))
        WHOLE = nonmember(("participant", "referent", "adviser"))
        PARTIAL = nonmember(("mentor", "trainer"))

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="participation_roles", verbose_name="personne"
    )
    kind = models.CharField("rôle", max_length=12, choices=Kind)
    need = models.CharField("besoin précis", max_length=200, blank=True, help_text="Pour un mentor : sur quoi.")

    objects = ParticipationRoleQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "rôle dans une participation"
        verbose_name_plural = "rôles dans les participations"
        ordering = ["participation_id", "kind", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(kind="referent", ends_on=None),
                name="one_active_referent",
                violation_error_message="Cette participation a déjà une personne référente.",
            ),
            models.UniqueConstraint(
                fields=["participation", "user", "kind"],
                condition=Q(ends_on=None),
                name="one_active_role_of_a_kind_per_person",
                violation_error_message="Cette personne tient déjà ce rôle.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_kind_display().lower()}"


class ComponentProgressQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(participation__in=Participation.objects.whole_for(user).values("pk"))


class ComponentProgress(models.Model):
    """A component of the programme, for one participation."""

    class Status(models.TextChoices):
        AHEAD = "ahead", "À venir"
        DONE = "done", "Fait"
        SKIPPED = "skipped", "Non suivi"

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="components")
    component = models.ForeignKey(ProgrammeComponent, models.PROTECT, related_name="progress")
    status = models.CharField("état", max_length=8, choices=Status, default=Status.AHEAD)
    done_on = models.DateField("fait le", null=True, blank=True)
    note = models.CharField("précision", max_length=200, blank=True)

    objects = ComponentProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "étape du parcours"
        verbose_name_plural = "étapes du parcours"
        ordering = ["participation_id", "component__position"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "component"], name="one_progress_per_component")
        ]

    def __str__(self):
        return str(self.component)
