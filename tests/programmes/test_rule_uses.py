"""A territory that a rule names is not removed: the page says which rule."""

import pytest
from django.urls import reverse

from actors.models import Region, Zone
from tests.factories import DepartmentFactory, RegionFactory, RuleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in):
    return signed_in(UserFactory(is_superuser=True))


def remove(desk, territory):
    name = territory._meta.model_name
    return desk.post(reverse(f"admin:actors_{name}_delete", args=[territory.pk]), {"post": "yes"})


TERRITORIES = [
    (lambda: RegionFactory(code="53", name="Bretagne"), "region:53", "region:530"),
    (lambda: DepartmentFactory(code="29", name="Finistère"), "lieu:29", "lieu:290"),
    (lambda: Zone.objects.create(code="qpv", name="Quartiers", status="x"), "zone.qpv.2024-01-01:oui", "zone.qpvx:oui"),
]


@pytest.mark.parametrize(("make", "value", "other"), TERRITORIES)
def test_a_territory_named_by_a_rule_stays_and_the_rule_is_said(desk, make, value, other):
    territory = make()
    rule = RuleFactory(operator="in", value=f"qui:porteur|{value}", met="Vous êtes d’ici.")

    page = remove(desk, territory).content.decode()

    assert type(territory).objects.filter(pk=territory.pk).exists()
    assert f"La règle «\u00a0Vous êtes d’ici.\u00a0» de {rule.programme} nomme {territory}" in page
    assert "Rien n’a été supprimé" in page


@pytest.mark.parametrize(("make", "value", "other"), TERRITORIES)
def test_a_territory_that_no_rule_names_goes(desk, make, value, other):
    territory = make()
    RuleFactory(operator="in", value=other)

    remove(desk, territory)

    assert not type(territory).objects.filter(pk=territory.pk).exists()


def test_removing_several_at_once_is_stopped_too(desk):
    region = RegionFactory(code="53", name="Bretagne")
    RuleFactory(operator="in", value="region:53")
    selected = {"action": "delete_selected", "_selected_action": [region.pk], "post": "yes"}

    desk.post(reverse("admin:actors_region_changelist"), selected)

    assert Region.objects.filter(pk="53").exists()
