"""Logging a meeting in thirty seconds: everything has a default, the rest is folded."""

import uuid

from django import forms
from django.core.validators import MaxLengthValidator

from ess_portal.lib import french
from ess_portal.lib.forms import DayInput
from followup.models import Meeting, Promise

MODES = [
    (Meeting.Mode.ON_SITE, "Sur place"),
    (Meeting.Mode.REMOTE, "À distance"),
    (Meeting.Mode.PHONE, "Téléphone"),
]
LENGTHS = [(minutes, french.hours(minutes)) for minutes in (30, 60, 90, 120)]
LONGEST_MINUTES = 24 * 60
NOTE_READERS = (
    "Lisible par la personne référente et par vous seulement ; chaque lecture est enregistrée. Elle n’est pas sur les "
    "pages de la personne, mais fait partie de ce qu’elle reçoit, après relecture, si elle demande l’accès à ses "
    "données. Restez-en aux faits."
)


class LinesField(forms.CharField):
    """One item per line, without its bullet."""

    def __init__(self, *, longest, most, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "input--2"}), **kwargs)
        self.longest = longest
        self.most = most

    def clean(self, value):
        lines = [line.strip().lstrip("-•*– ").strip() for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.most:
            raise forms.ValidationError(f"Gardez {self.most} promesses au plus : les premières comptent le plus.")
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(f"Une promesse tient en {self.longest} signes. Coupez-la en deux lignes.")
        return lines


class LogForm(forms.Form):
    with_whom = forms.TypedChoiceField(label="Avec", error_messages={"required": "Choisissez avec qui."})
    minutes = forms.TypedChoiceField(
        label="Durée", choices=LENGTHS, coerce=int, initial=60, widget=forms.RadioSelect, required=False, empty_value=0
    )
    mode = forms.ChoiceField(label="Comment", choices=MODES, initial=Meeting.Mode.ON_SITE, widget=forms.RadioSelect)
    progress = forms.CharField(
        label="Ce qui a avancé",
        required=False,
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea(attrs={"rows": 2, "class": "input--2"}),
    )
    promised = LinesField(
        label="Ce qui est promis pour la suite", longest=300, most=12, help_text="Une promesse par ligne."
    )
    promised_by_me = LinesField(
        label="Ce que vous avez promis, vous", longest=300, most=12, help_text="Une promesse par ligne."
    )
    other_minutes = forms.IntegerField(
        label="Autre durée, en minutes",
        required=False,
        min_value=1,
        max_value=LONGEST_MINUTES,
        help_text="Remplie, elle compte à la place de celle cochée plus haut.",
    )
    held_on = forms.DateField(label="Date", widget=DayInput)
    shared_note = forms.CharField(
        label="Note partagée",
        required=False,
        validators=[MaxLengthValidator(4000)],
        help_text="La personne accompagnée la lit.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "input--2"}),
    )
    private_note = forms.CharField(
        label="Note confidentielle",
        required=False,
        validators=[MaxLengthValidator(4000)],
        help_text=NOTE_READERS,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input--2", "autocomplete": "off"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    mark_optional = False
    ASIDE = ("other_minutes", "held_on", "promised_by_me", "shared_note")

    def __init__(self, *args, sheets, day, **kwargs):
        super().__init__(*args, **kwargs)
        known = {str(sheet.participation.pk): sheet for sheet in sheets}
        field = self.fields["with_whom"]
        field.coerce = known.get
        field.choices = [(pk, f"{sheet.names} · {sheet.participation.project}") for pk, sheet in known.items()]
        if len(known) != 1:
            field.choices = [("", "Choisissez"), *field.choices]
        self.fields["held_on"].initial = day
        self.fields["held_on"].widget.attrs["max"] = day.isoformat()
        self.fields["key"].initial = uuid.uuid4

    def clean(self):
        fields = super().clean()
        fields["minutes"] = fields.get("other_minutes") or fields.get("minutes") or 0
        if not fields["minutes"] and "other_minutes" not in self.errors:
            self.add_error("minutes", "Choisissez une durée.")
        return fields

    @property
    def aside_open(self):
        """The folded part shows itself when it holds an error."""
        return any(name in self.errors for name in self.ASIDE)


class CorrectForm(forms.Form):
    held_on = forms.DateField(label="Date", widget=DayInput)
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=1, max_value=LONGEST_MINUTES)
    mode = forms.ChoiceField(label="Comment", choices=MODES)
    progress = forms.CharField(
        label="Ce qui a avancé",
        required=False,
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    shared_note = forms.CharField(
        label="Note partagée",
        required=False,
        validators=[MaxLengthValidator(4000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PromiseForm(forms.Form):
    status = forms.ChoiceField(choices=Promise.Status)
