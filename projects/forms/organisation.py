"""Looking for an organisation of the directory, and choosing it."""

from django import forms


class OrganisationSearchForm(forms.Form):
    q = forms.CharField(
        label="Le nom de votre structure, ou son SIRET",
        max_length=120,
        required=False,
        help_text="Deux ou trois lettres du nom suffisent.",
    )
    mark_optional = False


class OrganisationChoiceForm(forms.Form):
    """`actor` is a slug of the directory; without it, there is no organisation yet."""

    actor = forms.SlugField(max_length=120, required=False)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
