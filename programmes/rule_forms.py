"""The form of a rule: answers, places and numbers are chosen, never typed as codes; it writes « question:answer|… »."""

from django import forms
from django.utils.functional import cached_property

from ess_portal.lib.forms import NumberField
from ess_portal.lib.french import no_break
from programmes.models import Rule
from programmes.models.rule import TOPICS
from programmes.rule_values import NUMBERS, readable

STRENGTHS = [
    (Rule.Strength.HARD, "Obligatoire : si elle n’est pas remplie, le programme n’est pas proposé"),
    (Rule.Strength.SOFT, "Souhaitée : si elle n’est pas remplie, le programme vient plus bas"),
]
OPERATORS = [
    (Rule.Operator.IN, "La personne a donné une des réponses choisies ci-dessous"),
    (Rule.Operator.NOT_IN, "La personne n’a donné aucune des réponses choisies ci-dessous"),
    (Rule.Operator.GTE, "Un nombre atteint au moins le seuil écrit ci-dessous"),
    (Rule.Operator.LTE, "Un nombre ne dépasse pas le seuil écrit ci-dessous"),
    (Rule.Operator.DECLARED, "La personne répond oui ou non dans son dossier : on lui lit la phrase « si remplie »"),
    (Rule.Operator.ALWAYS, "Rien : la condition est toujours remplie"),
]
SENTENCES = {
    "met": ("Phrase si elle est remplie", "Par exemple : « Votre projet est en Provence-Alpes-Côte d’Azur. »"),
    "not_met": ("Phrase si elle n’est pas remplie", "Une phrase simple, qui ne juge pas le projet."),
    "unknown": ("Phrase tant qu’on ne le sait pas", "Dites ce qui sera demandé."),
    "remedy": ("Que faire alors (facultatif)", "Une action possible, si elle existe."),
}
CHOSEN = "chosen_"


