"""Rules that nobody can meet, that exclude each other, that are out of date, that everybody meets."""

import pytest
from django.urls import reverse

from programmes.models import OrientationAnswer, OrientationQuestion, Rule
from programmes.rule_checks import check
from programmes.rule_values import vocabulary
from tests.cast import build_cast
from tests.factories import CallFactory, ProgrammeFactory, RuleFactory
from tests.programmes.rule_pages import reference_data

pytestmark = pytest.mark.django_db
STAGES = (
    "etape:besoin_territoire|etape:envie_idee|etape:emergence|etape:structuration|etape:test_activite|etape:creation|"
    "etape:consolidation|etape:developpement|etape:changement_echelle|etape:transmission_rebond"
)


@pytest.fixture(autouse=True)
def _reference():
    reference_data()


@pytest.fixture
def programme():
    return ProgrammeFactory()


def found(*rules):
    """(impossible, worn, universal), each a dictionary from the code of the rule to its reasons."""
    findings = check(Rule.objects.order_by("pk"), vocabulary())
    lists = [findings.impossible, findings.worn, findings.universal]
    return [{one.rule.code: " ".join(one.reasons).replace("\u00a0", " ") for one in rows} for rows in lists]


@pytest.mark.parametrize(
    ("operator", "value", "reason"),
    [
        ("in", "region:94", "La région « Corse » n’a aucun département."),
        ("in", "region:99", "« Région » n’a pas, ou plus, la réponse « 99 »."),
        ("in", "forme:disparue", "n’a pas, ou plus, la réponse « disparue »."),
        ("in", "disparue:oui", "La question « disparue » n’existe pas, ou plus."),
        ("in", "", "Sa valeur est vide ou mal écrite"),
        ("in", "etape", "Sa valeur est vide ou mal écrite"),
        ("gte", "people:3", "Sa valeur est vide ou mal écrite"),
        ("not_in", STAGES, "Aucune réponse ne permet de la remplir."),
    ],
)
def test_a_rule_that_no_profile_meets_says_why(programme, operator, value, reason):
    RuleFactory(programme=programme, code="seule", operator=operator, value=value)

    impossible, worn, universal = found()

    assert reason in impossible["seule"]
    assert (worn, universal) == ({}, {})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("in", "region:93"), ("in", "region:04")),
        (("in", "lieu:13"), ("in", "lieu:83")),
        (("in", "lieu:13"), ("not_in", "region:93")),
        (("in", "region:93"), ("in", "outre_mer:oui")),
        (("in", "etape:creation"), ("in", "etape:developpement|etape:emergence")),
        (("in", "forme:scop"), ("not_in", "forme:scop|forme:scic")),
        (("in", "forme:scop"), ("in", "structure:aucune")),
        (("in", "acquis:idee_precise"), ("not_in", "acquis:idee_precise")),
        (("gte", "years:5"), ("lte", "years:3")),
    ],
)
def test_two_compulsory_rules_that_exclude_each_other_are_both_named(programme, first, second):
    for code, (operator, value) in {"une": first, "deux": second}.items():
        RuleFactory(programme=programme, code=code, operator=operator, value=value, not_met=f"Pas {code}.")

    impossible, _, _ = found()

    assert "Le territoire : Pas deux." in impossible["une"]
    assert "Le territoire : Pas une." in impossible["deux"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("in", "region:93"), ("in", "lieu:83")),
        (("in", "region:93"), ("not_in", "lieu:83")),
        (("in", "acquis:idee_precise"), ("in", "acquis:etude_faite")),
        (("in", "acquis:idee_precise"), ("not_in", "acquis:rien_encore")),
        (("in", "forme:scop|qui:financeur"), ("in", "structure:aucune")),
        (("in", "zone.qpv.2024-01-01:oui"), ("in", "zone.frr.2024-07-01:oui")),
        (("gte", "years:3"), ("lte", "years:3")),
        (("declared", ""), ("in", "region:93")),
    ],
)
def test_rules_that_one_profile_meets_together_are_left_alone(programme, first, second):
    for operator, value in [first, second]:
        RuleFactory(programme=programme, operator=operator, value=value)

    assert found() == [{}, {}, {}]


def test_only_the_compulsory_rules_of_one_programme_and_one_call_are_read_together(programme):
    call, other = CallFactory(programme=programme), CallFactory(programme=programme)
    RuleFactory(programme=programme, code="region", value="region:93")
    RuleFactory(programme=programme, code="souhait", value="region:04", strength="soft")
    RuleFactory(programme=ProgrammeFactory(), code="ailleurs", value="region:04")
    RuleFactory(programme=None, call=call, code="var", value="lieu:83")
    RuleFactory(programme=None, call=other, code="marseille", value="lieu:13")

    assert found()[0] == {}

    RuleFactory(programme=None, call=call, code="reunion", value="lieu:974")
    assert set(found()[0]) == {"region", "var", "reunion"}


def test_a_rule_out_of_date_in_part_is_worn_and_one_that_excludes_nobody_is_universal(programme):
    RuleFactory(programme=programme, code="usee", value="forme:scop|forme:disparue")
    RuleFactory(programme=programme, code="toutes", value=STAGES)
    RuleFactory(programme=programme, code="zero", operator="gte", value="eur:0")
    RuleFactory(programme=programme, code="accueil", operator="always", value="")

    impossible, worn, universal = found()

    assert impossible == {}
    assert list(worn) == ["usee"]
    assert set(universal) == {"toutes", "zero", "accueil"}


def test_a_question_taken_away_is_seen_in_the_rules_that_read_it(programme):
    RuleFactory(programme=programme, code="lue", value="forme:scop")
    OrientationAnswer.objects.filter(question="forme").delete()
    OrientationQuestion.objects.filter(pk="forme").delete()

    assert "La question « forme » n’existe pas, ou plus." in found()[0]["lue"]


def test_the_real_rules_can_all_be_met(directory_rules):
    assert found()[:2] == [{}, {}]


@pytest.fixture
def directory_rules(request):
    OrientationQuestion.objects.all().delete()
    return request.getfixturevalue("directory")


def test_an_officer_is_shown_the_rules_that_she_may_mend(signed_in):
    cast = build_cast()
    mine = RuleFactory(programme=cast.programme, value="region:94")
    RuleFactory(value="region:94")

    page = signed_in(cast.officer).get(reverse("admin:programmes_rule_check"))

    assert [one.rule for one in page.context["found"].impossible] == [mine]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_checks_take_the_same_queries_whatever_the_rules(signed_in, rows, django_assert_num_queries):
    cast = build_cast()
    for _ in range(rows):
        RuleFactory(programme=cast.programme).redirects.add(ProgrammeFactory())
    client = signed_in(cast.officer)

    with django_assert_num_queries(9):
        client.get(reverse("admin:programmes_rule_check"))
