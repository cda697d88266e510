"""The day on which a printed letter was handed over."""

from django import forms

from ess_portal.lib.forms import DayInput


class HandedForm(forms.Form):
    day = forms.DateField(
        label="Remise le",
        widget=DayInput,
        help_text="Donnée en main propre, ou postée.",
        error_messages={"required": "Dites quel jour la lettre a été remise."},
    )
