"""The list of programmes: words, facets with their counts, chips that remove, order, pages, and nothing found."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.models import Audience, Programme
from tests.access.html import card_names
from tests.factories import CallFactory, ProgrammeFactory, RegionFactory, StageFactory

pytestmark = pytest.mark.django_db


def names(client, query=""):
    return card_names(client.get(f"/programmes/{query}"))


def counts(client, query, facet):
    facets = client.get(f"/programmes/{query}").context["filters"].facets
    return {option.code: option.count for option in facets[facet].options if option.count}


@pytest.fixture
def three():
    """Three programmes: free by call in PACA, paid in PACA, unknown price for the whole country."""
    creation = StageFactory(code="creation", order=5, name="Création")
    free = ProgrammeFactory(name="Alpha", sort_name="alpha", cost=0, entry_mode="call")
    paid = ProgrammeFactory(name="Bêta", sort_name="beta", cost=980, entry_mode="membership", kind="incubation")
    national = ProgrammeFactory(name="Gamma", sort_name="gamma", cost=None, region=None, entry_mode="call")
    free.stages.add(creation, StageFactory())
    national.stages.add(creation)
    RegionFactory(code="53", name="Bretagne")
    return free, paid, national


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_list_takes_the_same_queries_whatever_its_length(client, rows, django_assert_num_queries):
    for programme in ProgrammeFactory.create_batch(rows, lead_actor__listed=True):
        CallFactory(programme=programme)
        programme.stages.add(StageFactory())

    with django_assert_num_queries(4):
        response = client.get(reverse("programmes:index"))

    assert len(response.context["page"]) == min(rows, 20)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Alpha", "Bêta", "Gamma"]),
        ("?etape=creation", ["Alpha", "Gamma"]),
        ("?etape=creation&etape=developpement&cout=gratuit", ["Alpha"]),
        ("?cout=payant&cout=inconnu", ["Bêta", "Gamma"]),
        ("?entree=call&region=93", ["Alpha", "Gamma"]),
        ("?region=53", ["Gamma"]),
        ("?nature=incubation", ["Bêta"]),
        ("?etape=nulle-part&cout=cher&tri=hasard&page=999", ["Alpha", "Bêta", "Gamma"]),
        ("?etape=nulle-part&etape=creation", ["Alpha", "Gamma"]),
    ],
)
def test_filters_narrow_and_unknown_values_are_dropped(client, three, query, expected):
    assert names(client, query) == expected


def test_counts_are_those_of_the_list_without_their_own_facet(client, three):
    query = "?cout=gratuit&etape=creation"

    assert counts(client, query, "cout") == {"gratuit": 1, "inconnu": 1}
    assert counts(client, query, "etape") == {"creation": 1, "developpement": 1}
    assert counts(client, query, "entree") == {"call": 1}


def test_a_chip_removes_its_filter_and_keeps_the_others(client, three):
    chips = client.get("/programmes/?cout=gratuit&etape=creation&page=1").context["filters"].chips

    assert [(chip.label, chip.query) for chip in chips] == [
        ("Création", "?cout=gratuit"),
        ("Gratuit", "?etape=creation"),
    ]


def test_nothing_found_says_so_and_offers_what_to_drop(client, three):
    response = client.get("/programmes/?cout=payant&etape=creation")

    text = response.content.decode()
    assert "Cela ne veut pas dire qu’il n’existe rien." in text
    assert [(one.label, one.query, one.size) for one in response.context["filters"].relaxations()] == [
        ("Retirer Création", "?cout=payant", 1),
        ("Retirer Participation demandée", "?etape=creation", 2),
    ]


def test_the_next_closing_comes_first_and_unknown_durations_last(client, three):
    free, paid, national = three
    CallFactory(programme=national, closes_at=timezone.now() + dt.timedelta(days=3))
    CallFactory(programme=paid, closes_at=timezone.now() + dt.timedelta(days=9))
    CallFactory(programme=free, closed=True)
    Programme.objects.filter(pk=paid.pk).update(duration_value=1, duration_unit="year", duration_days=365)
    Programme.objects.filter(pk=free.pk).update(duration_value=6, duration_unit="week", duration_days=42)

    assert names(client) == ["Gamma", "Bêta", "Alpha"]
    assert names(client, "?tri=duree") == ["Alpha", "Bêta", "Gamma"]
    assert names(client, "?tri=nom") == ["Alpha", "Bêta", "Gamma"]


def test_words_are_looked_for_and_the_names_that_hold_them_come_first(client, directory):
    assert names(client, "?q=cooperatives")[0] == "Parcours en coopérative d’activité et d’emploi (CAE)"
    assert names(client, "?q=Parcours+Créateur") == ["Itinéraire (ancien Parcours Créateur)"]
    assert len(names(client, "?q=le la les")) == 20


def test_unknown_values_are_said_and_a_free_programme_is_free(client, three):
    text = client.get("/programmes/").content.decode()

    prices = [part.split("</dd>")[0].strip() for part in text.split("<dt>Coût pour vous</dt><dd>")[1:]]
    assert prices == ["Gratuit", "980\u00a0€", '<span class="muted">Non renseigné</span>']


def test_sensitive_audiences_are_never_an_address(client, three):
    Audience.objects.create(code="parent_isole", name="Parent isolé", sensitive=True)
    Audience.objects.create(code="jeune", name="Jeune")

    facets = client.get("/programmes/?public=parent_isole").context["filters"].facets

    assert [option.code for option in facets["public"].options] == ["jeune"]


def test_programmes_of_unlisted_organisations_are_not_there(client, three):
    ProgrammeFactory(name="Caché", lead_actor__listed=False)

    assert names(client) == ["Alpha", "Bêta", "Gamma"]
