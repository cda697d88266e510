"""An actor is any organisation the portal knows; `listed` puts it in the public directory."""

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from .address import Addressed
from .position import Located, whole_position

CHAMBER = "ess_chamber"
NATIONAL_CHAMBER = "ess-france"


class Source(models.Model):
    """Where a fact comes from; the code is never printed, the label is."""

    code = models.CharField("code", max_length=120, primary_key=True)
    label = models.CharField("libellé public", max_length=200)
    date = models.CharField("date", max_length=40, blank=True)
    public = models.BooleanField("publique", default=True)

    class Meta:
        ordering = ["label", "code"]

    def __str__(self):
        return self.label


class ActorKind(models.Model):
    code = models.SlugField("code", primary_key=True)
    name = models.CharField("nom", max_length=100)

    class Meta:
        verbose_name = "nature de structure"
        verbose_name_plural = "natures de structure"
        ordering = ["name"]

    def __str__(self):
        return self.name


class LegalForm(models.Model):
    class InEss(models.TextChoices):
        BY_RIGHT = "de_droit", "De droit"
        CONDITIONAL = "sous_conditions", "Sous conditions"
        TO_CHECK = "a_verifier", "À vérifier"
        NO = "non", "Non"
        NOT_APPLICABLE = "sans_objet", "Sans objet"

    code = models.SlugField("code", primary_key=True)
    name = models.CharField("nom", max_length=120)
    family = models.CharField("famille", max_length=40)
    in_ess = models.CharField("dans l’ESS", max_length=20, choices=InEss)
    condition = models.TextField("condition", blank=True)
    editor_note = models.TextField("note interne", blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="legal_forms")

    class Meta:
        verbose_name = "forme juridique"
        verbose_name_plural = "formes juridiques"
        ordering = ["family", "name"]

    def __str__(self):
        return self.name


class Sector(models.Model):
    code = models.SlugField("code", primary_key=True)
    name = models.CharField("nom", max_length=120)
    note = models.TextField("note", blank=True)
    editor_note = models.TextField("note interne", blank=True)

    class Meta:
        verbose_name = "secteur"
        ordering = ["name"]

    def __str__(self):
        return self.name


class SiaeType(models.Model):
    code = models.SlugField("code", primary_key=True)
    name = models.CharField("nom", max_length=120)
    principle = models.TextField("principe", blank=True)
    max_commercial_share = models.CharField("part commerciale maximale", max_length=120, blank=True)

    class Meta:
        verbose_name = "type de SIAE"
        verbose_name_plural = "types de SIAE"
        ordering = ["name"]

    def __str__(self):
        return self.name


class SheetStatus(models.TextChoices):
    """State of a public sheet; nothing starts as verified (decisions.md 5)."""

    VERIFIED = "verified", "Vérifiée"
    DECLARED = "declared", "Déclarée par l’acteur"
    IMPORTED = "imported", "Importée"
    TO_CHECK = "to_check", "À vérifier"
    PROJECT = "project", "En projet"
    CLOSED = "closed", "Fermée"


class ActorQuerySet(models.QuerySet):
    def public(self):
        return self.filter(listed=True)

    def edited_by(self, user):
        """Sheets that a person may rewrite: those of the organisations that she edits or manages."""
        if user.is_superuser:
            return self
        return self.filter(
            pk__in=user.organisation_roles.active().filter(kind__in=["editor", "manager"]).values("actor")
        )

    def open_chambers(self):
        """Regional chambers that can be asked something: not closed, and of a known region."""
        return self.filter(kind=CHAMBER, region__isnull=False).exclude(status=SheetStatus.CLOSED)

    def checked_by(self, user):
        """Sheets that a person's chamber checks: those of its region.

        ESS France checks those that have no region, or whose region has no open chamber (decisions.md 8).
        """
        if user.is_superuser:
            return self
        houses = Actor.objects.filter(roles__in=user.organisation_roles.active())
        chambers = Actor.objects.open_chambers()
        sheets = self.alias(its_region=Coalesce("region_id", "department__region_id"))
        left_alone = Q(its_region=None) | ~Q(its_region__in=chambers.values("region"))
        own = Q(its_region__in=chambers.filter(pk__in=houses.values("pk")).values("region"))
        return sheets.filter(own | (left_alone & Exists(houses.filter(slug=NATIONAL_CHAMBER))))


