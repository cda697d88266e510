"""The sheet of a question: the settings of its kind only, its conditions in plain words, nothing coded."""

from django import forms

from ess_portal.lib.forms import DayInput
from ess_portal.lib.french import no_break
from ess_portal.lib.text import sort_key
from programmes import conditions, kinds
from programmes.models import DocumentKind, Question

ALWAYS = ["section", "after", "kind", "label", "help_text"]
RIGHTS = ["personal", "sensitive", "readers"]
SETTINGS = ["options", "free_rows", "max_length", "least", "most", "document_kind", "example"]
TESTS = 2
LABELS = {
    "scale": {"least": "Premier degré", "most": "Dernier degré", "options": "Sens des deux bouts"},
    "group": {"least": "Réponses au moins", "most": "Réponses au plus"},
    "table": {"options": "Lignes du tableau", "most": "Lignes libres au plus"},
    "many": {"least": "Choix au moins", "most": "Choix au plus"},
    "short": {"least": "Signes au moins"},
    "long": {"least": "Signes au moins"},
}
HELP = {
    "section": "Une partie fait une étape. Un nom nouveau ouvre une partie.",
    "required_from": "Vide\u00a0: dès le début.",
    "options": "Un par ligne.",
    "max_length": "Vide\u00a0: 300 pour un texte court, 10 000 pour un texte long.",
    "readers": "L’équipe du projet lit toujours ses propres réponses.",
}


class ConditionFields:
    """Two tests of a condition as plain controls: which question, how, what."""

    def __init__(self, name, label, condition, earlier):
        self.name, self.label, self.earlier = name, label, earlier
        self.tests = [*conditions.tests_of(condition), {}, {}][:TESTS]
        self.join = (condition or {}).get("join", "all")

    def fields(self):
        codes = [("", "Aucune condition"), *((code, question.label) for code, question in self.earlier.items())]
        offered = list(conditions.VERBS.items())
        for number, test in enumerate(self.tests):
            where = "et" if number else self.label
            yield f"{self.name}_{number}_code", self.choice(where, codes, test.get("code", ""))
            yield f"{self.name}_{number}_operator", self.choice("Comparaison", offered, test.get("operator", "is"))
            words = forms.CharField(
                label="Réponse", required=False, max_length=300, initial=test.get("value", ""),
                widget=forms.TextInput(attrs={"list": "reponses"}),
            )  # fmt: skip
            yield f"{self.name}_{number}_value", words
        joins = [("all", "Les deux conditions"), ("any", "Une seule suffit")]
        yield f"{self.name}_join", self.choice("Si vous en écrivez deux", joins, self.join)

    def choice(self, label, choices, initial):
        return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def read(self, data):
        """The condition that was written; empty when no question is named."""
        tests = []
        for number in range(TESTS):
            code = data.get(f"{self.name}_{number}_code")
            if code:
                operator = data.get(f"{self.name}_{number}_operator") or "is"
                words = self.exact(code, (data.get(f"{self.name}_{number}_value") or "").strip())
                value = "" if operator in conditions.ALONE else words
                tests.append({"code": code, "operator": operator, "value": value})
        return {"join": data.get(f"{self.name}_join") or "all", "tests": tests} if tests else {}

    def exact(self, code, words):
        """The choice that the words mean, however they are written."""
        question = self.earlier.get(code)
        pairs = getattr(kinds.of(question), "pairs", None) if question else None
        for value, label in pairs(question) if pairs else []:
            if sort_key(words) in (sort_key(label), sort_key(value)):
                return value
        return words


