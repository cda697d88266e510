"""A call for applications: dates, places, documents, criteria, people, cohort."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from actors.models import Addressed
from actors.models.role import Period
from ess_portal.lib.text import sort_key

from .programme import Programme
from .reference import DocumentKind

LEVEL = re.compile(r"(?P<mark>[0-5])\s*:\s*(?P<label>\S.*)")


def staffed_by(user):
    """Organisations in which the person is officer or manager today (a sub-query of ids)."""
    return user.organisation_roles.running().values("actor")


class CallQuerySet(models.QuerySet):
    def public(self):
        """Calls that everybody may see: announced, not cancelled before having opened."""
        return self.filter(published_at__isnull=False, programme__lead_actor__listed=True)

    def open_at(self, now):
        """Closing is exclusive: at `closes_at` the call is closed (decisions.md 27)."""
        return self.public().filter(
            Q(closes_at=None) | Q(closes_at__gt=now), opens_at__lte=now, cancelled_at__isnull=True
        )

    def run_by(self, user):
        """Calls that a person runs: officer or manager of the leading organisation, or named for the call."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        named = user.call_roles.active().values("call")
        return self.filter(Q(programme__lead_actor__in=staffed_by(user)) | Q(pk__in=named))

    def visible_to(self, user):
        """Those she runs, and, without their files, those of programmes in which her organisation is a partner."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        partnered = Programme.objects.filter(partners__in=staffed_by(user)).values("pk")
        return self.filter(Q(pk__in=self.model.objects.run_by(user).values("pk")) | Q(programme__in=partnered))


class Phase(models.TextChoices):
    """Where a call stands at an instant: derived, never stored (decisions.md 27)."""

    UPCOMING = "upcoming", "Annoncé"
    OPEN = "open", "Ouvert"
    CLOSED = "closed", "Clos"
    CANCELLED = "cancelled", "Annulé"


class Entry(models.TextChoices):
    """How one enters: a permanent call has no end, no committee date and no cohort (decisions.md 56)."""

    SESSION = "session", "Par session : une clôture, un comité, une promotion"
    PERMANENT = "permanent", "Permanente : sans date limite, réponses au fil de l’eau"


class Call(Addressed):
    slug = models.SlugField("adresse", max_length=120, unique=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls", verbose_name="programme")
    title = models.CharField("titre", max_length=160)
    sort_title = models.CharField(max_length=160, editable=False, default="")
    presentation = models.TextField("présentation", blank=True)
    entry = models.CharField("entrée", max_length=10, choices=Entry, default=Entry.SESSION)
    opens_at = models.DateTimeField("ouverture", null=True, blank=True)
    closes_at = models.DateTimeField("clôture", null=True, blank=True)
    time_zone = models.CharField("fuseau horaire", max_length=40, blank=True, help_text="Vide : celui de la région.")
    grace_minutes = models.PositiveSmallIntegerField("délai de grâce en minutes", default=0)
    committee_on = models.DateField("comité prévu le", null=True, blank=True)
    answer_by = models.DateField("réponse au plus tard le", null=True, blank=True)
    starts_on = models.DateField("premier jour du programme", null=True, blank=True)
    places = models.PositiveSmallIntegerField("places", validators=[MinValueValidator(1)])
    confirmation_days = models.PositiveSmallIntegerField("jours pour confirmer", default=10)
    editable_after_sending = models.BooleanField(
        "dossier modifiable après l’envoi",
        default=False,
        help_text="L’équipe peut reprendre et renvoyer son dossier jusqu’à la clôture, tant que personne n’a "
        "commencé à l’examiner.",
    )
    contact = models.CharField("contact", max_length=160, blank=True, help_text="Une adresse de la structure.")
    discreet = models.BooleanField(
        "sujet délicat",
        default=False,
        help_text="Coché : le mail qui annonce un message ne dit pas qui a écrit.",
    )
    published_at = models.DateTimeField("annoncé le", null=True, blank=True)
    extended_at = models.DateTimeField("prolongé le", null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    requires_meeting = models.BooleanField(
        "une réunion d’information d’abord",
        default=False,
        help_text="On candidate après être venu à une réunion ; les dates s’écrivent sur la page des réunions.",
    )
    cancel_note = models.TextField("pourquoi l’appel est annulé", max_length=600, blank=True, editable=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="copies")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, help_text="Last change of what the public reads.")
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Of its page, rows included.")

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel"
        ordering = [F("opens_at").desc(nulls_first=True), "-pk"]
        indexes = [  # every public page counts how many have opened and closed (`actors.public`)
            models.Index(fields=["opens_at"], name="call_opens_at"),
            models.Index(fields=["closes_at"], name="call_closes_at"),
        ]
        constraints = [
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                violation_error_message="La clôture doit venir après l’ouverture.",
            ),
            models.CheckConstraint(
                name="announced_call_has_its_opening",
                condition=Q(published_at=None) | Q(opens_at__isnull=False),
                violation_error_message="Un appel annoncé a une date d’ouverture.",
            ),
            models.CheckConstraint(
                name="announced_session_has_its_closing",
                condition=Q(published_at=None) | Q(entry="permanent") | Q(closes_at__isnull=False),
                violation_error_message="Un appel par session, une fois annoncé, a une clôture.",
            ),
            models.CheckConstraint(
                name="permanent_call_has_no_end",
                condition=Q(entry="session") | Q(closes_at=None),
                violation_error_message="Une entrée permanente n’a pas de clôture : laissez la date vide.",
            ),
            models.CheckConstraint(
                name="call_has_a_place",
                condition=Q(places__gte=1),
                violation_error_message="Un appel compte au moins une place.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.sort_title = sort_key(self.title)[:160]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("programmes:call", args=[self.slug])

    def is_open_at(self, now):
        return (
            self.published_at is not None
            and self.cancelled_at is None
            and self.opens_at <= now
            and (self.closes_at is None or now < self.closes_at)
        )

    def phase_at(self, now):
        if self.cancelled_at is not None:
            return Phase.CANCELLED
        if self.is_open_at(now):
            return Phase.OPEN
        return Phase.UPCOMING if self.opens_at is None or now < self.opens_at else Phase.CLOSED

    @property
    def is_permanent(self):
        return self.entry == Entry.PERMANENT

    @property
    def leader(self):
        return self.programme.lead_actor

    @property
    def zone_name(self):
        region = self.programme.region
        return self.time_zone or (region.time_zone if region else "") or settings.TIME_ZONE


class CallExtension(models.Model):
    """A closing put off, with what the public is told of it; the rows are the history."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="extensions", verbose_name="appel")
    closed_before = models.DateTimeField("clôture précédente")
    closes_at = models.DateTimeField("nouvelle clôture")
    note = models.TextField("pourquoi", max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "prolongation"
        ordering = ["call_id", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_puts_the_closing_off",
                condition=Q(closes_at__gt=F("closed_before")),
                violation_error_message="La nouvelle clôture doit venir après l’ancienne.",
            ),
            models.CheckConstraint(
                name="extension_says_why",
                condition=~Q(note=""),
                violation_error_message="Dites pourquoi la clôture est reportée.",
            ),
        ]

    def __str__(self):
        return f"{self.call}, prolongé"


