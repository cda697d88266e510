"""The plan of the pathway: lines (programme families), their way through the stages, and the walks between them."""

from django.db import models
from django.urls import reverse


class Line(models.Model):
    class Core(models.IntegerChoices):
        SOLID = 0, "Plein"
        HOLLOW = 1, "Creux"
        DASHES = 2, "Tirets"
        DOTS = 3, "Points"

    class Terminus(models.TextChoices):
        START = "start", "Au début"
        END = "end", "À la fin"

    letter = models.CharField("lettre", max_length=1, primary_key=True)
    order = models.PositiveSmallIntegerField("ordre", default=0)
    name = models.CharField("nom", max_length=60)
    short_name = models.CharField("nom court", max_length=40, blank=True)
    slug = models.SlugField("adresse", unique=True)
    core = models.PositiveSmallIntegerField("motif", choices=Core, default=Core.SOLID)
    terminus = models.CharField("terminus", max_length=5, choices=Terminus, default=Terminus.START)
    label_order = models.DecimalField("position du nom", max_digits=4, decimal_places=2, default=0)
    label_row = models.SmallIntegerField("rangée du nom", default=0)
    label_dx = models.SmallIntegerField(default=0)
    label_dy = models.SmallIntegerField(default=0)
    label_anchor = models.CharField(max_length=6, default="start")

    class Meta:
        verbose_name = "ligne"
        ordering = ["order", "letter"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:line", args=[self.slug])


class LineWaypoint(models.Model):
    line = models.ForeignKey(Line, models.CASCADE, related_name="waypoints")
    stage_index = models.PositiveSmallIntegerField("étape")
    row = models.PositiveSmallIntegerField("rangée")

    class Meta:
        ordering = ["line_id", "stage_index"]
        constraints = [
            models.UniqueConstraint(fields=["line", "stage_index"], name="one_waypoint_per_stage"),
            models.UniqueConstraint(fields=["stage_index", "row"], name="one_line_at_a_point"),
        ]

    def __str__(self):
        return f"{self.line_id} {self.stage_index}:{self.row}"


class LineStop(models.Model):
    line = models.ForeignKey(Line, models.CASCADE, related_name="stops")
    stage_index = models.PositiveSmallIntegerField("étape")

    class Meta:
        ordering = ["line_id", "stage_index"]
        constraints = [models.UniqueConstraint(fields=["line", "stage_index"], name="one_stop_per_stage")]

    def __str__(self):
        return f"{self.line_id} {self.stage_index}"


class LineWalk(models.Model):
    """A « passage à préparer »: a person must carry the file across."""

    from_line = models.ForeignKey(Line, models.CASCADE, related_name="walks_from")
    from_stage = models.PositiveSmallIntegerField()
    to_line = models.ForeignKey(Line, models.CASCADE, related_name="walks_to")
    to_stage = models.PositiveSmallIntegerField()
    label = models.CharField("libellé", max_length=80)

    class Meta:
        verbose_name = "passage entre lignes"
        verbose_name_plural = "passages entre lignes"
        ordering = ["from_line_id", "from_stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_line", "from_stage", "to_line", "to_stage"], name="one_walk_between_two_stops"
            )
        ]

    def __str__(self):
        return f"{self.from_line_id}{self.from_stage} → {self.to_line_id}{self.to_stage}"
