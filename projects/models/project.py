"""The project file: created once, reused for every application. Nobody is shut out for lack of a SIRET."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Department, LegalForm
from ess_portal.lib.text import sort_key
from programmes.models import Stage

from .helping import Agreement
from .team import TeamMember


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Projects of the person's teams, and those that she fills for somebody; a superuser reads no foreign file."""
        if not user.is_authenticated:
            return self.none()
        helped = Agreement.objects.held_by(user).readable(timezone.now())
        return self.filter(Q(pk__in=_teams_of(user)) | Q(pk__in=helped.values("project")))

    def editable_by(self, user):
        """Owner or editor today, or filling it for its owner at this instant."""
        return self._written_by(user, Agreement.WRITING)

    def answered_by(self, user):
        """The same, but for a helper who was not allowed to answer in the person's name."""
        return self._written_by(user, [Agreement.Scope.ANSWER])

    def owned_by(self, user):
        """Projects of whose team the person decides."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=_teams_of(user).filter(role=TeamMember.Role.OWNER))

    def current(self):
        """Those that are not archived: lists show them first, and they alone may be changed."""
        return self.filter(archived_at=None)

    def _written_by(self, user, scopes):
        if not user.is_authenticated:
            return self.none()
        helped = Agreement.objects.held_by(user).in_force(timezone.now()).filter(scope__in=scopes)
        return self.filter(
            Q(pk__in=_teams_of(user).filter(role__in=TeamMember.WRITERS)) | Q(pk__in=helped.values("project"))
        )


def _teams_of(user):
    return TeamMember.objects.active().filter(user=user).values("project")


class Project(models.Model):
    class Structure(models.TextChoices):
        NONE = "none", "Pas encore de structure"
        EXISTS = "exists", "Une structure existe"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("nom du projet", max_length=120)
    sort_title = models.CharField(max_length=120, editable=False, db_index=True)
    pitch = models.TextField("en quelques phrases", max_length=600, blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="projects", verbose_name="étape")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="département"
    )
    city = models.CharField("commune", max_length=100, blank=True)
    structure = models.CharField("la structure", max_length=10, choices=Structure, blank=True)
    organisation = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name="structure"
    )
    organisation_name = models.CharField("nom de la structure", max_length=200, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    legal_form = models.ForeignKey(
        LegalForm, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="forme juridique"
    )
    created_on_date = models.DateField("date de création de la structure", null=True, blank=True)
    answers = models.JSONField(
        "réponses d’orientation",
        default=dict,
        blank=True,
        help_text="Question code → list of answer codes; never the sensitive ones.",
    )
    helped = models.BooleanField("rempli pour une personne", default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField("archivé le", null=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet"
        ordering = ["-updated_at", "pk"]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.sort_title = sort_key(self.title)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.pk])


class StageChange(models.Model):
    """History of the stage; going back is normal."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stage_changes")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name="étape")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.CharField("pourquoi", max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.project} : {self.stage}"
