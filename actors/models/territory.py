"""Regions, départements and zones. Codes are strings: 01, 2A, 974."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse


class Region(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    sort_name = models.CharField(max_length=80, editable=False, db_index=True)
    zone = models.CharField("zone", max_length=20)
    time_zone = models.CharField("fuseau horaire", max_length=40)

    class Meta:
        verbose_name = "région"
        ordering = ["sort_name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:region", args=[self.code])


class Department(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    sort_name = models.CharField(max_length=80, editable=False, db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name="région")
    tile_row = models.PositiveSmallIntegerField("ligne de la carte", default=0)
    tile_column = models.PositiveSmallIntegerField("colonne de la carte", default=0)

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})"

    def get_absolute_url(self):
        return reverse("programmes:department", args=[self.code])


class Commune(models.Model):
    """A commune, or an arrondissement of Paris, Lyon or Marseille, of the 101 départements (data/communes.csv)."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=60)
    sort_name = models.CharField(max_length=60, editable=False, db_index=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes", verbose_name="département")
    postal_codes = models.CharField("codes postaux", max_length=150, help_text="Séparés par des espaces.")
    population = models.PositiveIntegerField("population", null=True, help_text="Connue à partir de 1 000 habitants.")

    class Meta:
        verbose_name = "commune"
        ordering = ["sort_name"]

    def __str__(self):
        return f"{self.name} ({self.department_id})"


class Zone(models.Model):
    code = models.SlugField("code", primary_key=True)
    name = models.CharField("nom", max_length=120)
    status = models.CharField("statut", max_length=30)
    lists = models.CharField(
        "dates des listes",
        max_length=120,
        blank=True,
        help_text="Une zone change : écrivez la date de chaque liste, AAAA-MM-JJ, séparées par « | ».",
    )
    note = models.TextField("note", blank=True)
    editor_note = models.TextField("note interne", blank=True)
    sources = models.ManyToManyField("actors.Source", blank=True, related_name="zones")

    class Meta:
        verbose_name = "zone"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def clean(self):
        try:
            self.list_dates  # noqa: B018 - read to be checked
        except ValueError as error:
            raise ValidationError({"lists": "Écrivez chaque date ainsi : 2024-01-01."}) from error

    @property
    def list_dates(self):
        """Dates of the lists that were drawn up; empty when none is known."""
        return [date.fromisoformat(day.strip()) for day in self.lists.split("|") if day.strip()]
