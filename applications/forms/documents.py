"""Giving a document: one that the project already holds, or a new file."""

from django import forms
from django.conf import settings

from ess_portal.lib import french, uploads
from projects.forms import UploadField


class GivenDocumentForm(forms.Form):
    """`documents` are those of the project that are of the kind asked for."""

    existing = forms.ChoiceField(label="Un document du projet", required=False)
    file = UploadField(
        label="Un nouveau fichier",
        required=False,
        error_messages={"empty": "Ce fichier est vide. Ouvrez-le pour vérifier, puis déposez-le à nouveau."},
    )
    mark_optional = False

    def __init__(self, *args, documents, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.documents = {str(document.pk): document for document in documents}
        if self.documents:
            names = [(key, named(document, today)) for key, document in self.documents.items()]
            self.fields["existing"].choices = [("", "Aucun"), *names]
        else:
            del self.fields["existing"]
        limit = uploads.megabytes(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].help_text = f"{uploads.ACCEPTED}, {limit} au plus."

    def clean_existing(self):
        return self.documents.get(self.cleaned_data["existing"])

    def clean(self):
        data = super().clean()
        if not data.get("existing") and not data.get("file") and not self.errors:
            self.add_error("file", "Choisissez un fichier.")
        return data


def named(document, today):
    """Its name, and a word when it is no longer valid or will soon be."""
    words = {"outdated": "n’est plus valable depuis le", "soon": "valable jusqu’au"}.get(document.validity_on(today))
    return f"{document.name} ({words} {french.day(document.valid_until)})" if words else document.name
