"""The day on which a printed letter was handed over, and the mistake of having noted it."""

from django import forms

from ess_portal.lib.forms import DayInput


class HandedForm(forms.Form):
    day = forms.DateField(
        label="Remise le",
        widget=DayInput,
        help_text="Donnée en main propre, ou postée.",
        error_messages={"required": "Dites quel jour la lettre a été remise."},
    )


class TakeBackForm(forms.Form):
    why = forms.CharField(
        label="Pourquoi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Par exemple : notée sur la mauvaise lettre. 300 signes au plus.",
        error_messages={"required": "Dites pourquoi la lettre n’est pas remise."},
    )
