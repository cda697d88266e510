"""What a committee member writes: her interests, then her marks."""

from django import forms

from applications import review
from applications.models import Review
from applications.models.interest import InterestKind
from applications.review import Given

NO_OPINION = "sans"
MARKS = [*[(str(mark), str(mark)) for mark in range(6)], (NO_OPINION, "Sans avis")]


class InterestForm(forms.Form):
    kind = forms.ChoiceField(
        label="Avez-vous un lien avec ce projet ?",
        choices=[choice for choice in InterestKind.choices if choice[0] not in InterestKind.FOUND],
        widget=forms.RadioSelect,
        help_text="Un lien n’est pas une faute : d’autres liront ce dossier, et la raison n’est pas dite en séance.",
    )


def weight_words(criterion):
    return "pour information, hors du total" if criterion.informative else f"poids {criterion.weight}"


class GiveBackForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        help_text="Lue seulement par l’équipe qui instruit l’appel.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MarksForm(forms.Form):
    """The grid: one mark from 0 to 5 or « sans avis » and a comment per criterion, then an overall opinion."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, item, given):
        self.criteria = list(item.session.call.criteria.all())
        marks = {mark.criterion_id: mark for mark in given.marks.all()} if given else {}
        super().__init__(data, initial={"version": given.version if given else 1}, use_required_attribute=False)
        for criterion in self.criteria:
            self.add_criterion(criterion, marks.get(criterion.pk))
        self.fields["comment"] = forms.CharField(
            label="Commentaire général",
            required=False,
            max_length=3000,
            initial=given.comment if given else "",
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["recommendation"] = forms.ChoiceField(
            label="Votre avis",
            choices=Review.Recommendation.choices,
            required=False,
            initial=given.recommendation if given else "",
            widget=forms.RadioSelect,
        )

    def add_criterion(self, criterion, mark):
        kept = None if mark is None else NO_OPINION if mark.value is None else str(mark.value)
        self.fields[f"mark_{criterion.pk}"] = forms.ChoiceField(
            label=f"{criterion.name} ({weight_words(criterion)})",
            help_text=criterion.help_text,
            choices=MARKS,
            required=False,
            initial=kept,
            widget=forms.RadioSelect,
        )
        self.fields[f"why_{criterion.pk}"] = forms.CharField(
            label=f"Pourquoi ({criterion.name.lower()})",
            required=False,
            max_length=300,
            initial=mark.comment if mark else "",
        )

    @property
    def rows(self):
        """(mark, why, [(value, what it means)]) of each criterion."""
        return [
            (self[f"mark_{criterion.pk}"], self[f"why_{criterion.pk}"], sorted(criterion.level_labels.items()))
            for criterion in self.criteria
        ]

    def given(self):
        """Criteria answered: a mark, or None for « sans avis »."""
        data = self.cleaned_data
        return {
            criterion.pk: Given(
                None if data[f"mark_{criterion.pk}"] == NO_OPINION else int(data[f"mark_{criterion.pk}"]),
                data[f"why_{criterion.pk}"],
            )
            for criterion in self.criteria
            if data[f"mark_{criterion.pk}"]
        }

    def carry_out(self, item, member):
        data = self.cleaned_data
        return review.save_draft(
            item,
            member,
            self.given(),
            comment=data["comment"],
            recommendation=data["recommendation"],
            version=data["version"],
        )


class ChangedMarksForm(MarksForm):
    """The same grid, filled with what was given: every criterion stays answered, the opinion is not asked again."""

    def __init__(self, data=None, *, item, given):
        super().__init__(data, item=item, given=given)
        del self.fields["comment"], self.fields["recommendation"]
        for criterion in self.criteria:
            self.fields[f"mark_{criterion.pk}"].required = True

    def carry_out(self, given, now):
        return review.change(given, self.given(), version=self.cleaned_data["version"], now=now)
