"""The hidden fields by which a page of a draft says which page it is and what it showed."""

from django import forms

from applications.pages import LENGTH, OpenPage

MOST_SAVES = 2**31 - 1


class OpenPageForm(forms.Form):
    """Tampered fields are left aside: the save is then judged by its versions alone."""

    writer = forms.RegexField(rf"^[0-9a-f]{{{LENGTH}}}$", required=False)
    number = forms.IntegerField(min_value=0, max_value=MOST_SAVES, required=False)

    def __init__(self, data, questions=()):
        super().__init__(data)
        self.questions = questions
        self.full_clean()

    def read(self):
        kept = self.cleaned_data
        if "writer" in self.errors or "number" in self.errors:
            kept = {}
        shown = {question.code: self.data.get(f"d_{question.code}", "") for question in self.questions}
        return OpenPage(kept.get("writer") or "", kept.get("number") or 0, shown)
