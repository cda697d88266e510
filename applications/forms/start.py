"""Choosing the project for which one applies, and the former application from which one begins."""

from django import forms
from django.utils import timezone

from ess_portal.lib import french


class ProjectChoiceForm(forms.Form):
    projet = forms.ModelChoiceField(None, required=False, widget=forms.RadioSelect, label="Pour quel projet ?")
    de = forms.UUIDField(required=False, widget=forms.HiddenInput)

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

    def former(self):
        """The id of the application whose answers are to be taken up; None to begin afresh."""
        self.full_clean()
        return self.cleaned_data.get("de")


class FormerChoiceForm(forms.Form):
    """Any id is read: whether the person may take it up is for the view."""

    source = forms.UUIDField(
        widget=forms.RadioSelect,
        label="Quelle candidature\u00a0?",
        error_messages={
            "required": "Choisissez la candidature à reprendre.",
            "invalid": "Choisissez la candidature à reprendre.",
        },
    )

    mark_optional = False

    def __init__(self, data, *, sources):
        super().__init__(data)
        self.choices = [(one.pk, self.words(one)) for one in sources]
        self.fields["source"].widget.choices = self.choices
        if len(self.choices) == 1:
            self.initial["source"] = self.choices[0][0]

    @staticmethod
    def words(application):
        begun = french.day(timezone.localdate(application.created_at))
        return f"{application.call.title}, {application.project.title}, commencée le {begun}"
