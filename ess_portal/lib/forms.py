"""Controls that Django leaves to us: native dates and times, numbers as people write them."""

from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

BOUND = Decimal(10) ** 12


class DayInput(forms.DateInput):
    """A native date control, which speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A native date and time control."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ZonedMomentField(forms.DateTimeField):
    """A date and time typed and shown in the time zone named by `zone`, Paris's until it is set."""

    widget = MomentInput

    def __init__(self, *, zone="", **options):
        super().__init__(**options)
        self.zone = zone

    def prepare_value(self, value):
        with timezone.override(self._zone()):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(self._zone()):
            return super().to_python(value)

    def _zone(self):
        return ZoneInfo(self.zone) if self.zone else timezone.get_current_timezone()


class NumberField(forms.CharField):
    """A number as people write it (spaces, a comma, a euro sign); its clean value is text, « 80000.5 »."""

    def __init__(self, **options):
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value):
        text = "".join(super().clean(value).split()).replace(",", ".").rstrip("€")
        if not text and not self.required:
            return ""
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if not number.is_finite() or abs(number) >= BOUND:
            raise forms.ValidationError(self.error_messages["invalid"])
        return f"{number.normalize():f}"
