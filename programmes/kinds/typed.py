"""Controls of answers: nothing that was typed is refused before it is read."""

from django import forms


class TypedField(forms.CharField):
    """A text kept as typed; the NUL that no engine stores is left out rather than held against the person."""

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "")
