"""Forms of the project file. Everything but its name and its stage may stay empty."""

from datetime import date

from django import forms
from django.db.models import Model

from actors.models import LegalForm
from ess_portal.lib import french, siret
from ess_portal.lib.forms import DayInput
from programmes.models import Stage
from projects import organisations, orientation
from projects.models import Project


class StageField(forms.ModelChoiceField):
    """Each stage under its question, since people know their question better than their stage."""

    def __init__(self, **options):
        super().__init__(Stage.objects.all(), label="Où en est le projet ?", empty_label="Choisissez", **options)

    def label_from_instance(self, stage):
        return f"{stage.name} – {stage.question}"


class ProjectForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields = [
            "title",
            "pitch",
            "department",
            "city",
            "structure",
            "organisation_name",
            "siret",
            "created_on_date",
        ]
        widgets = {
            "pitch": forms.Textarea(attrs={"rows": 4}),
            "created_on_date": DayInput,
            "structure": forms.RadioSelect,
        }
        labels = {
            "title": "Comment s’appelle le projet ?",
            "pitch": "Le projet en quelques phrases",
            "department": "Dans quel département ?",
            "city": "Dans quelle commune ?",
            "structure": "Une structure porte-t-elle déjà le projet ?",
            "organisation_name": "Nom de la structure",
            "created_on_date": "Date de création de la structure",
        }
        help_texts = {
            "title": "Un nom de travail suffit, vous pourrez le changer.",
            "pitch": "600 caractères au plus. Ce texte accompagne chacune de vos candidatures.",
            "structure": "Pas encore de structure ? C’est une réponse comme une autre : vous pouvez candidater.",
            "organisation_name": "Laissez vide si la structure n’existe pas encore.",
            "siret": "14 chiffres, ou les 9 du SIREN, avec ou sans espaces. Il n’est jamais obligatoire ici.",
        }
        error_messages = {"title": {"required": "Donnez un nom au projet, même provisoire."}}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["siret"] = self.instance.siret or self.instance.siren
        self.fields["structure"].choices = [*Project.Structure.choices, ("", "Je ne sais pas")]
        self.fields["siret"] = forms.CharField(
            label="SIRET ou SIREN", required=False, max_length=40, help_text=self.Meta.help_texts["siret"]
        )
        self.fields["department"].empty_label = "Choisissez"
        self.initial["version"] = self.instance.version
        for question in orientation.questions().prefetch_related("answers"):
            self.fields[f"answer_{question.pk}"] = self.answer_field(question)
        self.known = [name for name in self.fields if name.startswith("answer_")]

    @property
    def about_project(self):
        return [self[name] for name in ("title", "pitch", "stage", "department", "city") if name in self.fields]

    @property
    def about_organisation(self):
        return [self[name] for name in ("structure", "organisation_name", "siret", "created_on_date")]

    @property
    def about_you(self):
        return [self[name] for name in self.known]

    def answer_field(self, question):
        options = orientation.choices(question)
        given = [code for code in self.instance.answers.get(question.pk, []) if code in dict(options)]
        common = {"label": question.label, "required": False, "help_text": question.help_text}
        if question.kind == question.Kind.MANY:
            return forms.MultipleChoiceField(
                choices=options, initial=given, widget=forms.CheckboxSelectMultiple, **common
            )
        return forms.ChoiceField(choices=[("", "Choisissez"), *options], initial=given[0] if given else "", **common)

    def clean_siret(self):
        """Nine digits are a SIREN, anything else is read as a SIRET."""
        typed = self.cleaned_data["siret"]
        if not typed.strip():
            return ""
        return siret.clean_siren(typed) if sum(map(str.isdigit, typed)) == 9 else siret.clean(typed)

    def clean(self):
        data = super().clean()
        exists = data.get("organisation_name") or data.get("siret") or data.get("created_on_date")
        if data.get("structure") == Project.Structure.NONE and exists:
            self.add_error(
                "structure",
                "Vous dites qu’il n’y a pas encore de structure, et vous en décrivez une. Gardez l’un ou l’autre.",
            )
        elif exists and not data.get("structure"):
            data["structure"] = Project.Structure.EXISTS
        return data

    def clean_created_on_date(self):
        day = self.cleaned_data["created_on_date"]
        if day and day > self.today:
            raise forms.ValidationError("Cette date n’est pas encore passée. Laissez vide si la structure est à créer.")
        return day

    def values(self):
        """What to store: the fields, the answers by question, and the two links that follow from them."""
        data = self.cleaned_data
        answers = {}
        for name in self.known:
            given = data[name] if isinstance(data[name], list) else [data[name]]
            if any(given):
                answers[name.removeprefix("answer_")] = given
        number = data["siret"]
        return {
            **{name: data[name] for name in self.Meta.fields},
            "siret": number if len(number) == 14 else "",
            "siren": number[:9],
            "answers": answers,
            "organisation": organisations.kept(self.instance, data["organisation_name"]),
            "legal_form": LegalForm.objects.filter(pk__in=answers.get("forme", [])).first(),
        }

    def differences(self, stored):
        """(label, saved text, typed text) for each field on which the form and the stored project disagree."""
        saved = ProjectForm(instance=stored, today=self.today)
        rows = []
        for name, field in self.fields.items():
            theirs, mine = saved[name].value(), self.cleaned_data.get(name)
            if name != "version" and shown(field, theirs) != shown(field, mine):
                rows.append((field.label, shown(field, theirs), shown(field, mine)))
        return rows


def shown(field, value):
    """A value in the words of its field; an empty one is said too."""
    if value in (None, "", []):
        return "non renseigné"
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(dict(field.choices)[code] for code in value)
    if isinstance(field, forms.ModelChoiceField):
        return str(value if isinstance(value, Model) else field.queryset.get(pk=value))
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices)[value]
    return french.day(value) if isinstance(value, date) else str(value)


class NewProjectForm(ProjectForm):
    """`twin` is called with a name, and gives the project of the person that has it already."""

    stage = StageField(error_messages={"required": "Dites où en est le projet. Vous pourrez revenir en arrière."})
    another = forms.BooleanField(label="C’est bien un autre projet, du même nom", required=False)

    field_order = ["title", "another", "pitch", "stage"]

    def __init__(self, *args, twin, **kwargs):
        super().__init__(*args, **kwargs)
        self.find_twin = twin
        self.twin = None

    @property
    def about_project(self):
        shown = super().about_project
        return [shown[0], self["another"], *shown[1:]] if self.twin else shown

    def clean(self):
        data = super().clean()
        twin = self.find_twin(data.get("title", ""))
        if twin and not data.get("another"):
            self.twin = twin
            self.add_error("title", "Vous avez déjà un projet de ce nom. Ouvrez-le, ou dites que c’en est un autre.")
        return data

    def values(self):
        return {**super().values(), "stage": self.cleaned_data["stage"]}


class ReturnForm(forms.Form):
    """The call for which a project is being created, carried in the address."""

    appel = forms.SlugField(required=False, max_length=120)


class StageForm(forms.Form):
    stage = StageField(help_text="Revenir en arrière est normal : cela n’efface rien.")
    note = forms.CharField(label="Pourquoi ce changement ?", max_length=200, required=False)
