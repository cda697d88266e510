"""What one act on many files asks beside them: to whom, in which committee, which words."""

import uuid

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import MaxLengthValidator

from applications.forms.screening import colleagues
from applications.models import CommitteeSession
from applications.models.message import LONGEST
from ess_portal.lib import french

Phase = CommitteeSession.Phase


class BulkForm(forms.Form):
    """The one field that the act asks: people who run every call of the files, or the committees of one of them."""

    use_required_attribute = False
    mark_optional = False
    officer = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label="Confier à",
        empty_label="Choisissez une personne",
        error_messages={"required": "Choisissez à qui confier ces dossiers."},
    )
    session = forms.ModelChoiceField(
        CommitteeSession.objects.none(),
        label="Comité",
        empty_label="Choisissez un comité",
        error_messages={"required": "Choisissez un comité. S’il n’y en a pas, planifiez-le d’abord."},
    )
    body = forms.CharField(
        label="Votre message",
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "data-most": LONGEST}),
        help_text="Chaque équipe le reçoit dans son propre fil. Rien ne dit à qui d’autre il est écrit.",
        error_messages={"required": "Écrivez votre message."},
        validators=[
            MaxLengthValidator(LONGEST, f"Ce texte dépasse {french.number(LONGEST)} caractères. Coupez-le en deux.")
        ],
    )
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)

    def __init__(self, *args, asks, files, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4
        for name in {"officer", "session", "body"} - {asks}:
            del self.fields[name]
        calls = {file.call_id: file for file in files}
        if asks == "officer":
            people = [set(colleagues(file).values_list("pk", flat=True)) for file in calls.values()]
            shared = set.intersection(*people) if people else set()
            self.fields["officer"].queryset = (
                get_user_model().objects.filter(pk__in=shared).order_by("last_name", "first_name", "pk")
            )
        if asks == "session":
            self.fields["session"].queryset = CommitteeSession.objects.filter(
                call__in=calls, phase__in=[Phase.READING, Phase.DISCUSSION]
            ).select_related("call")

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()
