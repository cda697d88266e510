"""What a draft needs beside its answers: the pages on which it is being written, and what was said of its dates."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .application import Application


class DraftPage(models.Model):
    """A page of a draft that somebody has open, with the number of its latest save: an earlier one comes too late."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="pages")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    writer = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    wrote = models.JSONField(default=dict, help_text="By code, the declarations that it saved.")
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "user", "writer"], name="one_row_per_open_page"),
        ]

    def __str__(self):
        return f"{self.writer}, {self.number}"


class DraftNotice(models.Model):
    """One word said to a team about the end of its draft; `about` is the instant that was announced."""

    class Kind(models.TextChoices):
        SEVEN_DAYS = "7", "Sept jours avant la clôture"
        TWO_DAYS = "2", "Deux jours avant la clôture"
        ONE_DAY = "1", "La veille de la clôture"
        CLOSED = "closed", "Appel fermé, brouillon gardé"
        ERASURE = "erasure", "Effacement annoncé"

    application = models.ForeignKey(Application, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.DateTimeField()
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "about"], name="each_notice_is_said_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.application_id}"
