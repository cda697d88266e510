"""What the team answers once the application is sent."""

from django import forms

from applications.models import RedirectProposal, Withdrawal
from programmes.models import Programme


class WithdrawForm(forms.Form):
    """A team that says nothing is taken at its word: « je préfère ne pas le dire »."""

    reason = forms.ChoiceField(
        label="Pourquoi ?",
        choices=[choice for choice in Withdrawal.Reason.choices if choice[0] != Withdrawal.Reason.SILENCE],
        widget=forms.RadioSelect,
        initial=Withdrawal.Reason.UNSAID,
        required=False,
        help_text="Toutes les raisons sont bonnes. Elles nous aident à améliorer les programmes.",
    )
    words = forms.CharField(
        label="Un mot à la structure",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il est lu par les chargés d’appel. 500 caractères au plus.",
    )

    def clean_reason(self):
        return self.cleaned_data["reason"] or Withdrawal.Reason.UNSAID


class ProposalForm(forms.Form):
    """One radio per programme proposed, then the two other answers."""

    answer = forms.ChoiceField(
        label="Que souhaitez-vous ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.programmes = {str(programme.pk): programme for programme in programmes}
        self.fields["answer"].choices = [
            *((key, f"Oui, envoyer mon dossier à {programme.name}") for key, programme in self.programmes.items()),
            (RedirectProposal.Answer.OTHER, "Non, je préfère chercher une autre piste"),
            (RedirectProposal.Answer.NONE, "Non, je veux rester sans suite pour l’instant"),
        ]

    def reply(self):
        """(answer, chosen programme or None)"""
        given = self.cleaned_data["answer"]
        chosen: Programme | None = self.programmes.get(given)
        return (RedirectProposal.Answer.ACCEPTED if chosen else given), chosen