class Actor(Addressed, Located):
    slug = models.SlugField("adresse", max_length=120, unique=True)
    name = models.CharField("nom", max_length=200)
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.ForeignKey(ActorKind, models.PROTECT, related_name="actors", verbose_name="nature")
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name="rattachée à"
    )
    networks = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="network_members")
    city = models.CharField("ville", max_length=100, blank=True)
    department = models.ForeignKey(
        "actors.Department", models.PROTECT, null=True, blank=True, related_name="actors", verbose_name="département"
    )
    region = models.ForeignKey(
        "actors.Region", models.PROTECT, null=True, blank=True, related_name="actors", verbose_name="région"
    )
    website = models.URLField("site internet", blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    legal_form = models.ForeignKey(
        LegalForm, models.PROTECT, null=True, blank=True, related_name="actors", verbose_name="forme juridique"
    )
    summary = models.CharField("résumé", max_length=200, blank=True)
    description = models.TextField("présentation", blank=True)
    listed = models.BooleanField("dans l’annuaire public", default=False)
    status = models.CharField("état de la fiche", max_length=20, choices=SheetStatus, default=SheetStatus.IMPORTED)
    status_since = models.DateField("depuis le", null=True, blank=True)
    checked_on = models.DateField("vérifiée le", null=True, blank=True)
    status_note = models.TextField("note interne sur l’état", blank=True)
    editor_note = models.TextField("note interne", blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="actors")
    history = HistoricalRecords()

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        ordering = ["sort_name", "pk"]
        constraints = [whole_position("actor_whole_position")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("actors:detail", args=[self.slug])

    @property
    def website_name(self):
        """« inter-made.org » for the address of the site."""
        return urlsplit(self.website).netloc.removeprefix("www.")


class ActorRelation(models.Model):
    """A dated, typed link between two organisations; the codes are those of the dossier, not `choices`."""

    source_actor = models.ForeignKey(Actor, models.CASCADE, related_name="relations_from", verbose_name="de")
    target_actor = models.ForeignKey(Actor, models.CASCADE, related_name="relations_to", verbose_name="vers")
    kind = models.SlugField("lien")
    since_year = models.PositiveSmallIntegerField("depuis", null=True, blank=True)
    until_year = models.PositiveSmallIntegerField("jusqu’en", null=True, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="actor_relations")

    class Meta:
        verbose_name = "lien entre structures"
        verbose_name_plural = "liens entre structures"
        ordering = ["kind", "target_actor__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_actor", "target_actor", "kind"],
                name="one_relation_of_a_kind",
                violation_error_message="Ce lien existe déjà.",
            )
        ]

    def __str__(self):
        return f"{self.source_actor} – {self.kind} – {self.target_actor}"


class Site(Located):
    """A place without separate legal life."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="sites", verbose_name="structure")
    name = models.CharField("nom", max_length=120)
    city = models.CharField("ville", max_length=100, blank=True)
    department = models.ForeignKey("actors.Department", models.PROTECT, null=True, blank=True, related_name="sites")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [whole_position("site_whole_position")]

    def __str__(self):
        return self.name


class Coverage(models.Model):
    """Where an organisation works, which is not where its office stands."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="coverages", verbose_name="structure")
    region = models.ForeignKey("actors.Region", models.CASCADE, null=True, blank=True, related_name="coverages")
    department = models.ForeignKey("actors.Department", models.CASCADE, null=True, blank=True, related_name="coverages")
    zone = models.ForeignKey("actors.Zone", models.CASCADE, null=True, blank=True, related_name="coverages")

    class Meta:
        verbose_name = "territoire couvert"
        verbose_name_plural = "territoires couverts"
        ordering = ["pk"]

    def __str__(self):
        return str(self.department or self.region or self.zone or "toute la France")


class Alias(models.Model):
    """An old or usual name; `target_kind` and `slug` point to an actor, a programme or a zone."""

    target_kind = models.CharField("nature", max_length=20)
    slug = models.SlugField("adresse", max_length=120)
    name = models.CharField("nom", max_length=200)
    until = models.DateField("jusqu’au", null=True, blank=True)
    note = models.CharField("note", max_length=200, blank=True)

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["target_kind", "slug", "name"], name="one_alias_per_name")]

    def __str__(self):
        return self.name
