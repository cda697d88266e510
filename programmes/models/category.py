"""Places of a call shared between categories (territories, audiences): each application belongs to one."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from .call import Call


class CallCategory(models.Model):
    class Kind(models.TextChoices):
        TERRITORY = "territory", "Un territoire"
        AUDIENCE = "audience", "Un public"
        OTHER = "other", "Autre"

    call = models.ForeignKey(Call, models.CASCADE, related_name="categories", verbose_name="appel")
    kind = models.CharField("nature", max_length=10, choices=Kind, default=Kind.TERRITORY)
    name = models.CharField("nom", max_length=120)
    help_text = models.CharField("pour qui", max_length=200, blank=True)
    places = models.PositiveSmallIntegerField("places de la catégorie", validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField("position", default=0)

    class Meta:
        verbose_name = "catégorie de places"
        verbose_name_plural = "catégories de places"
        ordering = ["call_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name"],
                name="one_category_of_a_name_per_call",
                violation_error_message="Cette catégorie existe déjà.",
            ),
            models.CheckConstraint(
                name="category_has_a_place",
                condition=Q(places__gte=1),
                violation_error_message="Une catégorie compte au moins une place.",
            ),
        ]

    def __str__(self):
        return self.name
