"""The list of organisations and their sheets: filters, links both ways, programmes, closed and unlisted ones."""

import datetime as dt

import pytest
from django.urls import reverse

from actors.models import Actor, ActorKind, ActorRelation, Alias, Coverage, Site
from actors.relations import FROM_HERE, TO_HERE
from tests.access.html import card_names
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DepartmentFactory,
    ProgrammeFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


def names(client, query=""):
    return card_names(client.get(f"/acteurs/{query}"))


def sheet(client, actor):
    return client.get(actor.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_list_takes_the_same_queries_whatever_its_length(client, rows, django_assert_num_queries):
    network = ActorFactory(listed=False)
    for actor in ActorFactory.create_batch(rows):
        actor.networks.add(network)
        ProgrammeFactory(lead_actor=actor)

    with django_assert_num_queries(4):
        response = client.get(reverse("actors:index"))

    assert len(response.context["page"]) == min(rows, 20)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_sheet_takes_the_same_queries_whatever_it_holds(client, rows, django_assert_num_queries):
    actor = ActorFactory()
    for _ in range(rows):
        other = ActorFactory(parent=actor)
        other.networks.add(actor)
        ActorRelation.objects.create(source_actor=other, target_actor=actor, kind="branch_of")
        ProgrammeFactory(lead_actor=actor)
        Site.objects.create(actor=actor, name="Antenne")

    with django_assert_num_queries(3):
        sheet(client, actor)


def test_the_unlisted_are_nowhere(client):
    hidden = ActorFactory(name="Cachée", listed=False)
    shown = ActorFactory(name="Visible", sort_name="visible", parent=hidden)
    shown.networks.add(hidden)
    ActorRelation.objects.create(source_actor=shown, target_actor=hidden, kind="works_with")
    ActorRelation.objects.create(source_actor=hidden, target_actor=shown, kind="works_with")

    assert names(client) == ["Visible"]
    assert sheet(client, hidden).status_code == 404
    assert "Cachée" not in sheet(client, shown).content.decode()


def test_filters_narrow_by_nature_network_and_territory(client):
    paca, brittany = RegionFactory(), RegionFactory(code="53", name="Bretagne")
    network = ActorFactory(name="Réseau", slug="reseau", sort_name="z", region=None)
    incubator = ActorKindFactory(code="incubator", name="Incubateur")
    ActorFactory(name="Alpha", sort_name="alpha", kind=incubator, region=paca).networks.add(network)
    beta = ActorFactory(name="Bêta", sort_name="beta", region=None)
    gamma = ActorFactory(name="Gamma", sort_name="gamma", region=None)
    Coverage.objects.create(actor=beta, region=brittany)
    Site.objects.create(actor=gamma, name="Lieu", department=DepartmentFactory(code="29", region=brittany))

    assert names(client, "?nature=incubator") == ["Alpha"]
    assert names(client, "?reseau=reseau") == ["Alpha"]
    assert names(client, "?region=93") == ["Alpha"]
    assert names(client, "?region=53") == ["Bêta", "Gamma"]
    assert names(client, "?departement=29") == ["Gamma"]
    assert ActorKind.objects.count() == 2


@pytest.mark.parametrize("words", ["Pôle emploi", "pole emploi"])
def test_an_old_name_finds_the_organisation(client, directory, words):
    assert names(client, f"?q={words}")[0] == "France Travail"
    assert (
        "Pôle emploi (ancien nom, jusqu’au 31\u00a0décembre\u00a02023)"
        in sheet(client, Actor.objects.get(slug="france-travail")).content.decode()
    )


def test_every_listed_organisation_has_its_sheet(client, directory):
    statuses = {
        slug: client.get(f"/acteurs/{slug}/").status_code for slug in Actor.objects.values_list("slug", flat=True)
    }

    listed = set(Actor.objects.public().values_list("slug", flat=True))
    assert {slug for slug, status in statuses.items() if status == 200} == listed
    assert len(listed) == 157


def test_links_are_read_from_both_sides_and_not_repeated_by_the_shortcuts(client):
    company, subsidiary, member = ActorFactory(name="Mère"), ActorFactory(name="Fille"), ActorFactory(name="Membre")
    subsidiary.parent = company
    subsidiary.save()
    ActorRelation.objects.create(source_actor=subsidiary, target_actor=company, kind="subsidiary_of", since_year=2019)
    member.networks.add(company)

    above = {group.label: [item.label for item in group.items] for group in sheet(client, subsidiary).context["groups"]}
    below = {group.label: [item.label for item in group.items] for group in sheet(client, company).context["groups"]}

    assert above == {"Filiale de": ["Mère"]}
    assert below == {"Ses filiales": ["Fille"], "Membres de ce réseau": ["Membre"]}
    assert "depuis 2019" in sheet(client, company).content.decode()


def test_every_kind_of_link_in_the_files_has_its_words(directory):
    kinds = set(ActorRelation.objects.values_list("kind", flat=True))

    assert kinds - FROM_HERE.keys() == set()
    assert FROM_HERE.keys() == TO_HERE.keys()


def test_programmes_say_the_part_that_the_organisation_takes(client):
    actor = ActorFactory()
    led = ProgrammeFactory(name="Mené", lead_actor=actor)
    ProgrammeFactory(name="Soutenu").partners.add(actor)
    led.pedagogical_engineering.add(actor)

    programmes = sheet(client, actor).context["programmes"]

    assert [(programme.name, programme.roles) for programme in programmes] == [
        ("Mené", ["pilote le programme", "conçoit la pédagogie"]),
        ("Soutenu", ["partenaire"]),
    ]


def test_a_closed_organisation_says_since_when_and_whom_to_call(client, directory):
    content = sheet(client, Actor.objects.get(slug="cress-normandie")).content.decode()

    assert "Cette structure a fermé" in content
    assert "Fermée depuis le 11\u00a0juillet\u00a02025." in content
    assert "/regions/28/" in content


def test_missing_values_are_designed(client):
    actor = ActorFactory(region=None, checked_on=dt.date(2027, 1, 4))

    content = sheet(client, actor).content.decode()

    assert content.count('<span class="muted">Non renseigné</span>') == 3
    assert "lieu non renseigné ou national" in content
    assert "Aucun programme recensé." in content
    assert "vérifiée le 4\u00a0janvier\u00a02027" in content


def test_coverage_is_shown_apart_from_the_address(client):
    actor = ActorFactory(city="Marseille")
    Coverage.objects.create(actor=actor, department=DepartmentFactory(code="83", name="Var"))

    assert [area.label for area in sheet(client, actor).context["found"]["coverage"]] == ["Var"]


def test_other_names_are_those_of_the_organisation_alone(client):
    actor = ActorFactory(slug="une")
    Alias.objects.create(target_kind="programme", slug="une", name="Nom d’un programme")

    assert sheet(client, actor).context["aliases"] == []
