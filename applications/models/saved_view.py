"""What an officer keeps of the list of files: views under a name, and the columns she last chose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from actors.models import Actor
from programmes.models.call import staffed_by

LONGEST_NAME, LONGEST_QUERY = 60, 1500


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Hers, and those shared with an organisation in which she works."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner=user) | Q(shared_with__in=staffed_by(user)))


class SavedView(models.Model):
    """Filters, sort and columns of the list as its address holds them; it shows each reader her own files only."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    shared_with = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="partagée avec"
    )
    name = models.CharField("nom", max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "owner",
                name="one_view_per_name",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            )
        ]

    def __str__(self):
        return self.name


class ColumnChoice(models.Model):
    """The columns that a person last chose for the list and its exports."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="column_choice")
    columns = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.columns
