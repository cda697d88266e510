"""The committee: a session, its members, the files on its agenda, interests declared and marks given."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Department
from programmes.models import Call, CallCriterion, Stage

from .application import Application
from .interest import InterestKind


class CommitteeSessionQuerySet(models.QuerySet):
    def instructed_by(self, user):
        return self.filter(call__in=Call.objects.run_by(user))

    def seated_by(self, user):
        """Sessions in which the person sits."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=CommitteeMember.objects.filter(user=user, left_at=None).values("session"))

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=self.model.objects.instructed_by(user).values("pk"))
            | Q(pk__in=self.model.objects.seated_by(user).values("pk"))
        )


class CommitteeSession(models.Model):
    class Phase(models.TextChoices):
        READING = "reading", "Lecture et notes"
        DISCUSSION = "discussion", "Séance"
        CLOSED = "closed", "Séance close"
        PUBLISHED = "published", "Décisions publiées"

    call = models.ForeignKey(Call, models.PROTECT, related_name="sessions", verbose_name="appel")
    meets_at = models.DateTimeField("se réunit le")
    place = models.CharField("lieu", max_length=160, blank=True)
    quorum = models.PositiveSmallIntegerField("quorum", default=2)
    phase = models.CharField("moment", max_length=12, choices=Phase, default=Phase.READING, editable=False)
    opened_at = models.DateTimeField("ouverte à", null=True, editable=False)
    closed_at = models.DateTimeField("close à", null=True, editable=False)
    published_at = models.DateTimeField("publiée à", null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CommitteeSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "comité"
        ordering = ["-meets_at", "-pk"]

    def __str__(self):
        return f"Comité du {timezone.localtime(self.meets_at):%d/%m/%Y}, {self.call}"

    def get_absolute_url(self):
        return reverse("committee:session", args=[self.pk])


class CommitteeMember(models.Model):
    session = models.ForeignKey(CommitteeSession, models.CASCADE, related_name="members", verbose_name="comité")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="committee_seats", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="committee_seats", verbose_name="structure"
    )
    chair = models.BooleanField("préside", default=False)
    stages = models.ManyToManyField(Stage, blank=True, related_name="+", verbose_name="étapes qu’elle connaît")
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name="départements qu’elle connaît"
    )
    present = models.BooleanField("présent ou présente", default=False)
    left_at = models.DateTimeField("ne siège plus depuis", null=True, blank=True)
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, editable=False)
    warned_for = models.DateTimeField(
        null=True, editable=False, help_text="Date of the session for which the automatic reminder was sent."
    )

    class Meta:
        verbose_name = "membre du comité"
        verbose_name_plural = "membres du comité"
        ordering = ["session_id", "-chair", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="one_seat_per_person",
                violation_error_message="Cette personne siège déjà dans ce comité.",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(chair=True),
                name="one_chair_per_session",
                violation_error_message="Le comité a déjà une présidence.",
            ),
        ]

    def __str__(self):
        return str(self.user)


class AgendaItem(models.Model):
    session = models.ForeignKey(CommitteeSession, models.CASCADE, related_name="items", verbose_name="comité")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="agenda_items", verbose_name="candidature"
    )
    position = models.PositiveSmallIntegerField("ordre", default=0)
    discussion_note = models.TextField("note de discussion", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "dossier à l’ordre du jour"
        verbose_name_plural = "dossiers à l’ordre du jour"
        ordering = ["session_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "application"],
                name="one_item_per_file",
                violation_error_message="Ce dossier est déjà à l’ordre du jour.",
            )
        ]

    def __str__(self):
        return str(self.application)


class Assignment(models.Model):
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="assignments", verbose_name="dossier")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="assignments", verbose_name="membre")
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "dossier confié"
        verbose_name_plural = "dossiers confiés"
        ordering = ["item_id", "member_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"],
                name="one_assignment_per_member",
                violation_error_message="Ce dossier est déjà confié à cette personne.",
            )
        ]

    def __str__(self):
        return f"{self.item} → {self.member}"


class ReadingRefusal(models.Model):
    """A member gave a file back unread, whatever the reason; the file is not offered to her again. Never changed."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="refusals", verbose_name="dossier")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="refusals", verbose_name="membre")
    reason = models.TextField("raison", blank=True)
    at = models.DateTimeField("rendu le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "dossier rendu sans avis"
        verbose_name_plural = "dossiers rendus sans avis"
        ordering = ["item_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_refusal_per_member")]

    def __str__(self):
        return f"{self.item}, {self.member}"


class InterestDeclaration(models.Model):
    """Made before any access to the file; anything but « none » takes the file away."""

    Kind = InterestKind

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="declarations")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="declarations")
    kind = models.CharField("lien", max_length=10, choices=Kind)
    said_before = models.CharField(
        max_length=10,
        blank=True,
        editable=False,
        help_text="What she had declared when a link was found; given back if it does not bar her.",
    )
    declared_at = models.DateTimeField(default=timezone.now, editable=False)
    left_room_at = models.DateTimeField("sortie à", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "déclaration d’intérêts"
        verbose_name_plural = "déclarations d’intérêts"
        ordering = ["item_id", "member_id"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_declaration_per_member")]

    def __str__(self):
        return f"{self.member} : {self.get_kind_display().lower()}"


class Review(models.Model):
    class Recommendation(models.TextChoices):
        FAVOURABLE = "favourable", "Favorable"
        RESERVED = "reserved", "Réservé"
        UNFAVOURABLE = "unfavourable", "Défavorable"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="reviews")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="reviews")
    recommendation = models.CharField("avis", max_length=12, choices=Recommendation, blank=True)
    comment = models.TextField("commentaire", blank=True)
    submitted_at = models.DateTimeField("rendue le", null=True, blank=True, editable=False)
    changed_at = models.DateTimeField("notes changées le", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "lecture"
        ordering = ["item_id", "member_id"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_review_per_member")]

    def __str__(self):
        return f"{self.item}, {self.member}"


class Mark(models.Model):
    """0 to 5; empty means « sans avis » and counts for nothing."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(CallCriterion, models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField("note", null=True, blank=True, validators=[MaxValueValidator(5)])
    comment = models.CharField("pourquoi", max_length=300, blank=True)
    is_changed = models.BooleanField(default=False, editable=False, help_text="Changed after the discussion.")
    first_value = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="The mark given before the discussion, once it is changed."
    )

    class Meta:
        ordering = ["review_id", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(
                name="mark_between_0_and_5",
                condition=Q(value=None) | Q(value__lte=5),
                violation_error_message="Une note va de 0 à 5.",
            ),
        ]

    def __str__(self):
        return f"{self.criterion} : {self.value if self.value is not None else 'sans avis'}"
