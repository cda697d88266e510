"""What an officer writes about a follow-up: a cohort, the people, more hours."""

from django import forms

from ess_portal.lib.forms import DayInput
from followup import hours, people
from followup.models import HourPackage, ParticipationRole

Kind = ParticipationRole.Kind


class OpenForm(forms.Form):
    name = forms.CharField(label="Nom de la promotion", max_length=160)
    starts_on = forms.DateField(label="Premier jour", widget=DayInput)
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput, required=False)


class NameForm(forms.Form):
    verb = "Nommer cette personne"
    done = "La personne est nommée : un message le lui dit."

    kind = forms.ChoiceField(label="Rôle", choices=[(kind, Kind(kind).label) for kind in Kind.SUPPORT])
    email = forms.EmailField(
        label="Adresse e-mail",
        help_text="Sans compte à cette adresse, il s’en crée un : la personne se connecte avec un code reçu.",
    )
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    need = forms.CharField(
        label="Besoin précis", max_length=200, required=False, help_text="Pour un mentor : sur quoi on l’attend."
    )
    reason = forms.CharField(
        label="Motif du changement",
        max_length=200,
        required=False,
        help_text="Demandé quand une autre personne référente est déjà nommée.",
    )

    def carry_out(self, participation, *, by, now):
        return people.invite(participation, by=by, now=now, **self.cleaned_data)


class ReleaseForm(forms.Form):
    verb = "Mettre fin à ce rôle"
    done = "Le rôle a pris fin : la personne ne voit plus ce suivi."

    role = forms.ModelChoiceField(label="Personne", queryset=ParticipationRole.objects.none())
    reason = forms.CharField(label="Motif", max_length=200)

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = (
            participation.roles.active()
            .filter(kind__in=Kind.SUPPORT)
            .exclude(kind=Kind.REFERENT)
            .select_related("user")
        )

    def carry_out(self, participation, *, by, now):
        people.release(self.cleaned_data["role"], by=by, now=now, reason=self.cleaned_data["reason"])


class GrantForm(forms.Form):
    verb = "Accorder ces heures"
    done = "Les heures sont accordées."

    package = forms.ModelChoiceField(label="Forfait", queryset=HourPackage.objects.none())
    extra_hours = forms.DecimalField(
        label="Heures en plus",
        min_value=0.25,
        max_value=100,
        decimal_places=2,
        help_text="1,5 pour une heure et demie.",
        localize=True,
    )
    reason = forms.CharField(label="Motif", max_length=300)

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["package"].queryset = participation.packages.all()
        self.fields["package"].label_from_instance = lambda package: package.get_kind_display()

    def carry_out(self, participation, *, by, now):
        hours.grant(
            self.cleaned_data["package"],
            round(self.cleaned_data["extra_hours"] * 60),
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
        )