class CallRole(Period):
    """An officer named for one call, whatever her organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="call_roles", verbose_name="personne"
    )
    call = models.ForeignKey(Call, models.CASCADE, related_name="roles", verbose_name="appel")

    class Meta(Period.Meta):
        verbose_name = "chargé ou chargée d’appel"
        verbose_name_plural = "chargés et chargées d’appel"
        ordering = ["call_id", "pk"]

    def __str__(self):
        return f"{self.user} pour {self.call}"


class CallDocument(models.Model):
    call = models.ForeignKey(Call, models.CASCADE, related_name="documents", verbose_name="appel")
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="call_documents", verbose_name="document")
    required = models.BooleanField("obligatoire", default=True)
    help_text = models.CharField("précision", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("position", default=0)

    class Meta:
        verbose_name = "document demandé"
        verbose_name_plural = "documents demandés"
        ordering = ["call_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "kind"],
                name="one_document_of_a_kind_per_call",
                violation_error_message="Ce document est déjà demandé.",
            )
        ]

    def __str__(self):
        return str(self.kind)


def read_levels(text: str) -> dict[int, str]:
    """Mark → what it means, from lines « 3 : une enquête est faite »; other lines are left out."""
    lines = [LEVEL.match(line.strip()) for line in text.splitlines()]
    return {int(found["mark"]): found["label"] for found in lines if found}


def check_levels(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(read_levels(text)) != len(lines):
        raise ValidationError("Écrivez un niveau par ligne, chaque note une fois : « 3 : une enquête est faite ».")


class CallCriterion(models.Model):
    """One line of the grid: marked 0 to 5, weighted, shown out of 20 (decisions.md 31)."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria", verbose_name="appel")
    name = models.CharField("critère", max_length=120)
    help_text = models.CharField("ce qu’on regarde", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        "poids", default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    informative = models.BooleanField("pour information", default=False, help_text="Noté et lu, mais hors du total.")
    levels = models.TextField(
        "niveaux",
        blank=True,
        validators=[check_levels],
        help_text="Un par ligne, de 0 à 5 : « 0 : rien n’est dit », « 5 : démontré ».",
    )
    position = models.PositiveSmallIntegerField("position", default=0)

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ["call_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="criterion_has_a_weight",
                condition=Q(weight__gte=1),
                violation_error_message="Le poids est d’au moins 1.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def counted_weight(self) -> int:
        """The weight in the total: none for a criterion that only informs."""
        return 0 if self.informative else self.weight

    @property
    def level_labels(self) -> dict[int, str]:
        return read_levels(self.levels)


class Cohort(models.Model):
    """A promotion: the people admitted together. Opened from a call; issue 6 adds its calendar."""

    call = models.OneToOneField(
        Call, models.PROTECT, null=True, blank=True, related_name="cohort", verbose_name="appel"
    )
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts", verbose_name="programme")
    name = models.CharField("nom", max_length=160)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)

    class Meta:
        verbose_name = "promotion"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="cohort_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin ne peut précéder le début.",
            )
        ]

    def __str__(self):
        return self.name
