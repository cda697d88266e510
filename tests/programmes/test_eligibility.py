"""Reading of the rules (domain.md 13): met, not met, or unknown; never met because nobody asked."""

import pytest

from programmes.eligibility import Facts, Status, evaluate, gather, pairs
from programmes.models import Rule
from tests.factories import CallFactory, DepartmentFactory, ProgrammeFactory, RuleFactory

pytestmark = pytest.mark.django_db


def status(facts, **rule):
    (verdict,) = evaluate([RuleFactory(**rule)], facts)
    return verdict.status


@pytest.mark.parametrize(
    ("operator", "value", "answers", "expected"),
    [
        ("in", "etape:creation", {"etape": {"creation"}}, Status.MET),
        ("in", "etape:creation", {"etape": {"emergence"}}, Status.NOT_MET),
        ("in", "etape:creation", {}, Status.UNKNOWN),
        ("in", "etape:creation", {"forme": {"scop"}}, Status.UNKNOWN),
        ("in", "acquis:adherent_cress", {"acquis": set()}, Status.NOT_MET),
        ("in", "qui:intrapreneur|forme:scop", {"qui": {"financeur"}}, Status.UNKNOWN),
        ("in", "qui:intrapreneur|forme:scop", {"qui": {"financeur"}, "forme": {"mutuelle"}}, Status.NOT_MET),
        ("in", "qui:intrapreneur|forme:scop", {"qui": {"financeur"}, "forme": {"scop"}}, Status.MET),
        ("not_in", "contraintes:metier_reglemente", {"contraintes": {"metier_reglemente"}}, Status.NOT_MET),
        ("not_in", "contraintes:metier_reglemente", {"contraintes": {"peu_de_temps"}}, Status.MET),
        ("not_in", "contraintes:metier_reglemente", {"contraintes": set()}, Status.MET),
        ("not_in", "contraintes:metier_reglemente", {}, Status.UNKNOWN),
        ("not_in", "forme:scop|qui:financeur", {"forme": {"mutuelle"}}, Status.MET),
        ("not_in", "forme:scop|qui:financeur", {"forme": {"mutuelle"}, "qui": {"financeur"}}, Status.NOT_MET),
        ("always", "", {}, Status.MET),
        ("declared", "", {}, Status.UNKNOWN),
        ("gte", "years:3", {}, Status.UNKNOWN),
    ],
)
def test_operators_read_the_answers(operator, value, answers, expected):
    assert status(Facts(answers), operator=operator, value=value) == expected


@pytest.mark.parametrize(
    ("operator", "number", "expected"),
    [
        ("gte", 3, Status.MET),
        ("gte", 2, Status.NOT_MET),
        ("lte", 3, Status.MET),
        ("lte", 4, Status.NOT_MET),
    ],
)
def test_thresholds_include_their_bound(operator, number, expected):
    assert status(Facts(numbers={"years": number}), operator=operator, value="years:3") == expected


@pytest.mark.parametrize("key", ["id", "code"])
@pytest.mark.parametrize(("answer", "expected"), [(True, Status.MET), (False, Status.NOT_MET)])
def test_a_declaration_is_read_once_given(key, answer, expected):
    rule = RuleFactory(operator="declared", value="")
    facts = Facts(declared={rule.pk if key == "id" else rule.code: answer})

    assert [verdict.status for verdict in evaluate([rule], facts)] == [expected]


def test_the_region_comes_from_the_departement():
    DepartmentFactory(code="13")

    assert status(gather({"lieu": {"13"}}), value="region:93") == Status.MET
    assert status(gather({"lieu": {"13"}}), value="region:11") == Status.NOT_MET
    assert status(gather({"lieu": None}), value="region:93") == Status.UNKNOWN


def test_a_rule_not_met_says_why_what_to_do_and_where_else():
    elsewhere = ProgrammeFactory()
    rule = RuleFactory(value="region:93", not_met="Non.", remedy="Appelez la CRESS.")
    rule.redirects.add(elsewhere)

    (verdict,) = evaluate([rule], Facts({"region": {"11"}}))

    assert (verdict.sentence, verdict.remedy, verdict.redirects) == ("Non.", "Appelez la CRESS.", (elsewhere,))
    assert verdict.is_refusal is True


def test_a_wish_not_met_is_not_a_refusal_and_an_unknown_asks():
    wish = RuleFactory(strength="soft", value="region:93")

    not_met, unknown = (evaluate([wish], Facts(answers))[0] for answers in ({"region": {"11"}}, {}))

    assert not_met.is_refusal is False
    assert (unknown.sentence, unknown.remedy, unknown.redirects) == (wish.unknown, "", ())


def test_a_badly_written_value_is_refused():
    with pytest.raises(ValueError, match="« etape » n’est pas de la forme question:réponse"):
        pairs("etape")


def test_rules_of_the_programme_come_before_those_of_the_call(db):
    call = CallFactory()
    own = RuleFactory(programme=None, call=call, code="propre", position=0)
    general = RuleFactory(programme=call.programme, code="generale", position=1)

    assert list(Rule.objects.of_call(call)) == [general, own]
