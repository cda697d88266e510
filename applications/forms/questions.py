"""A form built from the questions of one part: what is wrong is said, and kept all the same."""

from django import forms

from applications import answers
from ess_portal.lib.forms import DayInput
from programmes.models import Question

Kind = Question.Kind
ASKED = "Répondez à cette question."


class SectionForm(forms.Form):
    """One field per question (`r_<code>`), with the version of the answer that is shown beside it (`v_<code>`)."""

    use_required_attribute = False

    def __init__(self, data=None, *, questions, stored):
        super().__init__(data)
        self.questions = questions
        self.values = {}
        for question in questions:
            answer = stored.get(question.pk)
            value = answer.value if answer else None
            self.fields[f"r_{question.code}"] = field_for(question, value)
            self.fields[f"v_{question.code}"] = forms.IntegerField(
                required=False, initial=answer.version if answer else 0, widget=forms.HiddenInput
            )

    def clean(self):
        """Every value that was understood as a choice or typed as a text is kept, whatever is wrong with it."""
        for question in self.questions:
            name = f"r_{question.code}"
            if self.is_forged(name):
                continue
            value = answers.read(question, self.cleaned_data.get(name))
            self.values[question] = value
            sentence = answers.problem(question, value)
            if sentence:
                self.add_error(name, sentence)

    def is_forged(self, name):
        """A choice that the page never offered: refused, and not kept."""
        return any(error.code in {"invalid_choice", "invalid_list"} for error in self.errors.as_data().get(name, []))

    def versions(self):
        """By question id, the version that the writer saw; 0 when it was tampered with."""
        return {question.pk: self.cleaned_data.get(f"v_{question.code}") or 0 for question in self.questions}


def field_for(question, value):
    common = {
        "label": question.label,
        "help_text": help_for(question),
        "required": question.required,
        "initial": value,
        "error_messages": {"required": ASKED},
    }
    if question.kind == Kind.MANY:
        return forms.MultipleChoiceField(choices=pairs(question), widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == Kind.YES_NO:
        return forms.ChoiceField(choices=list(answers.YES_NO.items()), widget=forms.RadioSelect, **common)
    if question.kind == Kind.ONE:
        return forms.ChoiceField(choices=pairs(question), widget=forms.RadioSelect, **common)
    return forms.CharField(strip=False, widget=widget_for(question, value), **common)


def pairs(question):
    return [(option, option) for option in answers.options(question)]


def help_for(question):
    parts = [question.help_text, f"Exemple : {question.example}" if question.example else ""]
    return " ".join(part for part in parts if part)


def widget_for(question, value):
    """`data-most` and not `maxlength`: a browser must not cut what somebody pastes."""
    if question.kind == Kind.LONG:
        return forms.Textarea(attrs={"rows": 6, "data-most": answers.limit(question)})
    if question.kind == Kind.SHORT:
        return forms.TextInput()
    if question.kind == Kind.DATE and not answers.problem(question, value):
        return DayInput()
    return forms.TextInput(attrs={"inputmode": "decimal"} if question.kind in answers.FIGURES else {})
