"""Forms of a file filled for somebody: her agreement first, then the least that a project needs."""

from django import forms
from django.utils import timezone

from accounts.models import User
from ess_portal.lib import french
from ess_portal.lib.forms import DayInput
from projects import helping
from projects.forms.project import StageField
from projects.models import Agreement, Project

Manner, Scope = Agreement.Manner, Agreement.Scope
NAME = {"autocomplete": "off"}


class AgreementForm(forms.Form):
    """How, when, for what and until when a person agreed; `helper` chooses among her own organisations."""

    manner = forms.ChoiceField(
        label="Comment la personne a-t-elle donné son accord ?",
        choices=[(value, label) for value, label in Manner.choices if value != Manner.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment l’accord a été donné."},
    )
    given_on = forms.DateField(
        label="Quel jour ?",
        widget=DayInput,
        help_text=f"Il y a {helping.GIVEN_AT_MOST.days} jours au plus.",
        error_messages={"required": "Dites quel jour l’accord a été donné."},
    )
    scope = forms.ChoiceField(
        label="Pour quoi ?",
        choices=[(value, label) for value, label in Scope.choices if value != Scope.READ],
        widget=forms.RadioSelect,
        help_text="Dans tous les cas, la personne reste seule propriétaire de son dossier.",
        error_messages={"required": "Dites pour quoi l’accord a été donné."},
    )
    until = forms.DateField(
        label="Jusqu’à quel jour ?",
        widget=DayInput,
        help_text="Un an au plus. Elle peut le retirer à tout moment ; vous pourrez le renouveler avec elle.",
        error_messages={"required": "Dites jusqu’à quel jour l’accord court."},
    )
    actor = forms.ModelChoiceField(
        None,
        label="Pour quelle structure ?",
        empty_label=None,
        error_messages={"required": "Choisissez la structure pour laquelle vous agissez."},
    )
    postal_address = forms.CharField(
        label="Son adresse postale",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Utile seulement pour imprimer ses lettres, si elle n’a pas d’adresse électronique.",
    )
    agreed = forms.BooleanField(
        label="La personne sait ce qui est noté ici, par qui, pour quoi et jusqu’à quand, et elle est d’accord.",
        error_messages={"required": "Sans l’accord de la personne, rien n’est enregistré."},
    )

    def __init__(self, *args, helper, now, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate(now)
        houses = helping.houses_of(helper)
        self.fields["actor"].queryset = houses
        self.fields["actor"].initial = houses.first()
        self.fields["given_on"].initial = today
        self.fields["until"].initial = today + helping.LASTS
        self.fields["scope"].initial = self.fields["scope"].initial or Scope.WRITE
        self.today = today

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if not self.today - helping.GIVEN_AT_MOST <= day <= self.today:
            earliest = french.day(self.today - helping.GIVEN_AT_MOST)
            raise forms.ValidationError(f"Cette date va du {earliest} à aujourd’hui.")
        return day

    def clean_until(self):
        day = self.cleaned_data["until"]
        if not self.today <= day <= self.today + helping.LASTS_AT_MOST:
            latest = french.day(self.today + helping.LASTS_AT_MOST)
            raise forms.ValidationError(f"Cette date va d’aujourd’hui au {latest}.")
        return day

    def words(self):
        data = self.cleaned_data
        names = ("actor", "manner", "given_on", "scope", "until", "postal_address")
        return helping.Words(**{name: data[name] for name in names})


class HelpForm(AgreementForm):
    """The whole: who she is, her agreement, what the project is called and where it stands."""

    first_name = forms.CharField(
        label="Son prénom",
        max_length=80,
        widget=forms.TextInput(attrs=NAME),
        error_messages={"required": "Écrivez son prénom."},
    )
    last_name = forms.CharField(
        label="Son nom",
        max_length=80,
        widget=forms.TextInput(attrs=NAME),
        error_messages={"required": "Écrivez son nom."},
    )
    email = forms.EmailField(
        label="Son adresse électronique",
        required=False,
        widget=forms.EmailInput(attrs=NAME),
        help_text="Elle y reçoit un lien pour reprendre son dossier. Laissez vide si elle n’en a pas : "
        "ses lettres seront à imprimer.",
    )
    title = forms.CharField(
        label="Comment s’appelle le projet ?",
        max_length=Project._meta.get_field("title").max_length,
        help_text="Un nom de travail suffit, vous pourrez le changer.",
        error_messages={"required": "Donnez un nom au projet, même provisoire."},
    )
    stage = StageField(error_messages={"required": "Dites où en est le projet. Vous pourrez revenir en arrière."})

    @property
    def about_her(self):
        return [self[name] for name in ("first_name", "last_name", "email", "postal_address")]

    @property
    def about_agreement(self):
        return [self[name] for name in ("manner", "given_on", "scope", "until", "actor")]

    @property
    def about_project(self):
        return [self[name] for name in ("title", "stage")]


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Son adresse électronique", error_messages={"required": "Écrivez son adresse électronique."}
    )


class DecisionForm(forms.Form):
    """What the person lets her helper do; an empty choice takes the agreement back."""

    keeps = forms.ChoiceField(
        label="Ce que vous lui permettez",
        choices=[*Scope.choices, ("", "Plus rien : cette personne n’a plus accès à mon dossier")],
        required=False,
        widget=forms.RadioSelect,
    )


class TakeOverForm(DecisionForm):
    """She confirms or corrects who she is, and says what her helper may still do."""

    field_order = ["first_name", "last_name", "keeps"]

    first_name = forms.CharField(
        label="Votre prénom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Écrivez votre prénom."},
    )
    last_name = forms.CharField(
        label="Votre nom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": "Écrivez votre nom."},
    )

    def __init__(self, data=None, *, account: User, person: User, **kwargs):
        names = {name: getattr(account, name) or getattr(person, name) for name in ("first_name", "last_name")}
        super().__init__(data, initial={**names, "keeps": Scope.WRITE}, **kwargs)
