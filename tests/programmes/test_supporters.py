"""The organisations beside the proposals: near first, tied to what is proposed, never out of the blue."""

import pytest
from django.utils import timezone

from actors.models import Coverage
from programmes.eligibility import gather
from programmes.orientation import orient
from programmes.supporters import supporters
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DepartmentFactory,
    ProgrammeFactory,
    RegionFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return DepartmentFactory(code="13", region=RegionFactory(code="93"))


@pytest.fixture
def incubators():
    return ActorKindFactory(code="incubator", name="Incubateur")


@pytest.fixture
def programme(incubators):
    """One national programme at the stage « developpement », led from another region by an incubator."""
    leader = ActorFactory(slug="porteur", kind=incubators, region=RegionFactory(code="11"))
    found = ProgrammeFactory(name="Essor : un programme", region=None, lead_actor=leader)
    found.stages.add(StageFactory())
    return found


def found(called=None, **answers):
    facts = gather({name: {code} for name, code in answers.items()})
    return [(one.actor.slug, one.reason) for one in supporters(facts, orient(facts, timezone.now()).proposals, called)]


def test_leader_is_named_with_what_it_leads(programme):
    assert found(etape="developpement") == [("porteur", "Porte Essor")]


def test_near_ones_come_before_far_ones_and_their_kind_serves_the_stage(programme, place, incubators):
    def incubator(slug, **place):
        return ActorFactory(slug=slug, sort_name=slug, kind=incubators, **place)

    incubator("c-region", region=place.region)
    incubator("b-ici", region=place.region, department=place)
    incubator("e-autre-region", region=RegionFactory(code="75"))
    covering = incubator("a-couvre", region=RegionFactory(code="84"))
    Coverage.objects.create(actor=covering, department=place)
    ActorFactory(slug="d-autre-metier", region=place.region, department=place)

    near = "Près de chez vous\u00a0: les structures de cette nature accompagnent à votre étape"
    assert found(etape="developpement", lieu="13") == [("a-couvre", near), ("b-ici", near), ("c-region", near)]
    assert [slug for slug, _ in found(etape="developpement")] == ["porteur"]


def test_a_branch_and_partners_are_known_by_what_they_take_part_in(programme, place, incubators):
    branches = ActorKindFactory(code="branch", name="Antenne")
    branch = ActorFactory(
        slug="antenne", kind=branches, parent=programme.lead_actor, department=place, region=place.region
    )
    ActorFactory(
        slug="antenne-loin", kind=branches, parent=programme.lead_actor, department=DepartmentFactory(code="06")
    )
    partner = ActorFactory(slug="partenaire", region=None)
    programme.partners.add(partner)

    assert found(etape="developpement", lieu="13") == [
        (branch.slug, f"Antenne : {programme.lead_actor} porte un programme proposé"),
        ("porteur", "Porte Essor"),
        ("partenaire", "Prend part à un programme proposé"),
    ]


def test_hidden_closed_and_called_organisations_are_left_out(programme, place):
    for slug, fields in {"masque": {"listed": False}, "close": {"status": "closed"}, "appele": {}}.items():
        programme.partners.add(ActorFactory(slug=slug, region=None, **fields))
    called = programme.partners.get(slug="appele")

    assert found(called, etape="developpement") == [("porteur", "Porte Essor")]


def test_three_at_most_in_one_query(programme, django_assert_num_queries):
    programme.partners.set(ActorFactory.create_batch(5, region=None))
    facts = gather({"etape": {"developpement"}})
    proposals = orient(facts, timezone.now()).proposals

    with django_assert_num_queries(1):
        shown = supporters(facts, proposals, None)

    assert len(shown) == 3
