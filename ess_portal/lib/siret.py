"""The number of an establishment: fourteen digits with a key, spaces allowed."""

from django.core.exceptions import ValidationError
from stdnum.fr import siret


def clean(text: str) -> str:
    """The fourteen digits of `text`; raises ValidationError with a sentence that says what to do."""
    digits = "".join(text.split()).replace(".", "").replace("-", "")
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError("Le SIRET ne contient que des chiffres. Il figure sur votre avis Sirene.")
    if len(digits) != 14:
        raise ValidationError(f"Le SIRET compte 14 chiffres ; vous en avez saisi {len(digits)}.")
    if not siret.is_valid(digits):
        raise ValidationError("Ce SIRET n’est pas valable : deux chiffres sont peut-être inversés. Relisez-le.")
    return digits
