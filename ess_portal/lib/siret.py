"""The numbers of an establishment (SIRET) and of its structure (SIREN): digits with a key, spaces allowed."""

from django.core.exceptions import ValidationError
from stdnum.fr import siren, siret


def clean(text: str) -> str:
    """The fourteen digits of `text`; raises ValidationError with a sentence that says what to do."""
    return _checked(text, "SIRET", 14, siret.is_valid)


def clean_siren(text: str) -> str:
    """The nine digits of `text`; raises ValidationError with a sentence that says what to do."""
    return _checked(text, "SIREN", 9, siren.is_valid)


def _checked(text, name, length, is_valid):
    digits = "".join(text.split()).replace(".", "").replace("-", "")
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError(f"Le {name} ne contient que des chiffres. Il figure sur votre avis Sirene.")
    if len(digits) != length:
        raise ValidationError(f"Le {name} compte {length} chiffres ; vous en avez saisi {len(digits)}.")
    if not is_valid(digits):
        raise ValidationError(f"Ce {name} n’est pas valable : deux chiffres sont peut-être inversés. Relisez-le.")
    return digits