class QuestionForm(forms.ModelForm):
    """`earlier` are the questions before this one, `places` those after which it may stand."""

    mark_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Question
        fields = ["section", "kind", "label", "help_text", *SETTINGS, "required", "required_from", *RIGHTS]
        help_texts = HELP
        widgets = {
            "section": forms.TextInput(attrs={"list": "parties"}),
            "label": forms.Textarea(attrs={"rows": 2}),
            "help_text": forms.Textarea(attrs={"rows": 2}),
            "example": forms.Textarea(attrs={"rows": 2}),
            "options": forms.Textarea(attrs={"rows": 5}),
            "required_from": DayInput,
        }

    def __init__(self, *args, earlier, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kinds.KINDS[self.kind_name()]
        self.earlier = earlier
        self.is_sub = self.instance.parent_id is not None
        self.fields["version"].initial = self.instance.version
        self.conditions = {} if self.is_sub else self.build_conditions()
        self.narrow(places)

    def kind_name(self):
        """The kind asked for on this page; what is forged is a short text."""
        named = self.data.get("kind") or self.instance.kind
        return named if named in kinds.KINDS else kinds.Name.SHORT

    def build_conditions(self):
        found = {
            "shown_if": ConditionFields("shown", "Posée seulement si", self.instance.shown_if, self.earlier),
            "required_if": ConditionFields(
                "needed", "Obligatoire seulement si", self.instance.required_if, self.earlier
            ),
        }
        for condition in found.values():
            self.fields.update(condition.fields())
        return found

    def narrow(self, places):
        """Only what this kind and this place call for."""
        unused = [name for name in SETTINGS if name not in self.kind.uses]
        if self.is_sub:
            unused += ["section", "required_from", *RIGHTS]
            plain = [(name, label) for name, label in Question.Kind.choices if kinds.KINDS[name].is_plain]
            self.fields["kind"].choices = plain
        for name in unused:
            del self.fields[name]
        for name, label in LABELS.get(self.kind_name(), {}).items():
            if name in self.fields:
                self.fields[name].label = label
        self.fields["after"] = forms.ChoiceField(
            label="Place", required=False, choices=[("", "Inchangée, ou à la fin de sa partie"), *places]
        )
        if "document_kind" in self.fields:
            self.fields["document_kind"].queryset = DocumentKind.objects.all()
            self.fields["document_kind"].required = True

    def clean_label(self):
        """The question is read on many pages, in letters too: its signs are tied to its words once."""
        return no_break(self.cleaned_data["label"])

    def clean(self):
        data = super().clean()
        for name, condition in self.conditions.items():
            setattr(self.instance, name, condition.read(data))
        return data

    def _post_clean(self):
        """After Django has filled the question: what its kind and its conditions find wrong."""
        super()._post_clean()
        for name in [name for name in SETTINGS if name not in self.fields]:
            setattr(self.instance, name, Question._meta.get_field(name).get_default())
        for name, sentence in self.kind.checks(self.instance).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        for name, condition in self.conditions.items():
            for sentence in conditions.faults(self.instance, getattr(self.instance, name), self.earlier):
                self.add_error(f"{condition.name}_0_value", sentence)

    def offered(self):
        """Choices of the earlier questions, proposed as one types."""
        found = {}
        for question in self.earlier.values():
            pairs = getattr(kinds.of(question), "pairs", None)
            found.update({label: None for _, label in (pairs(question) if pairs else [])})
        return list(found)

    def group(self, names):
        return [self[name] for name in names if name in self.fields]

    def about(self):
        return self.group(["kind", "label", "help_text", "example"])

    def settings(self):
        return self.group([name for name in SETTINGS if name != "example"])

    def where(self):
        return self.group(["section", "after"])

    def duty(self):
        return self.group(["required", "required_from"])

    def rights(self):
        return self.group(RIGHTS)

    def tests(self):
        """Each condition with the rows of its controls."""
        for condition in self.conditions.values():
            rows = [
                self.group([f"{condition.name}_{n}_{part}" for part in ("code", "operator", "value")])
                for n in range(TESTS)
            ]
            yield {
                "label": condition.label,
                "rows": rows,
                "join": self[f"{condition.name}_join"],
                "is_open": bool(condition.tests[0]),
            }

    def differences(self, saved):
        """(label, saved text, typed text) for each setting on which this form and the stored question disagree."""
        rows = [
            (field.label, in_words(saved[name]), in_words(self[name]))
            for name, field in self.fields.items()
            if name in saved.fields and name not in ("version", "after")
        ]
        return [row for row in rows if row[1] != row[2]]


def in_words(field):
    value = field.value()
    labels = {str(code): label for code, label in getattr(field.field, "choices", ())}
    if isinstance(value, bool) or value == "on":
        return "oui" if value else "non"
    return str(labels.get(str(value), value)) if value not in (None, "") else "rien"


class PublishForm(forms.Form):
    note = forms.CharField(
        label="Ce qui a changé, en un mot",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chaque équipe qui a un brouillon le lira en haut de son formulaire. 600 caractères au plus.",
        error_messages={"required": "Écrivez un mot sur ce qui a changé\u00a0: les équipes le liront."},
    )
