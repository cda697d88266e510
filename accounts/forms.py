"""Forms of the account pages: allauth's own, in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from accounts.categories import CHOSEN
from accounts.models import MailChoice, User

ADDRESS = "Adresse électronique"
WORDS = {
    "login": (ADDRESS, ""),
    "email": (ADDRESS, ""),
    "oldpassword": ("Mot de passe actuel", ""),
    "password": ("Mot de passe", ""),
    "password1": ("Mot de passe", "12 caractères au moins. Une phrase que vous retiendrez convient très bien."),
    "password2": ("Le même mot de passe, encore une fois", ""),
    "code": ("Code reçu", ""),
    "name": ("Nom de la clé", "Par exemple : ordinateur du bureau."),
    "passwordless": ("M’en servir pour me connecter sans mot de passe", ""),
}


class Worded:
    """Gives the fields of a form of allauth the words of the portal."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = {**WORDS, **self.words}.get(name, (field.label, field.help_text))


class LoginForm(Worded, account.LoginForm):
    pass


class SignupForm(Worded, account.SignupForm):
    """allauth's adapter saves the two names with the account."""

    field_order = ["first_name", "last_name", "email", "password1"]

    first_name = forms.CharField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )


class AddEmailForm(Worded, account.AddEmailForm):
    words = {"email": ("Nouvelle adresse électronique", "")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    pass


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    pass


class CodeField:
    """A code is digits: phones show their keypad."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ConfirmLoginCodeForm(Worded, CodeField, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailCodeForm(Worded, CodeField, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetCodeForm(Worded, CodeField, account.ConfirmPasswordResetCodeForm):
    pass


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    words = {"code": ("Code de l’application, ou code de secours", "")}


class SecondFactorAgainForm(Worded, mfa.ReauthenticateForm):
    words = {"code": ("Code de l’application, ou code de secours", "")}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    words = {"code": ("Code affiché par l’application", "")}


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):
    pass


class EditKeyForm(Worded, webauthn.EditWebAuthnForm):
    pass


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class CalendarForm(forms.Form):
    """The two buttons of the calendar's page."""

    RENEW, STOP = "renouveler", "fermer"

    act = forms.ChoiceField(choices=[(RENEW, RENEW), (STOP, STOP)])


class MailChoicesForm(forms.Form):
    """One choice for each category of mail; `rhythms` holds those in force."""

    def __init__(self, *args, rhythms, **kwargs):
        super().__init__(*args, **kwargs)
        for category in CHOSEN:
            self.fields[category.value] = forms.ChoiceField(
                label=category.label,
                choices=MailChoice.Rhythm.choices,
                initial=rhythms[category.value],
                widget=forms.RadioSelect(attrs={"data-row": True}),
            )
