"""The minutes as an officer corrects them: one text per section, those of files she lost left out."""

from django import forms

from applications import minutes as domain


class MinutesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, minutes, shown):
        super().__init__(data, initial={"version": minutes.version}, use_required_attribute=False)
        self.minutes = minutes
        for section in shown:
            if section.is_hidden:
                continue
            title = section.text.partition("\n")[0]
            self.fields[f"section_{section.place}"] = forms.CharField(
                label="En-tête" if section.place == 0 else title,
                initial=section.text,
                max_length=20000,
                widget=forms.Textarea(attrs={"rows": min(14, 2 + len(section.text) // 80 + section.text.count("\n"))}),
            )

    @property
    def sections(self):
        return [self[name] for name in self.fields if name != "version"]

    def carry_out(self, *, by, now):
        texts = {
            int(name.removeprefix("section_")): text.replace("\r\n", "\n")
            for name, text in self.cleaned_data.items()
            if name != "version"
        }
        return domain.correct(self.minutes, texts, version=self.cleaned_data["version"], by=by, now=now)

    def renew(self, version):
        """What was typed stays, on the version now kept."""
        self.data = self.data.copy()
        self.data["version"] = version


class SignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