def several(label):
    """Boxes of which any number may be ticked."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Une des réponses envoyées n’existe pas, ou plus. Choisissez de nouveau."},
    )


class RuleForm(forms.ModelForm):
    mark_optional = False  # which sentences are needed follows from what is verified
    kind = forms.ChoiceField(label="Sujet", error_messages={"required": "Choisissez le sujet de la règle."})
    strength = forms.ChoiceField(
        label="Force",
        choices=STRENGTHS,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la règle est obligatoire ou souhaitée."},
    )
    operator = forms.ChoiceField(
        label="Que faut-il vérifier ?",
        choices=OPERATORS,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qu’il faut vérifier."},
    )
    redirects = several("Autres pistes si elle n’est pas remplie")
    sources = several("D’où vient cette règle")
    number_name = forms.ChoiceField(label="Nombre comparé", required=False, choices=[("", "Aucun"), *NUMBERS.items()])
    number_bound = NumberField(
        label="Seuil",
        required=False,
        help_text="En années ou en euros. Le seuil lui-même remplit la condition.",
        error_messages={"invalid": "Écrivez un nombre, par exemple 3 ou 80 000."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Rule
        fields = [
            "kind",
            "strength",
            "operator",
            "met",
            "not_met",
            "unknown",
            "remedy",
            "position",
        ]
        labels = {name: label for name, (label, _) in SENTENCES.items()} | {
            "position": "Place dans la liste",
        }
        help_texts = {name: no_break(hint) for name, (_, hint) in SENTENCES.items()} | {"position": "Vide : à la fin."}
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in SENTENCES}
        error_messages = {"met": {"required": "Cette phrase est lue par les personnes : écrivez-la."}}

    def __init__(self, data=None, *, instance, words, links, version=0):
        """`links`: for `redirects` and `sources`, rows (key, label, whether it is chosen)."""
        super().__init__(data, instance=instance, initial={"version": version})
        self.words = words
        self.lost = words.lost(instance.value)
        topics = TOPICS if instance.kind in {"", *TOPICS} else {**TOPICS, instance.kind: instance.topic}
        self.fields["kind"].choices = [("", "Choisissez"), *sorted(topics.items(), key=lambda topic: topic[1])]
        self.fields["position"].required = False
        self.fields["position"].widget.attrs["class"] = "input--s"
        for name, rows in links.items():
            self.fields[name].choices = [(str(key), label) for key, label, _ in rows]
            self.initial[name] = [str(key) for key, _, chosen in rows if chosen]
        listed = readable(instance.value)
        for group in words.groups.values():
            chosen = [f"{question}:{answer}" for question, answer in listed if words.group_of(question) is group]
            field = self.fields[CHOSEN + group.code] = several(group.label)
            field.choices = list(group.choices.items())
            field.initial = [pair for pair in chosen if pair in group.choices]
        if instance.operator in Rule.THRESHOLDS and listed:
            self.initial["number_name"], self.initial["number_bound"] = listed[0]

    @cached_property
    def groups(self):
        """(field, how many answers are chosen) for each group of answers, in order."""
        return [(self[name], len(self[name].value() or [])) for name in self.fields if name.startswith(CHOSEN)]

    @property
    def sentences(self):
        return [self[name] for name in SENTENCES]

    @property
    def links(self):
        """As `groups`, for the other leads and the sources."""
        return [(self[name], len(self[name].value() or [])) for name in ("redirects", "sources")]

    @property
    def leads(self):
        """Names of the programmes proposed instead, as they are ticked."""
        ticked = set(self["redirects"].value() or [])
        return [label for key, label in self.fields["redirects"].choices if key in ticked]

    def clean(self):
        data = super().clean()
        operator = data.get("operator")
        ticked = {pair for name in self.fields if name.startswith(CHOSEN) for pair in data.get(name) or []}
        chosen = [pair for group in self.words.groups.values() for pair in group.choices if pair in ticked]
        number = self._number(data)
        if operator in Rule.LISTING:
            self._refuse(number, "number_bound", "Cette règle compare des réponses : effacez le nombre.")
            unread = any(name.startswith(CHOSEN) for name in self.errors)
            self._refuse(not chosen and not unread, "operator", "Choisissez au moins une réponse ou un lieu.")
        elif operator:
            self._refuse(
                chosen, "operator", "Cette règle ne lit aucune réponse : décochez celles que vous avez choisies."
            )
        if operator in Rule.THRESHOLDS:
            self._refuse(not data.get("number_name"), "number_name", "Dites quel nombre est comparé.")
            missing = not data.get("number_bound") and "number_bound" not in self.errors
            self._refuse(missing, "number_bound", "Écrivez le seuil.")
            self._refuse(number.partition(":")[2].startswith("-"), "number_bound", "Le seuil ne peut pas être négatif.")
        elif operator not in Rule.LISTING:
            self._refuse(number, "number_bound", "Cette règle ne compare aucun nombre : effacez-le.")
        self.instance.value = number if operator in Rule.THRESHOLDS else "|".join(chosen)
        return data

    def _number(self, data):
        bound = data.get("number_bound")
        return f"{data.get('number_name', '')}:{bound}" if bound else ""

    def _refuse(self, wrong, name, sentence):
        if wrong:
            self.add_error(name, sentence)

    def differences(self, saved):
        """(label, saved text, typed text) for each field on which this form and that of the stored rule disagree."""
        rows = [
            (field.label, in_words(saved[name]), in_words(self[name]))
            for name, field in self.fields.items()
            if name != "version"
        ]
        return [row for row in rows if row[1] != row[2]]


def in_words(field):
    """The value of a bound field in the words of its choices."""
    value = field.value()
    choices = {str(code): label for code, label in getattr(field.field, "choices", ())}
    if isinstance(value, list):
        return ", ".join(choices.get(one, one) for one in value) or "rien"
    return choices.get(str(value), str(value)) if value not in (None, "") else "rien"
