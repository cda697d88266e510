"""A programme, its components and the organisations around it. A blank value means unknown, never zero."""

import re

from django.db import models
from django.db.models import Count, Min, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from actors.models import Actor, Addressed, Region, Source
from actors.models.actor import SheetStatus
from ess_portal.lib.french import counted, number
from ess_portal.lib.text import sort_key

from .plan import Line
from .reference import Audience, DocumentKind, Stage

DAYS = {"week": 7, "month": 30, "year": 365}
DURATION_WORDS = {"week": ("semaine", "semaines"), "month": ("mois", "mois"), "year": ("an", "ans")}


class ProgrammeQuerySet(models.QuerySet):
    def public(self):
        return self.filter(lead_actor__listed=True)

    def available_in(self, region):
        """Programmes that can be followed in a region: its own, and those of the whole country."""
        return self.filter(Q(region=region) | Q(region=None))

    def with_calls_at(self, now):
        """Adds `open_calls`, `next_closing` and `next_opening`, of the calls that everybody sees."""
        announced = Q(calls__published_at__isnull=False, calls__cancelled_at=None)
        begun = announced & Q(calls__opens_at__lte=now)
        not_ended = Q(calls__closes_at=None) | Q(calls__closes_at__gt=now)
        return self.annotate(
            open_calls=Count("calls", filter=begun & not_ended, distinct=True),
            next_closing=Min("calls__closes_at", filter=begun & not_ended),
            next_opening=Min("calls__opens_at", filter=announced & Q(calls__opens_at__gt=now)),
        )


class Programme(Addressed):
    class Kind(models.TextChoices):
        INCUBATION = "incubation", "Incubation"
        ACCELERATION = "acceleration", "Développement"
        PUBLIC_SCHEME = "public_scheme", "Dispositif public"
        TEST = "test", "Test d’activité"
        TERRITORY_SERVICE = "territory_service", "Service au territoire"
        TRAINING = "training", "Formation"
        WORKSPACE = "workspace", "Espace de travail"
        NETWORK_SERVICE = "network_service", "Réseau"
        CONSOLIDATION = "consolidation", "Consolidation"
        REMOBILISATION = "remobilisation", "Remobilisation"
        EMPLOYMENT_COOPERATIVE = "employment_cooperative", "Coopérative d’activité"
        MEMBERSHIP_SERVICE = "membership_service", "Service aux adhérents"
        FINANCING = "financing", "Financement"
        EVENT = "event", "Événement"
        WORK_INTEGRATION = "work_integration", "Insertion"

    class EntryMode(models.TextChoices):
        CALL = "call", "Sur appel à candidatures"
        PARTNER_PROGRAMME = "partner_programme", "Par un programme partenaire"
        LAUREATE = "laureate", "Sur concours"
        TERRITORY_REQUEST = "territory_request", "Sur demande d’un territoire"
        PRESCRIPTION = "prescription", "Sur orientation par un professionnel"
        INFO_MEETING = "info_meeting", "Après une réunion d’information"
        PUBLIC_SERVICE = "public_service", "Service public, toute l’année"
        MEMBERSHIP = "membership", "En adhérant"
        DIRECT_CONTACT = "direct_contact", "En prenant contact"
        PAID_REGISTRATION = "paid_registration", "Sur inscription payante"

    class DurationUnit(models.TextChoices):
        WEEK = "week", "semaine"
        MONTH = "month", "mois"
        YEAR = "year", "an"

    class MembershipRequired(models.TextChoices):
        YES = "oui", "Oui"
        NO = "non", "Non"
        PARTIAL = "partiel", "En partie"
        UNKNOWN = "inconnu", "Non renseigné"

    slug = models.SlugField("adresse", max_length=120, unique=True)
    name = models.CharField("nom", max_length=200)
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField("nature", max_length=30, choices=Kind)
    lead_actor = models.ForeignKey(
        Actor, models.PROTECT, related_name="led_programmes", verbose_name="structure qui porte le programme"
    )
    partners = models.ManyToManyField(Actor, blank=True, related_name="partner_programmes", verbose_name="partenaires")
    pedagogical_engineering = models.ManyToManyField(
        Actor, blank=True, related_name="designed_programmes", verbose_name="ingénierie pédagogique"
    )
    national_animator = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="animated_programmes",
        verbose_name="tête de réseau nationale",
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="région",
        help_text="Vide : national.",
    )
    line = models.ForeignKey(
        Line, models.SET_NULL, null=True, blank=True, related_name="programmes", verbose_name="ligne du plan"
    )
    summary = models.CharField("résumé", max_length=200, blank=True)
    target = models.TextField("à qui il s’adresse", blank=True)
    for_you_if = models.TextField("c’est pour vous si", blank=True, help_text="Un élément par ligne.")
    not_for_you_if = models.TextField("ce n’est pas pour vous si", blank=True, help_text="Un élément par ligne.")
    what_you_do = models.TextField("ce que vous faites", blank=True)
    audiences = models.ManyToManyField(Audience, blank=True, related_name="programmes", verbose_name="publics")
    stages = models.ManyToManyField(Stage, blank=True, related_name="programmes", verbose_name="étapes")
    entry_mode = models.CharField("comment on entre", max_length=30, choices=EntryMode, blank=True)
    duration_value = models.PositiveSmallIntegerField("durée", null=True, blank=True)
    duration_unit = models.CharField("unité de durée", max_length=10, choices=DurationUnit, blank=True)
    duration_days = models.PositiveIntegerField(null=True, editable=False, help_text="For sorting; unknown sorts last.")
    cohorts_per_year = models.PositiveSmallIntegerField("promotions par an", null=True, blank=True)
    cohort_size = models.PositiveSmallIntegerField("taille d’une promotion", null=True, blank=True)
    cost = models.PositiveIntegerField(
        "prix en euros", null=True, blank=True, help_text="0 : gratuit. Vide : non renseigné."
    )
    cost_note = models.TextField("précision sur le prix", blank=True)
    membership_required = models.CharField("adhésion demandée", max_length=10, choices=MembershipRequired, blank=True)
    conditions = models.TextField("conditions", blank=True)
    documents = models.ManyToManyField(
        DocumentKind, blank=True, related_name="programmes", verbose_name="documents demandés"
    )
    calendar = models.TextField("calendrier", blank=True)
    selection = models.TextField("sélection", blank=True)
    ending = models.TextField("fin du programme", blank=True)
    status = models.CharField("état de la fiche", max_length=20, choices=SheetStatus, default=SheetStatus.IMPORTED)
    checked_on = models.DateField("vérifiée le", null=True, blank=True)
    confidence = models.CharField("confiance", max_length=20, blank=True)
    unknowns = models.TextField("ce que nous ne savons pas (interne)", blank=True)
    public_unknowns = models.TextField("ce que nous ne savons pas (public)", blank=True)
    editor_note = models.TextField("note interne", blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="programmes")
    history = HistoricalRecords()

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "programme"
        ordering = ["sort_name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:detail", args=[self.slug])

    def work_out(self):
        """Fill the columns that lists are sorted by, from those that are written."""
        self.sort_name = sort_key(self.name)
        known = self.duration_value and self.duration_unit
        self.duration_days = self.duration_value * DAYS[self.duration_unit] if known else None

    @property
    def short_name(self):
        """« Alter’Incub Occitanie » for « Alter’Incub Occitanie : préincubation et incubation »."""
        return re.split(r" – |\s:\s", self.name)[0]

    @property
    def duration(self):
        """« 12 mois »; empty when it is not known."""
        if not self.duration_value:
            return ""
        return counted(self.duration_value, *DURATION_WORDS[self.duration_unit])

    @property
    def price(self):
        """« Gratuit », « 980 € »; empty when it is not known, which is not the same as free."""
        if self.cost is None:
            return ""
        return f"{number(self.cost)}\u00a0€" if self.cost else "Gratuit"

    @property
    def territory(self):
        return self.region.name if self.region else "Toute la France"


