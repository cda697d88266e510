"""Documents of a project, in the private storage under names of ours."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.models import DocumentKind

from .project import Project

SOON = timedelta(days=30)


def private_storage():
    return storages["private"]


def document_path(document, filename):
    """Our own name on disk: the person's file name is a label, never a path."""
    return f"projects/{document.project_id}/{uuid.uuid4().hex}"


class ProjectDocumentQuerySet(models.QuerySet):
    def kept(self):
        """Those that stand in their project today: neither taken out nor replaced."""
        return self.filter(removed_at=None)

    def ending_by(self, day):
        """Those that are outdated on `day`, or will be soon."""
        return self.kept().filter(valid_until__lt=day + SOON)


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
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces", editable=False)
    expiry_told_at = models.DateTimeField(null=True, editable=False)

    objects = ProjectDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document du projet"
        verbose_name_plural = "documents du projet"
        ordering = ["kind__name", "-uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="replaced_document_has_left_its_project",
                condition=Q(replaced_by=None) | Q(removed_at__isnull=False),
                violation_error_message="Un document remplacé ne reste pas dans le projet.",
            )
        ]

    def __str__(self):
        return self.name

    def validity_on(self, day: date) -> str:
        """« outdated », « soon », or nothing to say."""
        if self.valid_until is None or self.valid_until >= day + SOON:
            return ""
        return "outdated" if self.valid_until < day else "soon"
