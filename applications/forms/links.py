"""How the chair settles the links that the base shows: several at once, one answer, one reason."""

from django import forms
from django.core.exceptions import ValidationError

from applications import links

BARS, ALLOWS = "bars", "allows"


class LinksForm(forms.Form):
    mark_optional = False
    pairs = forms.MultipleChoiceField(
        label="Liens à régler",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins un lien.",
            "invalid_choice": "Un de ces liens est déjà réglé : relisez la liste.",
        },
    )
    verdict = forms.ChoiceField(
        label="Ce que ce lien entraîne",
        choices=[(BARS, "Écarte la personne du dossier"), (ALLOWS, "N’empêche pas de lire le dossier")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Raison, obligatoire si le lien n’empêche pas",
        help_text="Gardée, et lue seulement par la présidence et l’équipe. Jamais projetée.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, pending):
        super().__init__(data, use_required_attribute=False)
        self.pending = pending
        grounds = links.grounds_of(pending)
        self.fields["pairs"].choices = [
            (
                f"{link.item_id}:{link.member_id}",
                f"{link.member}, {link.item.application.project} ({grounds[link.item_id, link.member_id]})",
            )
            for link in pending
        ]

    def clean(self):
        if self.cleaned_data.get("verdict") == ALLOWS and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", ValidationError("Dites pourquoi ce lien n’empêche pas de lire le dossier."))
        return self.cleaned_data

    def carry_out(self, session, *, by, now):
        data = self.cleaned_data
        pairs = {tuple(int(part) for part in pair.split(":")) for pair in data["pairs"]}
        return links.settle(session, pairs, bars=data["verdict"] == BARS, reason=data["reason"], by=by, now=now)