class ProgrammeComponent(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="components", verbose_name="programme")
    position = models.PositiveSmallIntegerField("position")
    component_type = models.SlugField("type")
    title = models.CharField("titre", max_length=160)
    summary = models.CharField("résumé", max_length=200, blank=True)
    quantity = models.DecimalField("quantité", max_digits=7, decimal_places=2, null=True, blank=True)
    quantity_max = models.DecimalField("quantité maximale", max_digits=7, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=20, blank=True)
    duration_each = models.CharField("durée de chacune", max_length=60, blank=True)
    provider = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="provided_components",
        verbose_name="assurée par",
    )
    mandatory = models.BooleanField("obligatoire", default=True)
    note = models.TextField("note", blank=True)
    editor_note = models.TextField("note interne", blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="programme_components")

    class Meta:
        verbose_name = "composante"
        ordering = ["programme_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="one_component_per_position",
                violation_error_message="Une composante occupe déjà cette position.",
            )
        ]

    def __str__(self):
        return self.title


class ActorProgrammeRelation(models.Model):
    """A dated role of an organisation in a programme."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="programme_relations", verbose_name="structure")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="actor_relations", verbose_name="programme")
    kind = models.SlugField("rôle")
    since_year = models.PositiveSmallIntegerField("depuis", null=True, blank=True)
    until_year = models.PositiveSmallIntegerField("jusqu’en", null=True, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="programme_relations")

    class Meta:
        verbose_name = "rôle dans un programme"
        verbose_name_plural = "rôles dans les programmes"
        ordering = ["programme_id", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "programme", "kind"],
                name="one_programme_role_of_a_kind",
                violation_error_message="Ce rôle existe déjà.",
            )
        ]

    def __str__(self):
        return f"{self.actor} – {self.kind} – {self.programme}"
