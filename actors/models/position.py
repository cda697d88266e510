"""Where something stands, when that is known."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q


class Located(models.Model):
    """A position that may be unknown: both coordinates or none (actors/distance.py)."""

    latitude = models.DecimalField(
        "latitude",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="En degrés, par exemple 43.296482. Vide : inconnue.",
    )
    longitude = models.DecimalField(
        "longitude",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        abstract = True

    @property
    def position(self) -> tuple[float, float] | None:
        """(latitude, longitude), or None as long as it is not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)


def whole_position(name):
    """A latitude without a longitude is no position."""
    return models.CheckConstraint(
        name=name,
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(latitude__isnull=False, longitude__isnull=False)  # a blank would make the ranges pass
        & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
        violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
    )
