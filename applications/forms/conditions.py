"""What only the team can say of the call's rules: yes or no, or a number."""

from django import forms

from applications.categories import question
from applications.declaring import CATEGORY
from applications.eligibility import NO, UNSURE, YES
from ess_portal.lib.forms import NumberField
from ess_portal.lib.french import no_break
from programmes import eligibility
from programmes.models import Rule
from programmes.rule_sentences import describe
from programmes.rule_values import vocabulary

NUMBER_LABELS = {
    "years": "Depuis combien d’années votre structure existe-t-elle ?",
    "eur": "Quel montant, en euros ?",
}


class DeclarationForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data=None, *, rules, declared, categories=(), category=None):
        super().__init__(data)
        self.codes = [*([CATEGORY] if categories else []), *(rule.code for rule in rules)]
        self.private = [rule.code for rule in rules if rule.operator == Rule.Operator.DECLARED]
        if categories:
            self.fields[name_of(CATEGORY)] = category_field(categories, category)
        for rule in rules:
            self.fields[name_of(rule.code)] = field_for(rule, declared.get(rule.pk, ""))

    def shown(self):
        """By code, what the page displayed when it was opened."""
        return {code: self.data[f"d_{code}"] for code in self.codes if f"d_{code}" in self.data}

    def label(self, code):
        return self.fields[name_of(code)].label

    def words(self, code, value):
        """A value as the page says it; an empty one is said too."""
        choices = {str(key): label for key, label in getattr(self.fields[name_of(code)], "choices", [])}
        return choices.get(value, value) or "non renseigné"

    def values(self):
        """By code, every value that was understood; the others stay as they were."""
        kept = {code: self.cleaned_data.get(name_of(code)) for code in self.codes}
        return {code: str(getattr(value, "pk", value)) for code, value in kept.items() if value is not None}

    def holds_more(self):
        """True when something was typed that cannot be kept: the page must come again with it."""
        return any(self[name].value() for name in self.errors if name in self.fields)


def name_of(code):
    """Of a field, as the questions have theirs: the page is saved by the same script."""
    return f"r_{code}"


def category_field(categories, category):
    """One choice of the call's categories of places, said with what each is for."""
    words = [one.help_text for one in categories if one.help_text]
    return forms.TypedChoiceField(
        label=question(categories),
        choices=[
            (one.pk, f"{one.name} ({one.help_text})" if words and one.help_text else one.name) for one in categories
        ],
        coerce=lambda key: next(one for one in categories if one.pk == int(key)),
        widget=forms.RadioSelect,
        initial=category,
        error_messages={"required": "Choisissez une catégorie."},
    )


def field_for(rule, value):
    messages = {"required": "Répondez à cette question.", "invalid": "Écrivez un nombre, par exemple 3."}
    if rule.operator == Rule.Operator.DECLARED:
        return forms.ChoiceField(
            label=rule.met,
            choices=[(YES, "Oui"), (NO, "Non")],
            widget=forms.RadioSelect,
            initial=value,
            error_messages=messages,
        )
    if rule.operator not in Rule.THRESHOLDS:
        return zone_field(rule, value, messages)
    ((name, _),) = eligibility.pairs(rule.value)
    return NumberField(
        label=NUMBER_LABELS.get(name, rule.met), help_text=rule.met, initial=value, error_messages=messages
    )


def zone_field(rule, value, messages):
    """Whether the project is in one of the zones that the rule lists; not knowing leaves the rule to be checked."""
    listed = describe(Rule(operator=Rule.Operator.IN, value=rule.value), vocabulary())
    return forms.ChoiceField(
        label=no_break(f"Est-ce vrai ? {listed[:1].upper()}{listed[1:]}."),
        choices=[(YES, "Oui"), (NO, "Non"), (UNSURE, "Je ne sais pas")],
        widget=forms.RadioSelect,
        initial=value,
        error_messages=messages,
    )
