"""What team and officers write to each other about one file; the officers' own notes are another table."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from actors.models import Actor
from projects.models import private_storage

from .application import Application

LONGEST = 5_000


def message_file_path(given, filename):
    """Our own name on disk: the person's file name is a label, never a path."""
    return f"messages/{given.application_id}/{uuid.uuid4().hex}"


class CorrespondenceQuerySet(models.QuerySet):
    """Rows of the thread: the team's and the officers' alike, never a committee member's."""

    def visible_to(self, user):
        teams = Application.objects.of_team(user).values("pk")
        officers = Application.objects.instructed_by(user).values("pk")
        return self.filter(Q(application__in=teams) | Q(application__in=officers))


class Message(models.Model):
    class Side(models.TextChoices):
        TEAM = "team", "L’équipe du projet"
        STAFF = "staff", "Les chargés d’appel"

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages", verbose_name="candidature")
    side = models.CharField("de la part de", max_length=5, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    for_actor = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField("message", max_length=LONGEST)
    key = models.UUIDField("clé d’envoi", unique=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now, editable=False)

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["application_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="message_has_words",
                condition=~Q(body=""),
                violation_error_message="Écrivez votre message.",
            )
        ]

    def __str__(self):
        return f"{self.get_side_display()}, {self.sent_at:%d/%m/%Y}"


class MessageFile(models.Model):
    """A file joined to a message; without a message yet, it waits beside the text that its author is writing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="message_files")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="files")
    file = models.FileField("fichier", upload_to=message_file_path, storage=private_storage)
    name = models.CharField("nom du fichier", max_length=200)
    size = models.PositiveIntegerField("taille en octets")
    content_type = models.CharField(max_length=100)
    added_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier joint à un message"
        verbose_name_plural = "fichiers joints aux messages"
        ordering = ["application_id", "added_at", "pk"]

    def __str__(self):
        return self.name


class InternalNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The officers of the file only: neither its team nor the committee."""
        return self.filter(application__in=Application.objects.instructed_by(user).values("pk"))


class InternalNote(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="internal_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField("note", max_length=LONGEST)
    key = models.UUIDField("clé d’envoi", unique=True, default=uuid.uuid4, editable=False)
    written_at = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note interne"
        verbose_name_plural = "notes internes"
        ordering = ["application_id", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="internal_note_has_words",
                condition=~Q(body=""),
                violation_error_message="Écrivez votre note.",
            )
        ]

    def __str__(self):
        return f"Note du {self.written_at:%d/%m/%Y}"


class ThreadReading(models.Model):
    """Up to which message of a file's thread a person has read."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="thread_readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="thread_readings")
    up_to = models.PositiveBigIntegerField("dernier message lu")

    class Meta:
        verbose_name = "lecture des messages"
        verbose_name_plural = "lectures des messages"
        ordering = ["application_id", "user_id"]
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="one_reading_per_person")]

    def __str__(self):
        return f"{self.user}, {self.up_to}"
