"""Writing in a file's thread: a text, files that wait beside it, and one key per send."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from applications import correspondence
from applications.models.message import LONGEST
from ess_portal.lib import french, uploads


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Every chosen file; each is judged apart, so that a refused one does not take the others away."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        chosen = data if isinstance(data, list) else [data]
        return [upload for upload in chosen if upload]


class TextForm(forms.Form):
    """A text and the key of its send; `longest` is the limit that the page states."""

    body = forms.CharField(strip=True, widget=forms.Textarea(attrs={"rows": 5, "data-most": LONGEST}))
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    mark_optional = False
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4
        words = f"Ce texte dépasse {french.number(LONGEST)} caractères. Coupez-le en deux."
        self.fields["body"].validators.append(MaxLengthValidator(LONGEST, words))
        self.fields["body"].label = self.label
        self.fields["body"].error_messages["required"] = self.blank


class MessageForm(TextForm):
    label = "Votre message"
    blank = "Écrivez votre message."
    files = FilesField(label="Joindre des fichiers", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit = uploads.megabytes(settings.UPLOAD_MAX_BYTES)
        self.fields[
            "files"
        ].help_text = f"{uploads.ACCEPTED}. {correspondence.MOST_FILES} fichiers au plus, {limit} chacun."
        self.order_fields(["body", "files", "key"])

    def join_files(self, application, *, by, now):
        """Keep each good file beside the text, whatever the others are; say at the field why one is refused."""
        for upload in self.files.getlist("files"):
            try:
                correspondence.join(application, upload, uploads.inspect(upload), by=by, now=now)
            except ValidationError as refusal:
                self.add_error("files", f"« {uploads.clean_name(upload.name)} » : {refusal.messages[0]}")
            except correspondence.CorrespondenceRefused as refusal:
                self.add_error("files", str(refusal))


class NoteForm(TextForm):
    label = "Votre note"
    blank = "Écrivez votre note."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = (
            "Lue par les chargés d’appel de ce dossier seulement. Elle fait partie de ce que la personne reçoit, "
            "après relecture, si elle demande l’accès à ses données. Restez-en aux faits."
        )


class TakeAwayForm(forms.Form):
    """Which waiting file to take away; the text typed beside it is given back as it is."""

    take_away = forms.UUIDField()
