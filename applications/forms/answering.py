"""What a team answers to a request: a text of its own, or a wish for more time."""

from django import forms

from ess_portal.lib.forms import DayInput

LONGEST = 5000


class FreeAnswerForm(forms.Form):
    text = forms.CharField(
        label="Votre réponse",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="5 000 caractères au plus.",
        error_messages={"required": "Écrivez votre réponse."},
    )


class MoreTimeForm(forms.Form):
    wanted_on = forms.DateField(
        label="Jusqu’à quand ?",
        widget=DayInput,
        error_messages={"required": "Choisissez une date.", "invalid": "Écrivez une date, par exemple 14/06/2027."},
    )
    words = forms.CharField(
        label="Un mot à la structure",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il n’est pas obligatoire. 300 caractères au plus.",
    )
