"""What only the team can say of the call's rules: yes or no, or a number."""

from django import forms

from applications.categories import question
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
        self.rules = rules
        if categories:
            self.fields["categorie"] = category_field(categories, category)
        for rule in rules:
            self.fields[rule.code] = field_for(rule, declared.get(rule.pk, ""))

    def shown(self):
        """By rule id, what the page displayed when it was opened."""
        return {rule.pk: self.data[f"d_{rule.code}"] for rule in self.rules if f"d_{rule.code}" in self.data}

    def words(self, rule, value):
        """A declaration as the page says it; an empty one is said too."""
        choices = dict(getattr(self.fields[rule.code], "choices", []))
        return choices.get(value, value) or "non renseigné"

    def values(self):
        """Every declaration that was understood; the others stay as they were."""
        return {rule: self.cleaned_data[rule.code] for rule in self.rules if rule.code in self.cleaned_data}


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
