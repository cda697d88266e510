"""Inviting somebody, giving a role, ending a place."""

from django import forms

from projects.models import TeamMember

WHAT = {
    TeamMember.Role.OWNER: "Porte le projet : modifie tout, et décide de l’équipe",
    TeamMember.Role.EDITOR: "Peut modifier : projet, documents, candidatures",
    TeamMember.Role.READER: "Peut lire : tout voir, ne rien changer",
}


class RoleField(forms.ChoiceField):
    def __init__(self, **options):
        choices = [(role.value, WHAT[role]) for role in TeamMember.Role]
        super().__init__(choices=choices, widget=forms.RadioSelect, **options)


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="Son adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Elle reçoit un lien, sans le nom du projet. Il sert une fois, pendant quatorze jours.",
        error_messages={"required": "Écrivez l’adresse de la personne à inviter."},
    )
    role = RoleField(label="Ce qu’elle pourra faire", initial=TeamMember.Role.EDITOR)


class RoleForm(forms.Form):
    role = RoleField(label="Son rôle")


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=120,
        required=False,
        help_text="Gardé dans l’histoire de l’équipe. La personne est prévenue sans ce motif.",
    )
