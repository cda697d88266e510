"""Links between a member and a file that the base itself shows, and how they were settled. Rows are never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .committee import AgendaItem, CommitteeMember


class DetectedLink(models.Model):
    class Ground(models.TextChoices):
        TEAM = "team", "fait ou a fait partie de l’équipe"
        HELPER = "helper", "a aidé l’équipe à remplir un dossier"
        FOLLOWED = "followed", "accompagne ou a accompagné l’équipe"
        ORGANISATION = "house", "même structure que le projet"
        SIREN = "siren", "même SIREN que le projet"
        PARTNER = "partner", "structure partenaire du programme"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="detected_links")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="detected_links")
    ground = models.CharField("ce qui a été trouvé", max_length=8, choices=Ground)
    found_at = models.DateTimeField("trouvé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "lien détecté"
        verbose_name_plural = "liens détectés"
        ordering = ["item_id", "member_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "member", "ground"], name="one_link_of_a_ground")]

    def __str__(self):
        return f"{self.member} : {self.get_ground_display()}"


class LinkSettlement(models.Model):
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="settlements")
    member = models.ForeignKey(CommitteeMember, models.CASCADE, related_name="settlements")
    bars = models.BooleanField("écarte la personne du dossier")
    grounds = models.JSONField("ce qui avait été trouvé", default=list)
    reason = models.TextField("raison", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("réglé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "règlement d’un lien"
        verbose_name_plural = "règlements de liens"
        ordering = ["item_id", "member_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_link_that_does_not_bar_has_a_reason",
                condition=models.Q(bars=True) | ~models.Q(reason=""),
                violation_error_message="Dites pourquoi ce lien n’empêche pas de lire le dossier.",
            )
        ]

    def __str__(self):
        return f"{self.member} : {'écarte' if self.bars else 'n’empêche pas'}"
