"""The form that rewrites a mail or a letter: what it may say is checked at each field."""

from django import forms

from accounts.wording import LONGEST_BODY
from ess_portal.texts import Text


class TextForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    subject = forms.CharField(label="Objet", max_length=200, help_text="200 caractères au plus, sur une ligne.")
    body = forms.CharField(
        label="Texte",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Du texte seul : ni mise en forme, ni image.",
    )

    def __init__(self, *args, text: Text, **kwargs):
        initial = {"version": text.version, "subject": text.subject, "body": text.body}
        super().__init__(*args, initial=initial, **kwargs)
        self.text = text

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean(self):
        given = super().clean()
        mistakes = self.text.vocabulary.mistakes(given.get("subject", ""), given.get("body", ""))
        for name, sentences in mistakes.items():
            if name in given:
                self.add_error(name, sentences)
        return given
