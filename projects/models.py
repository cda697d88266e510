"""The project file: created once, reused for every application. Nobody is shut out for lack of a SIRET."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Department, LegalForm
from actors.models.role import Period
from ess_portal.lib.text import sort_key
from programmes.models import DocumentKind, Stage


def private_storage():
    return storages["private"]


def document_path(document, filename):
    """Our own name on disk: the person's file name is a label, never a path."""
    return f"projects/{document.project_id}/{uuid.uuid4().hex}"


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Projects whose team the person belongs to today; a superuser reads no foreign file."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=TeamMember.objects.active().filter(user=user).values("project"))

    def editable_by(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            pk__in=TeamMember.objects.active().filter(user=user, role__in=TeamMember.WRITERS).values("project")
        )


class Project(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("nom du projet", max_length=120)
    sort_title = models.CharField(max_length=120, editable=False, db_index=True)
    pitch = models.TextField("en quelques phrases", max_length=600, blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="projects", verbose_name="étape")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="département"
    )
    city = models.CharField("commune", max_length=100, blank=True)
    organisation = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name="structure"
    )
    organisation_name = models.CharField("nom de la structure", max_length=200, blank=True)
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
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

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


class TeamMember(Period):
    class Role(models.TextChoices):
        OWNER = "owner", "Porteur ou porteuse"
        EDITOR = "editor", "Peut modifier"
        READER = "reader", "Peut lire"

    WRITERS = frozenset({"owner", "editor"})

    project = models.ForeignKey(Project, models.CASCADE, related_name="team", verbose_name="projet")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="project_roles", verbose_name="personne"
    )
    role = models.CharField("rôle", max_length=10, choices=Role)

    class Meta(Period.Meta):
        verbose_name = "membre de l’équipe"
        verbose_name_plural = "membres de l’équipe"
        ordering = ["project_id", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "user"],
                condition=Q(ends_on=None),
                name="one_current_role_per_person",
                violation_error_message="Cette personne fait déjà partie de l’équipe.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()}"


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


class ProjectDocument(models.Model):
    """A stored file, never overwritten: a new version is a new row, so that attachments stay what they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="documents", verbose_name="projet")
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name="type de document")
    file = models.FileField("fichier", upload_to=document_path, storage=private_storage)
    name = models.CharField("nom du fichier", max_length=200)
    size = models.PositiveIntegerField("taille en octets")
    content_type = models.CharField(max_length=100)
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "document du projet"
        verbose_name_plural = "documents du projet"
        ordering = ["kind__name", "-uploaded_at", "pk"]

    def __str__(self):
        return self.name
