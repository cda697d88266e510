import pytest
from django.core.exceptions import ValidationError

from ess_portal.lib import siret


@pytest.mark.parametrize("typed", ["73282932000074", "732 829 320 00074", "732.829.320.00074"])
def test_siret_with_spaces_is_accepted(typed):
    assert siret.clean(typed) == "73282932000074"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7328293200007", "Le SIRET compte 14 chiffres ; vous en avez saisi 13."),
        ("732829320000741", "Le SIRET compte 14 chiffres ; vous en avez saisi 15."),
        ("7328293200007A", "Le SIRET ne contient que des chiffres. Il figure sur votre avis Sirene."),
        ("73282932000075", "Ce SIRET n’est pas valable : deux chiffres sont peut-être inversés. Relisez-le."),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "Le SIRET ne contient que des chiffres. Il figure sur votre avis Sirene."),
    ],
)
def test_siret_refused_with_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        siret.clean(typed)

    assert refusal.value.messages == [sentence]
