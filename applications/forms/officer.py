"""What every form of an officer carries: the version of the file it was opened on, and its own ids on a shared page."""

from django import forms


class VersionedForm(forms.Form):
    """One action on one object. `carry_out(by, now)` calls the domain; `renew` lets a stale form be sent again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = "form"

    def __init__(self, data=None, *, subject, officer, **kwargs):
        self.subject, self.officer = subject, officer
        initial = {"version": subject.version, **kwargs.pop("initial", {})}
        super().__init__(data, auto_id=f"{self.name}_%s", initial=initial, use_required_attribute=False, **kwargs)

    def renew(self, version):
        """Keep what was typed, on the version that is now in the database."""
        self.data = self.data.copy()
        self.data["version"] = version

    def carry_out(self, by, now):
        raise NotImplementedError
