"""An application of one project to one call; its state moves only through `applications.workflow.perform`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from applications.states import PERMANENT_LABELS, PUBLIC_LABELS, State
from programmes.models import Call, CallCategory, FormRevision, Question, Rule
from projects.models import Project, ProjectDocument

from .interest import InterestKind


class ApplicationQuerySet(models.QuerySet):
    def of_team(self, user):
        """Applications of the projects whose team the person belongs to, drafts included."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def instructed_by(self, user):
        """Files that an officer handles: her calls', once submitted. Drafts are counted, never opened."""
        return self.exclude(state=State.DRAFT).filter(call__in=Call.objects.run_by(user)).without_interest_of(user)

    def without_interest_of(self, user):
        """Leaves out the files in which the person declared an interest in a committee, whatever her other roles."""
        if not user.is_authenticated:
            return self
        declared = self.model.objects.filter(
            agenda_items__declarations__member__user=user, agenda_items__declarations__kind__in=InterestKind.CONFLICTS
        )
        return self.exclude(pk__in=declared.values("pk"))

    def read_in_committee_by(self, user):
        """Files given to a sitting member who has declared no interest in them, until decisions are published."""
        if not user.is_authenticated:
            return self.none()
        given = self.model.objects.filter(
            agenda_items__assignments__member__user=user,
            agenda_items__assignments__member__left_at=None,
            agenda_items__declarations__member__user=user,
            agenda_items__declarations__kind=InterestKind.NONE,
            agenda_items__session__phase__in=["reading", "discussion", "closed"],
        )
        return self.filter(pk__in=given.values("pk")).without_interest_of(user)

    def visible_to(self, user):
        """Everything the person may open in some way; each surface narrows it further."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=self.model.objects.of_team(user).values("pk"))
            | Q(pk__in=self.model.objects.instructed_by(user).values("pk"))
            | Q(pk__in=self.model.objects.read_in_committee_by(user).values("pk"))
        )


class Application(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name="appel")
    project = models.ForeignKey(Project, models.PROTECT, related_name="applications", verbose_name="projet")
    revision = models.ForeignKey(FormRevision, models.PROTECT, related_name="applications")
    former_revision = models.ForeignKey(
        FormRevision,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="The form that the draft answered before a correction, until its team has read what changed.",
    )
    state = models.CharField("état", max_length=20, choices=State, default=State.DRAFT, editable=False)
    category = models.ForeignKey(
        CallCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name="catégorie de places",
    )
    number = models.CharField("numéro", max_length=20, unique=True, null=True, blank=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="instructed_applications",
        verbose_name="suivie par",
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    examined_at = models.DateTimeField(
        "examen commencé le", null=True, editable=False, help_text="First act of an officer on the file."
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["call", "state"], name="application_call_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "call"],
                condition=~Q(state="withdrawn"),
                name="one_application_per_project_and_call",
                violation_error_message="Ce projet a déjà une candidature à cet appel.",
            ),
            models.CheckConstraint(
                name="only_drafts_have_no_number",
                condition=Q(state="draft", number=None) | (~Q(state="draft") & Q(number__isnull=False)),
                violation_error_message="Une candidature déposée porte un numéro.",
            ),
        ]

    def __str__(self):
        return f"{self.number or 'Brouillon'} – {self.project}"

    def get_absolute_url(self):
        return reverse("applications:detail", args=[self.pk])

    @property
    def public_state(self):
        state = State(self.state)
        own = PERMANENT_LABELS if self.call.is_permanent else {}
        return own.get(state, PUBLIC_LABELS[state])

    @property
    def is_written(self):
        """True while its team may write in it: a draft, or a sent file taken up again before its examination."""
        if self.state == State.DRAFT:
            return True
        return self.state == State.SUBMITTED and self.reopenings.filter(ended_at=None).exists()


class Step(models.Model):
    """One move of an application: the history, the audit trail and the statistics. Never changed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps", verbose_name="candidature")
    name = models.CharField("mouvement", max_length=30)
    source = models.CharField("de", max_length=20, choices=State)
    target = models.CharField("vers", max_length=20, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par")
    for_actor = models.ForeignKey(
        "actors.Actor", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="au nom de"
    )
    note = models.TextField("note", blank=True)
    at = models.DateTimeField("quand", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "étape du dossier"
        verbose_name_plural = "étapes du dossier"
        ordering = ["application_id", "at", "pk"]

    def __str__(self):
        return f"{self.source} → {self.target}"


class Answer(models.Model):
    """One row per question, so that two people editing different answers never overwrite each other."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.JSONField("réponse", null=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    writer = models.CharField(max_length=16, default="", blank=True, help_text="The open page that wrote it.")

    class Meta:
        ordering = ["application_id", "question_id"]
        constraints = [models.UniqueConstraint(fields=["application", "question"], name="one_answer_per_question")]

    def __str__(self):
        return f"{self.question}"


class RuleDeclaration(models.Model):
    """What the person declares for a rule that only she can answer (`declared`, `gte`, `lte`)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="declarations")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="declarations")
    value = models.CharField("réponse", max_length=40)

    class Meta:
        ordering = ["application_id", "rule_id"]
        constraints = [models.UniqueConstraint(fields=["application", "rule"], name="one_declaration_per_rule")]

    def __str__(self):
        return self.value


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files that one reads: all for the team, what was sent for officers, less what is for staff in a committee."""
        sent = self.model.objects.sent()
        return self.filter(
            Q(application__in=Application.objects.of_team(user))
            | Q(pk__in=sent.filter(application__in=Application.objects.instructed_by(user)).values("pk"))
            | Q(pk__in=sent.for_committee().filter(application__in=Application.objects.visible_to(user)).values("pk"))
        )

    def for_committee(self):
        """Leaves out the answers that only staff reads."""
        return self.exclude(question__readers=Question.Readers.STAFF)

    def sent(self):
        """What officers and committee read: given with the last sending, or since then for a request."""
        taken = F("application__snapshot__taken_at")
        with_the_file = Q(application__snapshot=None) | Q(added_at__lte=taken)
        for_a_request = Q(pk__in=self.model.objects.filter(request_items__isnull=False).values("pk"))
        kept = Q(left_out_at=None) | Q(left_out_at__gt=taken)
        return self.filter(with_the_file | for_a_request, kept)


class Attachment(models.Model):
    """A project document given with an application; once sent it is never deleted, only left out of a later sending."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(ProjectDocument, models.PROTECT, related_name="attachments")
    call_document = models.ForeignKey(
        "programmes.CallDocument", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="attachments")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    left_out_at = models.DateTimeField(
        null=True, editable=False, help_text="Taken out of a sent file; a former version still shows it."
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "document"], name="one_attachment_per_document")]

    def __str__(self):
        return str(self.document)

    @property
    def title(self):
        """What the file is given for: the question it answers, or its type."""
        return self.question.label if self.question else self.document.kind.name


class Snapshot(models.Model):
    """The project, its answers and its files as they were last sent; former ones are kept by `Reopening`."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="snapshot")
    data = models.JSONField()
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.application_id}, {self.taken_at:%d/%m/%Y}"


class CategoryChange(models.Model):
    """An officer put the file in another category of places; its team reads why."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="category_changes")
    before = models.ForeignKey(CallCategory, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(CallCategory, models.PROTECT, related_name="+")
    why = models.CharField("pourquoi", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "changement de catégorie"
        verbose_name_plural = "changements de catégorie"
        ordering = ["application_id", "at", "pk"]

    def __str__(self):
        return f"{self.after}"
