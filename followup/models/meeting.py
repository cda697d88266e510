"""Meetings, what was promised, and the private note, which lives apart and whose every reading is logged."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .participation import Participation, ParticipationRole


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All those of a follow-up for who sees it whole; a mentor or a trainer sees the meetings she held."""
        if not user.is_authenticated:
            return self.none()
        partial = Participation.objects.followed_by(user, *ParticipationRole.Kind.PARTIAL).values("pk")
        return self.filter(
            Q(participation__in=Participation.objects.whole_for(user).values("pk"))
            | Q(participation__in=partial, held_by=user)
        )


class Meeting(models.Model):
    class Mode(models.TextChoices):
        ON_SITE = "on_site", "Sur place"
        REMOTE = "remote", "À distance"
        PHONE = "phone", "Par téléphone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="meetings")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="meetings_held", verbose_name="avec"
    )
    held_as = models.CharField("en tant que", max_length=12, choices=ParticipationRole.Kind)
    held_on = models.DateField("date")
    minutes = models.PositiveSmallIntegerField("durée en minutes")
    mode = models.CharField("comment", max_length=8, choices=Mode, default=Mode.ON_SITE)
    progress = models.TextField("ce qui a avancé", blank=True)
    shared_note = models.TextField("note partagée", blank=True)
    key = models.UUIDField("clé d’envoi", editable=False, help_text="One per form: a resend is not a meeting.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = ["-held_on", "-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_lasts_between_a_minute_and_a_day",
                condition=Q(minutes__gte=1, minutes__lte=1440),
                violation_error_message="La durée va d’une minute à une journée.",
            ),
            models.UniqueConstraint(
                fields=["participation", "held_by", "key"],
                name="one_meeting_per_send",
                violation_error_message="Ce rendez-vous est déjà enregistré.",
            ),
        ]

    def __str__(self):
        return f"{self.participation.project}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("followup:meeting", args=[self.pk])


class Correction(models.Model):
    """What a meeting said before its author corrected it; never changed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    before = models.JSONField("avant")

    class Meta:
        verbose_name = "correction"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Correction du {self.at:%d/%m/%Y}"


class PromiseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user).values("pk"))

    def open(self):
        return self.filter(status=Promise.Status.OPEN)


class Promise(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "À faire"
        DONE = "done", "Fait"
        POSTPONED = "postponed", "Reporté"
        DROPPED = "dropped", "Abandonné"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="promises")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="promises", verbose_name="qui")
    text = models.CharField("promesse", max_length=300)
    due_on = models.DateField("pour le", null=True, blank=True)
    status = models.CharField("état", max_length=10, choices=Status, default=Status.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = "promesse"
        ordering = ["meeting_id", "pk"]

    def __str__(self):
        return self.text


class PrivateNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The referent of today, and its author while she supports; never participant, officer or superuser."""
        referred = Participation.objects.followed_by(user, "referent").values("pk")
        supported = Participation.objects.followed_by(user, *ParticipationRole.Kind.SUPPORT).values("pk")
        return self.filter(
            Q(meeting__participation__in=referred) | Q(meeting__participation__in=supported, author_id=user.pk)
        )


class PrivateNote(models.Model):
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="private_note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="private_notes")
    text = models.TextField("note confidentielle")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note confidentielle"
        verbose_name_plural = "notes confidentielles"
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return f"Note du {self.written_at:%d/%m/%Y}"
