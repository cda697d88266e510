"""Information meetings of a call: sessions with places, who registered, who came, and who may apply without them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .call import Call


class InformationMeetingQuerySet(models.QuerySet):
    def public(self):
        """Meetings of announced calls, cancelled ones included: somebody may have noted them."""
        return self.filter(call__in=Call.objects.public().values("pk"))

    def to_come(self, now):
        return self.filter(starts_at__gt=now, cancelled_at=None, call__cancelled_at=None)

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(call__in=Call.objects.run_by(user).values("pk"))


class InformationMeeting(models.Model):
    class Mode(models.TextChoices):
        ON_SITE = "on_site", "Sur place"
        DISTANCE = "distance", "À distance"

    call = models.ForeignKey(Call, models.CASCADE, related_name="meetings", verbose_name="appel")
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée en minutes", default=90, validators=[MinValueValidator(10)])
    mode = models.CharField("forme", max_length=10, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField(
        "lieu public", max_length=200, help_text="Une adresse ; à distance : « en visioconférence »."
    )
    joining = models.TextField(
        "comment y entrer", blank=True, help_text="Étage, lien, code : lu par les seules personnes inscrites."
    )
    places = models.PositiveSmallIntegerField("places", validators=[MinValueValidator(1)])
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_note = models.TextField("pourquoi elle est annulée", max_length=600, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InformationMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion d’information"
        verbose_name_plural = "réunions d’information"
        ordering = ["call_id", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="information_meeting_has_a_place",
                condition=Q(places__gte=1),
                violation_error_message="Une réunion compte au moins une place.",
            )
        ]

    def __str__(self):
        return f"Réunion du {timezone.localtime(self.starts_at):%d/%m/%Y}, {self.call}"

    def get_absolute_url(self):
        return reverse("programmes:meeting", args=[self.call.slug, self.pk])


class Registration(models.Model):
    """One person in one meeting; leaving keeps the row, so that coming back is the same one."""

    meeting = models.ForeignKey(InformationMeeting, models.CASCADE, related_name="registrations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="meeting_registrations", verbose_name="personne"
    )
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    attended = models.BooleanField("venue", null=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "inscription à une réunion"
        verbose_name_plural = "inscriptions aux réunions"
        ordering = ["meeting_id", "registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="one_registration_per_person"),
            models.CheckConstraint(
                name="who_left_did_not_attend",
                condition=Q(cancelled_at=None) | Q(attended=None) | Q(attended=False),
                violation_error_message="Une personne désinscrite n’est pas notée présente.",
            ),
        ]

    def __str__(self):
        return f"{self.user}"


class MeetingExemption(models.Model):
    """The right to apply without having come, given by an officer who says why."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="exemptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="meeting_exemptions")
    reason = models.CharField("pourquoi", max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "dispense de réunion"
        verbose_name_plural = "dispenses de réunion"
        ordering = ["call_id", "granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="one_exemption_per_person_and_call"),
            models.CheckConstraint(
                name="exemption_says_why",
                condition=~Q(reason=""),
                violation_error_message="Dites pourquoi elle peut candidater sans être venue.",
            ),
        ]

    def __str__(self):
        return f"{self.user}"
