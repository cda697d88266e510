"""What only the team can say of the call's rules: yes or no, or a number."""

from decimal import Decimal, InvalidOperation

from django import forms

from applications.eligibility import NO, YES
from programmes import eligibility
from programmes.models import Rule

NUMBER_LABELS = {
    "years": "Depuis combien d’années votre structure existe-t-elle ?",
    "eur": "Quel montant, en euros ?",
}
BOUND = Decimal(10) ** 12


class DeclarationForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data=None, *, rules, declared):
        super().__init__(data)
        self.rules = rules
        for rule in rules:
            self.fields[rule.code] = field_for(rule, declared.get(rule.pk, ""))

    def values(self):
        """Every declaration that was understood; the others stay as they were."""
        return {rule: self.cleaned_data[rule.code] for rule in self.rules if rule.code in self.cleaned_data}


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
    ((name, _),) = eligibility.pairs(rule.value)
    return NumberField(
        label=NUMBER_LABELS.get(name, rule.met), help_text=rule.met, initial=value, error_messages=messages
    )


class NumberField(forms.CharField):
    """A number as people write it: spaces, a comma, a euro sign."""

    def __init__(self, **options):
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value):
        text = "".join(super().clean(value).split()).replace(",", ".").rstrip("€")
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if not number.is_finite() or abs(number) >= BOUND:
            raise forms.ValidationError(self.error_messages["invalid"])
        return f"{number.normalize():f}"
