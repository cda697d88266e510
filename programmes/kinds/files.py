"""A question answered by a document of the project."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from ess_portal.lib import uploads

from .base import BaseKind

EMPTY = "Ce fichier est vide. Ouvrez-le pour vérifier, puis déposez-le à nouveau."
TAKE_BACK = "retirer"


class FileInput(forms.FileInput):
    """The file that is held, a box that takes it back, and the control that sends another."""

    template_name = "kinds/file.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        context["held"] = value if isinstance(value, dict) else None
        context["size"] = uploads.megabytes(value["size"]) if isinstance(value, dict) else ""
        context["take_back"] = f"{name}-{TAKE_BACK}"
        return context

    def value_from_datadict(self, data, files, name):
        """The new file; "" when the held one is taken back; None when nothing changes."""
        upload = files.get(name) if files else None
        return upload or ("" if data.get(f"{name}-{TAKE_BACK}") else None)

    def value_omitted_from_data(self, data, files, name):
        return False


class AnswerFileField(forms.Field):
    """Judges the file by its content; `held` is the value that stands when nothing is sent."""

    def __init__(self, *, held, **options):
        super().__init__(**options)
        self.held = held

    def clean(self, value):
        if not isinstance(value, UploadedFile):
            return self.held if value is None else None
        if not value.size:
            raise ValidationError(EMPTY)
        value.accepted = uploads.inspect(value)
        return value

    def bound_data(self, data, initial):
        """A page shown again shows the file that is held: a browser gives no file back."""
        return self.held


class File(BaseKind):
    """Kept as the id, name and size of a project's document."""

    uses = frozenset({"document_kind"})
    seconds = 180
    is_plain = False
    holds_file = True

    def read(self, question, typed):
        return typed or None

    def shown(self, value, columns=()):
        return f"{value['name']} ({uploads.megabytes(value['size'])})" if isinstance(value, dict) else str(value)

    def limits(self, question):
        return f"{uploads.ACCEPTED}, {uploads.megabytes(settings.UPLOAD_MAX_BYTES)} au plus."

    def field(self, question, value, **common):
        return AnswerFileField(held=value, widget=FileInput(), **common)

    def from_words(self, question, words):
        return None

    def checks(self, question):
        return {} if question.document_kind_id else {"document_kind": "Dites de quel type de document il s’agit."}
