"""Documents kept with a project: what they are, and until when they are valid."""

from django import forms
from django.conf import settings

from ess_portal.lib import uploads
from ess_portal.lib.forms import DayInput
from programmes.models import DocumentKind


class UploadField(forms.FileField):
    """A file judged by its content; `accepted` says what was found."""

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload:
            upload.accepted = uploads.inspect(upload)
        return upload


class NewerDocumentForm(forms.Form):
    """A file and its last day: the newer version of a document whose kind is known."""

    file = UploadField(
        label="Fichier",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide. Ouvrez-le pour vérifier, puis déposez-le à nouveau.",
        },
    )
    valid_until = forms.DateField(
        label="Valable jusqu’au",
        required=False,
        widget=DayInput,
        help_text="Si le document porte une date de fin, par exemple une attestation. Vous serez prévenus avant.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit = uploads.megabytes(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].help_text = f"{uploads.ACCEPTED}, {limit} au plus."


class DocumentForm(NewerDocumentForm):
    kind = forms.ModelChoiceField(
        DocumentKind.objects.all(),
        label="Quel document ?",
        empty_label="Choisissez",
        error_messages={"required": "Dites de quel document il s’agit."},
    )

    field_order = ["kind", "file", "valid_until"]
