"""Forms around a sheet: report an error, propose changes, answer, decide field by field."""

from copy import copy

from django import forms

from actors import proposals
from actors.models import ProposedChange, Report
from actors.sheet_kinds import kind_of
from actors.sheet_values import Column

LONGEST = 5000


class ReportForm(forms.Form):
    part = forms.ChoiceField(
        label="Qu’est-ce qui est à corriger ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites quelle partie de la fiche est à corriger."},
    )
    words = forms.CharField(
        label="Que faudrait-il lire ?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="N’écrivez rien de personnel : les personnes qui tiennent la fiche lisent ce texte.",
        error_messages={"required": "Écrivez ce qu’il faudrait lire, même en quelques mots."},
    )
    source_words = forms.CharField(
        label="Comment le savez-vous ?",
        max_length=300,
        required=False,
        help_text="Une page internet, un document, un échange avec la structure.",
    )
    email = forms.EmailField(
        label="Adresse e-mail, pour vous répondre",
        max_length=254,
        required=False,
        help_text="Elle ne sert qu’à cela, et elle est effacée six mois après la réponse.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = kind.parts.items()


def proposal_form(sheet, data=None):
    """The public fields of a sheet, each with what its author reads now, so that only what she changes is proposed."""
    kind = kind_of(sheet)
    columns = [name for name in kind.fields if isinstance(kind.value(name), Column)]
    form = forms.modelform_factory(kind.model, form=ProposalForm, fields=columns, formfield_callback=_field)
    return form(data, instance=copy(sheet))


class ProposalForm(forms.ModelForm):
    note = forms.CharField(
        label="Un mot pour la personne qui relit",
        max_length=300,
        required=False,
        help_text="Par exemple ce qui a changé, et depuis quand.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = kind_of(self.instance)
        self.values = {name: kind.value(name) for name in kind.fields}
        self.current = {name: value.stored(self.instance) for name, value in self.values.items()}
        for name, value in self.values.items():
            if name not in self.fields:
                self.fields[name] = value.asked()
                self.initial[name] = value.initial(self.current[name])
            field = self.fields[name]
            field.show_hidden_initial = True
            if isinstance(field.widget, forms.Textarea):
                field.max_length = max(LONGEST, len(self.current[name]))
                field.widget.attrs |= {"rows": 5, "maxlength": field.max_length}
        self.order_fields([*self.values, "note"])

    def read(self):
        """Hidden inputs that carry what the sheet said when the page was opened."""
        return [self[name].as_hidden(only_initial=True) for name in self.values]

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.errors and not self.changes():
            self.add_error(None, "Vous n’avez rien changé. Corrigez un champ, ou revenez à la fiche.")

    def changes(self):
        """(what was read, what is proposed) by field, without what the sheet already says."""
        found = {}
        for name in [name for name in self.changed_data if name != "note"]:
            value = self.values[name]
            before = value.read(self.data.getlist(self.add_initial_prefix(name)))[: 2 * LONGEST]
            after = value.text(self.cleaned_data[name], self.instance)
            if after != self.current[name]:
                found[name] = (before, after)
        return found


def _field(db_field, **options):
    return Column(db_field).asked()


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Que devient la fiche ?",
        choices=Report.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la fiche change."},
    )
    words = forms.CharField(
        label="Votre réponse",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La personne qui a signalé l’erreur la lira. Demandée quand la fiche ne change pas.",
    )

    def clean(self):
        data = super().clean()
        if data.get("outcome") == Report.Outcome.UNCHANGED and not data.get("words"):
            self.add_error("words", "Dites pourquoi la fiche ne change pas.")
        return data


class DecisionsForm(forms.Form):
    """One decision per change; what is left for later stays as it is. Only changes still waiting are shown."""

    LATER = ""
    mark_optional = False

    def __init__(self, comparisons, data=None):
        super().__init__(data)
        self.comparisons = comparisons
        for comparison in comparisons:
            pk = comparison.change.pk
            self.fields[f"outcome_{pk}"] = forms.ChoiceField(
                label=f"{comparison.label} : votre décision",
                choices=[("accepted", "Accepter"), ("refused", "Refuser"), (self.LATER, "Décider plus tard")],
                required=False,
                initial=self.LATER,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{pk}"] = forms.CharField(
                label="Motif, si vous refusez", max_length=300, required=False
            )
            self.fields[f"seen_{pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=comparison.seen
            )

    def rows(self):
        for comparison in self.comparisons:
            if not comparison.change.outcome:
                pk = comparison.change.pk
                yield comparison, self[f"outcome_{pk}"], self[f"reason_{pk}"], self[f"seen_{pk}"]

    def clean(self):
        data = super().clean()
        for pk, decision in self.decisions().items():
            if decision.outcome == ProposedChange.Outcome.REFUSED and not decision.reason:
                self.add_error(f"reason_{pk}", "Dites pourquoi : la personne qui propose le lira.")
        if not self.errors and not self.decisions():
            raise forms.ValidationError("Acceptez ou refusez au moins une modification.")
        return data

    def decisions(self):
        """By change; one that somebody decided meanwhile is among them, for the door to refuse."""
        found = {}
        for pk in (comparison.change.pk for comparison in self.comparisons):
            given = {name: self.cleaned_data.get(f"{name}_{pk}", "") for name in ("outcome", "reason", "seen")}
            if given["outcome"]:
                found[pk] = proposals.Decision(**given)
        return found

    def shown_again(self, comparisons):
        """What was chosen, beside the texts as they stand now."""
        data = self.data.copy()
        for comparison in comparisons:
            data[f"seen_{comparison.change.pk}"] = comparison.seen
        return DecisionsForm(comparisons, data)
