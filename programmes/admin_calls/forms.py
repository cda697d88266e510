"""What officers write about a call. Instants are typed in the call's own time zone, and the form says which."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst

from ess_portal.lib.forms import DayInput, ZonedMomentField
from programmes import calls
from programmes.models import Call, Entry, Programme
from programmes.opening import ZONE_WORDS, zone_words

LONGEST_NOTE = 600
MOMENTS = ("opens_at", "closes_at")
NOT_SAVED = "Rien n’a été enregistré : comparez les deux textes, puis enregistrez de nouveau."


class CallForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label="Heure de",
        required=False,
        choices=[("", "La région du programme"), *((zone, words) for zone, words in ZONE_WORDS.items())],
        help_text="Les dates et heures ci-dessous sont lues, et montrées à tous, dans cette heure-là.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        help_texts = {
            "slug": "Vide : tirée du titre. Si vous la changez, l’ancienne adresse mène à la nouvelle.",
            "places": "Le nombre de personnes admises ne pourra jamais le dépasser.",
            "confirmation_days": "Temps laissé à une personne admise pour répondre.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self.fields["version"].initial = self.instance.version
        zone = self.zone_meant()
        for name in MOMENTS:
            if name in self.fields:
                self.fields[name].zone = zone
                self.fields[name].help_text = f"{capfirst(zone_words(zone))}."
        if "closes_at" in self.fields:
            self.fields["closes_at"].help_text += " À cet instant précis, l’appel est fermé. Vide si permanent."

    def zone_meant(self):
        """The zone chosen in this very form, else that of the programme chosen in it, else the call's."""
        chosen = self.data.get(self.add_prefix("time_zone")) if self.is_bound else self.instance.time_zone
        if chosen in ZONE_WORDS:
            return chosen
        key = self.data.get(self.add_prefix("programme"), "") if self.is_bound else ""
        programme = Programme.objects.select_related("region").filter(pk=key).first() if key.isdigit() else None
        call = Call(programme=programme) if programme else self.instance
        return call.zone_name if call.programme_id else settings.TIME_ZONE

    def clean_slug(self):
        return self.cleaned_data["slug"] or self.instance.slug or calls.free_slug(self.data.get("title", ""))

    def clean(self):
        data = super().clean()
        if data.get("entry") == Entry.PERMANENT and data.get("closes_at"):
            self.add_error("closes_at", "Une entrée permanente n’a pas de clôture : laissez la date vide.")
        if self.instance.pk and data.get("version") != self.instance.version:
            self.add_error(None, NOT_SAVED)
            self.data = self.data.copy()
            self.data["version"] = self.instance.version
        return data


class ExtendForm(forms.Form):
    closes_at = ZonedMomentField(
        label="Nouvelle clôture", error_messages={"required": "Choisissez la nouvelle date et son heure."}
    )
    note = forms.CharField(
        label="Pourquoi",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Montré sur la page publique et dans les flux.",
        error_messages={"required": "Dites pourquoi\u00a0: la page publique le montre."},
    )

    def __init__(self, data=None, *, call):
        super().__init__(data, initial={"closes_at": call.closes_at})
        self.fields["closes_at"].zone = call.zone_name
        words = capfirst(zone_words(call.zone_name))
        self.fields["closes_at"].help_text = f"{words}. Elle doit venir après l’ancienne."


class CancelForm(forms.Form):
    note = forms.CharField(
        label="Pourquoi l’appel est annulé",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cette phrase est publique, et écrite à chaque équipe.",
        error_messages={"required": "Dites pourquoi\u00a0: chaque équipe le lira."},
    )

    def __init__(self, data=None, *, call):
        super().__init__(data)
        self.fields["note"].required = call.published_at is not None


class OfficerForm(forms.Form):
    email = forms.EmailField(label="Adresse électronique")
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    starts_on = forms.DateField(label="Du", widget=DayInput)
    ends_on = forms.DateField(label="Au", widget=DayInput, required=False, help_text="Vide : sans fin prévue.")
    reason = forms.CharField(label="Pourquoi elle ou lui", max_length=200)

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "La fin ne peut précéder le début.")
        return data
