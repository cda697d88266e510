"""The rank of the proposals (decisions.md 11), the refusals, the programmes that are read, and what is never asked."""

import datetime as dt

import pytest
from django.utils import timezone

from programmes import candidates, orientation
from programmes.eligibility import Facts, Status, evaluate
from programmes.models import Programme, Stage
from programmes.orientation import orient
from tests.factories import (
    ActorFactory,
    CallFactory,
    DepartmentFactory,
    ProgrammeFactory,
    RegionFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db
STAGES = ["envie_idee", "emergence", "structuration", "creation", "developpement"]


@pytest.fixture(autouse=True)
def _stages():
    for order, code in enumerate(STAGES):
        Stage.objects.create(code=code, order=order, name=code, question=f"{code} ?")


def programme(slug, *stages, region=None, **fields):
    found = ProgrammeFactory(slug=slug, region=region, **fields)
    found.stages.set(stages)
    return found


def rule(of, value="", operator="in", kind="audience", strength="soft", **fields):
    return RuleFactory(programme=of, value=value, operator=operator, kind=kind, strength=strength, **fields)


def order(**answers):
    """Addresses of every programme that is not refused, best first."""
    found = orient(Facts({name: frozenset(codes.split("|")) for name, codes in answers.items()}), timezone.now())
    return [reading.programme.slug for reading in found.proposals]


def test_the_nearest_stage_comes_first_whichever_side():
    programme("b-loin", "developpement")
    programme("c-pres", "envie_idee", "creation")
    programme("a-moyen", "envie_idee")

    assert order(etape="structuration") == ["c-pres", "a-moyen", "b-loin"]


def test_a_programme_without_stages_comes_last_unless_its_audience_is_the_visitors():
    programme("a-sans-etape")
    programme("b-a-une-etape-de-la", "creation")
    welcoming = programme("c-pour-elle")
    rule(welcoming, "qui:financeur")

    assert order(etape="developpement", qui="financeur") == ["c-pour-elle", "b-a-une-etape-de-la", "a-sans-etape"]
    assert order(etape="developpement") == ["b-a-une-etape-de-la", "a-sans-etape", "c-pour-elle"]


def test_rules_not_met_then_rules_met_by_an_answer_then_rules_to_check():
    wishing, matching, checking, plain = (
        programme(slug, "creation") for slug in ("a-souhait", "d-repond", "b-verifie", "c-simple")
    )
    rule(wishing, "qui:financeur")
    rule(matching, "qui:intrapreneur")
    rule(checking, operator="declared", strength="hard")
    rule(plain, "forme:mutuelle", operator="not_in")
    programme("e-hors-podium", "envie_idee")

    assert order(etape="creation", qui="intrapreneur", forme="scop") == ["d-repond", "c-simple", "b-verifie"]
    Programme.objects.filter(slug__in=["d-repond", "c-simple"]).delete()
    assert order(etape="creation", qui="intrapreneur", forme="scop") == ["b-verifie", "a-souhait", "e-hors-podium"]


def test_a_rule_met_about_the_place_earns_nothing():
    here = programme("b-ici", "creation", region=RegionFactory(code="93"))
    rule(here, "region:93", kind="territory")
    programme("a-partout", "creation")

    assert order(etape="creation", region="93") == ["a-partout", "b-ici"]


def test_another_region_counts_as_two_stages_farther_and_an_unsaid_place_as_none():
    there = RegionFactory(code="75", name="Nouvelle-Aquitaine")
    programme("a-ailleurs", "creation", region=there)
    programme("b-partout", "creation")
    programme("c-etape-suivante", "developpement")
    programme("d-trois-etapes-plus-tot", "envie_idee")

    assert order(etape="creation", region="93") == ["b-partout", "c-etape-suivante", "a-ailleurs"]
    assert order(etape="creation") == ["b-partout", "a-ailleurs", "c-etape-suivante"]


def test_a_wish_about_the_place_that_is_not_met_comes_after_everything():
    away = programme("a-ailleurs", "creation", region=RegionFactory(code="75"))
    rule(away, "region:75", kind="territory")
    programme("b-loin", "envie_idee")

    assert order(etape="creation", region="93") == ["b-loin", "a-ailleurs"]


def test_three_programmes_at_most_and_the_address_decides_between_equals():
    for slug in ("d", "b", "c", "a"):
        programme(slug, "creation")

    assert order(etape="creation") == ["a", "b", "c"]


def test_a_hard_rule_not_met_is_a_refusal_that_points_to_what_is_open_to_her():
    closed, open_one, closed_too = (programme(slug, "creation") for slug in ("ferme", "ouvert", "ferme-aussi"))
    unlisted = programme("masque", "creation", lead_actor=ActorFactory(listed=False))
    hard = rule(closed, "qui:financeur", strength="hard", not_met="Pour les financeurs.", remedy="Cherchez ailleurs.")
    hard.redirects.set([open_one, closed_too, unlisted])
    rule(closed_too, "qui:financeur", strength="hard")

    found = orient(Facts({"qui": {"intrapreneur"}}), timezone.now())

    refusal = next(one for one in found.refusals if one.programme == closed)
    assert [reading.programme for reading in found.proposals] == [open_one]
    assert [(one.sentence, one.remedy, one.leads) for one in refusal.reasons] == [
        ("Pour les financeurs.", "Cherchez ailleurs.", [open_one])
    ]


def test_closed_and_hidden_programmes_are_not_proposed():
    programme("ferme", "creation", status="closed")
    programme("porteur-ferme", "creation", lead_actor=ActorFactory(status="closed"))
    programme("masque", "creation", lead_actor=ActorFactory(listed=False))
    programme("ouvert", "creation")

    assert order(etape="creation") == ["ouvert"]


def test_only_the_nearest_programmes_are_read(monkeypatch):
    monkeypatch.setattr(candidates, "NEAR", 2)
    monkeypatch.setattr(candidates, "ELSEWHERE", 1)
    there = RegionFactory(code="75")
    for number, stage in enumerate(STAGES):
        programme(f"ici-{number}", stage)
        programme(f"ailleurs-{number}", stage, region=there)

    read = candidates.candidates().nearest({"creation"}, {"93"})

    assert [one.slug for one in read] == ["ici-3", "ici-2", "ailleurs-3"]


def test_the_open_call_that_closes_first_is_the_one_to_start_with():
    found = programme("appel", "creation")
    now = timezone.now()
    CallFactory(programme=found, slug="apres", closes_at=now + dt.timedelta(days=20))
    CallFactory(programme=found, slug="avant", closes_at=now + dt.timedelta(days=10))
    CallFactory(programme=found, slug="sans-date", closes_at=None)
    CallFactory(programme=found, slug="clos", closed=True)
    CallFactory(programme=found, slug="cache", unpublished=True, closes_at=now + dt.timedelta(days=2))

    (reading,) = orient(Facts(), now).proposals

    assert reading.programme.open_call == "avant"


def test_words_of_the_badge_follow_the_rules():
    later, almost, perhaps, now = (
        programme(slug, stage)
        for slug, stage in (("a", "developpement"), ("b", "creation"), ("c", "creation"), ("d", "creation"))
    )
    rule(almost, "qui:financeur")
    rule(perhaps, operator="declared", strength="hard")
    facts = Facts({"etape": {"creation"}, "qui": {"intrapreneur"}})

    def reading(of):
        found = next(one for one in candidates.candidates().nearest({"creation"}, ()) if one.pk == of.pk)
        return orientation.Reading(found, evaluate(of.rules.all(), facts), found.is_for_later)

    assert [reading(one).is_for_later for one in (later, almost, perhaps, now)] == [True, False, False, False]
    assert reading(almost).almost == "Presque\u00a0: 1\u00a0point à revoir"
    assert reading(perhaps).perhaps == "À vérifier\u00a0: 1\u00a0condition"
    assert reading(now).perhaps == "À vérifier avec la structure"
    rule(now, "etape:creation", kind="stage")
    assert (reading(now).almost, reading(now).perhaps) == ("", "")


@pytest.mark.parametrize(
    ("operator", "answers", "unasked", "expected"),
    [
        ("in", {"c": {"autre"}}, set(), Status.NOT_MET),
        ("in", {"c": {"autre"}}, {("c", "secret")}, Status.UNKNOWN),
        ("in", {"c": {"secret"}}, {("c", "secret")}, Status.MET),
        ("not_in", {"c": {"autre"}}, set(), Status.MET),
        ("not_in", {"c": {"autre"}}, {("c", "secret")}, Status.UNKNOWN),
        ("not_in", {"c": {"secret"}}, {("c", "secret")}, Status.NOT_MET),
    ],
)
def test_an_answer_that_nobody_offered_is_unknown(operator, answers, unasked, expected):
    (verdict,) = evaluate([RuleFactory(operator=operator, value="c:secret")], Facts(answers, unasked=unasked))

    assert verdict.status == expected


def test_departments_are_read_through_their_region():
    DepartmentFactory(code="13")
    local = programme("ici", "creation", region=RegionFactory(code="93"))
    rule(local, "region:93", kind="territory", strength="hard")

    assert order(region="93") == ["ici"]
    assert order(region="11") == []
