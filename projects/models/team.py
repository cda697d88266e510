"""Who works on a project, since when and until when, and who is invited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.link import OneUseLink, OneUseLinkQuerySet
from actors.models.role import Period, PeriodQuerySet


class TeamMemberQuerySet(PeriodQuerySet):
    def active_on(self, day):
        """A place in a team is over from the day it ends: whoever is taken out stops reading at once."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class TeamMember(Period):
    class Role(models.TextChoices):
        OWNER = "owner", "Porteur ou porteuse"
        EDITOR = "editor", "Peut modifier"
        READER = "reader", "Peut lire"

    WRITERS = frozenset({"owner", "editor"})

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="team", verbose_name="projet")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="project_roles", verbose_name="personne"
    )
    role = models.CharField("rôle", max_length=10, choices=Role)

    objects = TeamMemberQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "membre de l’équipe"
        verbose_name_plural = "membres de l’équipe"
        ordering = ["project_id", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "user"],
                condition=Q(ends_on=None),
                name="one_current_role_per_person",
                violation_error_message="Cette personne fait déjà partie de l’équipe.",
            ),
        ]

    def holds_on(self, day):
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()}"


class InvitationQuerySet(OneUseLinkQuerySet):
    pass


class Invitation(OneUseLink):
    """An address asked to join a team by a link; whoever opens it joins with the account of her choice."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="invitations", verbose_name="projet")
    email = models.EmailField("adresse")
    role = models.CharField("rôle", max_length=10, choices=TeamMember.Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="invitée par"
    )

    class Meta(OneUseLink.Meta):
        verbose_name = "invitation"
        ordering = ["-made_at", "-pk"]
        constraints = [
            *OneUseLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "email"],
                condition=Q(used_at=None, cancelled_at=None),
                name="one_open_invitation_per_address",
                violation_error_message="Cette adresse est déjà invitée.",
            ),
        ]

    def __str__(self):
        return f"{self.email}, {self.get_role_display().lower()}"
