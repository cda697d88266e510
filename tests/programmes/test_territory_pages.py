"""Pages of a region and of a département: who is there, who comes, what is open and when, where nobody is known."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Coverage, Site
from actors.models.actor import SheetStatus
from actors.revision import bump
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    CallFactory,
    DepartmentFactory,
    ProgrammeFactory,
    RegionFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db


def names(actors):
    return {actor.name for actor in actors}


@pytest.fixture
def var():
    return DepartmentFactory(code="83", name="Var")


def test_a_departement_tells_those_present_from_those_who_come_to_it(client, var):
    ActorFactory(name="Sur place", department=var)
    site = ActorFactory(name="Avec un lieu", region=None)
    Site.objects.create(actor=site, name="Antenne", department=var)
    cover = ActorFactory(name="Couvre", region=None)
    Coverage.objects.create(actor=cover, department=var)
    ActorFactory(name="Régionale")
    ActorFactory(name="Ailleurs dans la région", department=DepartmentFactory())
    ActorFactory(name="Pas publique", department=var, listed=False)

    local = client.get("/departements/83/").context["local"]

    assert names(local.present) == {"Sur place", "Avec un lieu"}
    assert names(local.around_here) == {"Couvre", "Régionale"}


def test_a_region_tells_those_present_from_those_who_cover_it(client, var):
    ActorFactory(name="Par le département", department=var, region=None)
    ActorFactory(name="Par la région")
    cover = ActorFactory(name="Couvre", region=RegionFactory(code="84"))
    Coverage.objects.create(actor=cover, region=var.region)
    ActorFactory(name="Ailleurs", region=RegionFactory(code="84"))

    local = client.get("/regions/93/").context["local"]

    assert names(local.present) == {"Par le département", "Par la région"}
    assert names(local.around_here) == {"Couvre"}


def test_the_chamber_to_call_is_found_behind_a_crowd(client, directory):
    region = RegionFactory(code="93")
    kind = ActorKindFactory(code="incubator")
    ActorFactory.create_batch(80, name="Foule", sort_name="aaa", region=region, kind=kind)

    context = client.get("/regions/93/").context

    assert context["call_first"].slug == "cress-provence-alpes-cote-d-azur"
    assert len(context["local"].present) == 59  # the sixtieth read is the national chamber
    assert client.get("/departements/14/").context["call_first"].slug == "ess-france"


def test_each_stage_says_who_serves_it_here_or_that_nobody_is_known(client, var):
    empty, served = StageFactory(code="emergence", name="Émergence", order=2), StageFactory()
    for region, status in ((var.region, "imported"), (None, "imported"), (None, SheetStatus.CLOSED)):
        ProgrammeFactory(region=region, status=status).stages.add(served)
    ProgrammeFactory(region=RegionFactory(code="84")).stages.add(empty)

    response = client.get("/departements/83/")

    reach = {stage.code: (stage.regional, stage.national, stage.is_gap) for stage in response.context["stages"]}
    assert reach == {"emergence": (0, 0, True), "developpement": (1, 1, False)}
    content = response.content.decode().replace("\u00a0", " ")
    assert content.count("personne n’est encore recensé</span>") == 1
    assert "1 programme de la région, 1 de tout le pays" in content


def test_calls_of_the_region_and_of_the_country_come_with_their_own_time(client):
    reunion = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")
    DepartmentFactory(code="974", name="La Réunion", region=reunion)
    closing = dt.datetime(2100, 6, 18, 14, 0, tzinfo=dt.UTC)
    CallFactory(title="Ici", programme=ProgrammeFactory(region=reunion), closes_at=closing)
    CallFactory(title="Partout", programme=ProgrammeFactory(region=None), closes_at=closing + dt.timedelta(days=1))
    CallFactory(title="Ailleurs", programme=ProgrammeFactory())
    CallFactory(title="Passé", programme=ProgrammeFactory(region=reunion), closed=True)

    response = client.get("/departements/974/")

    content = response.content.decode().replace("\u00a0", " ")
    assert [one.call.title for one in response.context["calls"]] == ["Ici", "Partout"]
    assert "18 juin 2100 à 18 h (heure de La Réunion, 16 h à Paris)" in content
    assert "les appels de la région sont à l’heure de La Réunion" in content
    assert "sont à l’heure" not in client.get("/regions/93/").content.decode()


def test_the_map_and_its_table_give_the_same_two_figures_as_links(client, var):
    ActorFactory(department=var)
    ProgrammeFactory(region=var.region)

    content = client.get("/departements/").content.decode().replace("\u00a0", " ")

    assert 'aria-label="Var (83) : 1 acteur, 1 programme"' in content
    assert '<a href="/acteurs/?departement=83">1 acteur<span class="vh">, Var</span></a>' in content
    assert '<a href="/programmes/?departement=83">1 programme<span class="vh">, Var</span></a>' in content


@pytest.mark.parametrize("address", ["/departements/83/", "/regions/93/"])
@pytest.mark.parametrize("rows", [1, 3, 200])
def test_six_queries_whatever_the_size_once_the_lists_are_kept(client, var, address, rows):
    stage = StageFactory()
    for _ in range(rows):
        programme = ProgrammeFactory(lead_actor=ActorFactory(department=var), region=var.region)
        programme.stages.add(stage)
        CallFactory(programme=programme)
    bump()
    for kept in ("/programmes/", "/appels/"):
        client.get(kept)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) == 6


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/departements/?departement=zz", 200),
        ("/departements/?departement=%00", 200),
        (f"/departements/?departement={'8' * 5000}", 200),
        ("/departements/999/", 404),
        ("/regions/%00/", 404),
        ("/regions/99/?q=%00", 404),
    ],
)
def test_bad_input_is_a_page(client, var, address, status):
    assert client.get(address).status_code == status
