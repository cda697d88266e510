"""Reference lists loaded from the dossier and editable by staff."""

from django.db import models
from django.urls import reverse


class StageFunction(models.Model):
    """A function of the support pathway (accueil, animation, incubation…)."""

    code = models.SlugField("code", max_length=60, primary_key=True)
    name = models.CharField("nom", max_length=120)
    description = models.TextField("description", blank=True)

    class Meta:
        verbose_name = "fonction"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Stage(models.Model):
    code = models.SlugField("code", max_length=60, primary_key=True)
    order = models.PositiveSmallIntegerField("ordre", unique=True)
    name = models.CharField("nom", max_length=80)
    short_lines = models.CharField("libellé du plan", max_length=60, blank=True, help_text="Une ou deux lignes, « | ».")
    plan_zone = models.CharField("zone du plan", max_length=40, blank=True)
    question = models.CharField("question", max_length=200)
    function = models.ForeignKey(
        StageFunction, models.PROTECT, null=True, blank=True, related_name="stages", verbose_name="fonction"
    )
    description = models.TextField("description", blank=True)
    editor_note = models.TextField("note interne", blank=True)
    sources = models.ManyToManyField("actors.Source", blank=True, related_name="stages")

    class Meta:
        verbose_name = "étape"
        ordering = ["order"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:stage", args=[self.code])


class Audience(models.Model):
    code = models.SlugField("code", max_length=60, primary_key=True)
    name = models.CharField("nom", max_length=120)
    data_inclusion = models.CharField("public data·inclusion", max_length=80, blank=True)
    sensitive = models.BooleanField("sensible", default=False)
    note = models.TextField("note", blank=True)
    editor_note = models.TextField("note interne", blank=True)

    class Meta:
        verbose_name = "public"
        ordering = ["name"]

    def __str__(self):
        return self.name


class DocumentKind(models.Model):
    """A kind of document that programmes ask for; `Programme.documents` says which (decisions.md 6)."""

    code = models.SlugField("code", max_length=60, primary_key=True)
    name = models.CharField("nom", max_length=160)
    note = models.TextField("note", blank=True)
    editor_note = models.TextField("note interne", blank=True)

    class Meta:
        verbose_name = "type de document"
        verbose_name_plural = "types de document"
        ordering = ["name"]

    def __str__(self):
        return self.name


class GlossaryTerm(models.Model):
    slug = models.SlugField("adresse", max_length=120, unique=True)
    term = models.CharField("terme", max_length=120)
    sort_term = models.CharField(max_length=120, editable=False, db_index=True)
    code = models.SlugField("code", max_length=60)
    definition = models.TextField("définition")
    also_said = models.TextField("on dit aussi", blank=True)
    in_texts = models.BooleanField(
        "expliqué dans les textes",
        default=True,
        help_text="Les textes publics ouvrent sa définition. Décochez pour un mot courant ou qui a un autre sens.",
    )
    editor_note = models.TextField("note interne", blank=True)

    class Meta:
        verbose_name = "terme du glossaire"
        verbose_name_plural = "glossaire"
        ordering = ["sort_term", "pk"]

    def __str__(self):
        return self.term


class LetterTemplate(models.Model):
    """A letter read in the person's space; the mail itself is one neutral sentence and a link (decisions.md 33)."""

    code = models.SlugField("code", max_length=60, primary_key=True)
    when = models.TextField("quand")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")

    class Meta:
        verbose_name = "modèle de lettre"
        verbose_name_plural = "modèles de lettre"
        ordering = ["code"]

    def __str__(self):
        return self.subject
