"""Choosing the project for which one applies."""

from django import forms


class ProjectChoiceForm(forms.Form):
    projet = forms.ModelChoiceField(None, required=False, widget=forms.RadioSelect, label="Pour quel projet ?")

    mark_optional = False

    def __init__(self, data, *, projects):
        super().__init__(data)
        self.only = projects[:2]
        self.fields["projet"].queryset = projects
        self.fields["projet"].empty_label = None

    def chosen(self):
        """The project named in the address or the form; without a name, the only one when there is but one."""
        if not self.is_valid():
            return None
        if self.cleaned_data["projet"] is None and len(self.only) == 1:
            return self.only[0]
        return self.cleaned_data["projet"]
