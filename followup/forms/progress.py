"""Where the person is on the line of her programme."""

from django import forms

from followup.models import ComponentProgress


class ComponentForm(forms.Form):
    progress = forms.ModelChoiceField(label="Étape du parcours", queryset=ComponentProgress.objects.none())
    status = forms.ChoiceField(label="Où en est-elle ?", choices=ComponentProgress.Status)

    def __init__(self, *args, participation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["progress"].queryset = participation.components.select_related("component")
