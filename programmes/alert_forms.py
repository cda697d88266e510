"""The one question of an alert: where to write."""

from django import forms
from django.core.exceptions import ValidationError

from programmes.models import Alert


class AlertForm(forms.Form):
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Elle ne sert qu’à cette alerte. Personne d’autre ne la reçoit.",
        error_messages={
            "required": "Donnez l’adresse où nous devons écrire.",
            "invalid": "Vérifiez l’adresse : il en manque un morceau, par exemple nom@exemple.fr.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, query, **kwargs):
        super().__init__(*args, **kwargs)
        self.query = query

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        if len(self.query) > Alert._meta.get_field("query").max_length:
            raise ValidationError("Cette recherche est trop longue pour une alerte : retirez des filtres ou des mots.")
