"""Every kind of rule of domain.md 8.1: written through the form of the back-office, read by the one evaluator."""

import pytest

from programmes.eligibility import Status, evaluate, gather
from programmes.models import Rule
from tests.cast import build_cast
from tests.programmes.rule_pages import add_address, reference_data, written

pytestmark = pytest.mark.django_db


def answered(**answers):
    """Facts from answers: a word for one answer, a tuple for several, () for a question left unticked."""
    return {"answers": {name: {given} if isinstance(given, str) else set(given) for name, given in answers.items()}}


def said(yes):
    return {"declared": {"cest-rempli": yes}}


def counted(**numbers):
    return {"numbers": numbers}


UNASKED = answered()
DECLARED = (written(operator="declared"), "", said(True), said(False))
IN_QPV = "zone.qpv.2024-01-01"

KINDS = {
    "belongs to the ESS by its legal form": (
        written("forme:association_1901", "forme:scop", kind="ess"),
        "forme:association_1901|forme:scop",
        answered(forme="scop"),
        answered(forme="societe_commerciale_classique"),
    ),
    "democratic governance": DECLARED,
    "member of the CRESS": (
        written("acquis:adherent_cress", kind="membership"),
        "acquis:adherent_cress",
        answered(acquis=("adherent_cress",)),
        answered(acquis=()),
    ),
    "precise idea": (
        written("acquis:idee_precise", kind="idea"),
        "acquis:idee_precise",
        answered(acquis=("idee_precise", "etude_faite")),
        answered(acquis=("rien_encore",)),
    ),
    "maturity": (
        written("etape:creation", "acquis:etude_faite", kind="maturity"),
        "etape:creation|acquis:etude_faite",
        answered(etape="emergence", acquis=("etude_faite",)),
        answered(etape="emergence", acquis=()),
    ),
    "autonomy": DECLARED,
    "existing structure": (
        written("structure:existante", kind="structure"),
        "structure:existante",
        answered(forme="association_1901"),
        answered(forme="sans_structure"),
    ),
    "no structure yet": (
        written("structure:existante", kind="structure", operator="not_in"),
        "structure:existante",
        answered(structure="aucune"),
        answered(structure="existante"),
    ),
    "age of the structure": (
        written(kind="age", operator="gte", number="years:3"),
        "years:3",
        counted(years=3),
        counted(years=2),
    ),
    "a young structure": (
        written(kind="age", operator="lte", number="years:2,5"),
        "years:2.5",
        counted(years=2),
        counted(years=3),
    ),
    "income": (
        written(kind="income", operator="gte", number="eur:80 000 €"),
        "eur:80000",
        counted(eur=80000),
        counted(eur=79999),
    ),
    "prize threshold of its own": (
        written(kind="income", operator="lte", number="eur:7000"),
        "eur:7000",
        counted(**{"cest-rempli": 5000, "eur": 90000}),
        counted(**{"cest-rempli": 8000, "eur": 100}),
    ),
    "stage": (
        written("etape:developpement", "etape:changement_echelle", kind="stage"),
        "etape:developpement|etape:changement_echelle",
        answered(etape="changement_echelle"),
        answered(etape="creation"),
    ),
    "region": (written("region:93"), "region:93", answered(lieu="83"), answered(lieu="974")),
    "département": (written("lieu:13"), "lieu:13", answered(lieu="13"), answered(lieu="83")),
    "elsewhere than a region": (
        written("region:93", operator="not_in"),
        "region:93",
        answered(lieu="974"),
        answered(lieu="13"),
    ),
    "overseas": (written("outre_mer:oui"), "outre_mer:oui", answered(lieu="974"), answered(lieu="13")),
    "zone of a dated list": (
        written(f"{IN_QPV}:oui"),
        f"{IN_QPV}:oui",
        answered(**{IN_QPV: "oui"}),
        answered(**{IN_QPV: ()}),
    ),
    "zone as the team said": (written(f"{IN_QPV}:oui"), f"{IN_QPV}:oui", said(True), said(False)),
    "outside a zone": (
        written("zone.frr.2024-07-01:oui", operator="not_in"),
        "zone.frr.2024-07-01:oui",
        said(False),
        said(True),
    ),
    "mastery of the trade": (
        written("acquis:metier_maitrise", kind="trade"),
        "acquis:metier_maitrise",
        answered(acquis=("metier_maitrise",)),
        answered(acquis=("moyens_production",)),
    ),
    "own means of production": (
        written("acquis:moyens_production", kind="means"),
        "acquis:moyens_production",
        answered(acquis=("moyens_production",)),
        answered(acquis=()),
    ),
    "no regulated trade": (
        written("contraintes:metier_reglemente", kind="activity", operator="not_in"),
        "contraintes:metier_reglemente",
        answered(contraintes=("peu_de_temps",)),
        answered(contraintes=("metier_reglemente",)),
    ),
    "audience": (
        written("qui:collectivite", "contraintes:eloigne_emploi", kind="audience"),
        "qui:collectivite|contraintes:eloigne_emploi",
        answered(contraintes=("eloigne_emploi",)),
        answered(qui="financeur", contraintes=()),
    ),
    "one incubator at a time": (
        written("contraintes:autre_incubateur", kind="other_support", operator="not_in"),
        "contraintes:autre_incubateur",
        answered(contraintes=()),
        answered(contraintes=("autre_incubateur",)),
    ),
    "never laureate before": DECLARED,
    "mission-driven company accepted": (
        written("forme:societe_a_mission", kind="legal_form"),
        "forme:societe_a_mission",
        answered(forme="societe_a_mission"),
        answered(forme="scop"),
    ),
    "open to all": (written(kind="open", operator="always", not_met="", unknown=""), "", UNASKED, None),
}


@pytest.fixture
def cast():
    reference_data()
    return build_cast()


def write(client, cast, sent):
    answer = client.post(add_address(cast.programme), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Rule.objects.get(programme=cast.programme)


def verdict(rule, facts):
    return evaluate([rule], gather(facts.get("answers", {}), facts.get("declared"), facts.get("numbers")))[0]


@pytest.mark.parametrize(("sent", "value", "met", "not_met"), KINDS.values(), ids=KINDS)
def test_a_rule_written_in_the_back_office_gives_its_three_verdicts(signed_in, cast, sent, value, met, not_met):
    rule = write(signed_in(cast.officer), cast, sent)

    assert rule.value == value
    assert verdict(rule, met).status == Status.MET
    if not_met is None:
        return
    refused, unknown = verdict(rule, not_met), verdict(rule, UNASKED)
    assert (refused.status, refused.sentence, refused.is_refusal) == (Status.NOT_MET, "Ce n’est pas rempli.", True)
    assert (unknown.status, unknown.sentence) == (Status.UNKNOWN, "On vous le demandera.")


def test_another_list_of_the_same_zone_is_another_question(signed_in, cast):
    rule = write(signed_in(cast.officer), cast, written("zone.qpv.2025-01-01:oui"))

    assert verdict(rule, answered(**{IN_QPV: "oui"})).status == Status.UNKNOWN
