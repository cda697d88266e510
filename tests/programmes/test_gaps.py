"""Who acts where: each level of a cell, the same in a page and in a file, six queries whatever the size."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Coverage, Site
from actors.models.actor import SheetStatus
from programmes.gaps import matrix
from tests.factories import ActorFactory, DepartmentFactory, ProgrammeFactory, RegionFactory, StageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return StageFactory()


@pytest.fixture
def paca():
    """Two départements of one region, and one of another."""
    here = DepartmentFactory()
    there = DepartmentFactory(code="83", name="Var")
    rhone = DepartmentFactory(code="69", name="Rhône", region=RegionFactory(code="84", sort_name="auvergne"))
    return here, there, rhone


def a_programme(stage, **values):
    programme = ProgrammeFactory(**values)
    programme.stages.add(stage)
    return programme


def levels(**options):
    """Level of the only stage, by code of territory."""
    found = matrix(**options)
    return {row.territory.code: row.cells[0].level for row in [*found.regions, *found.departments]}


def test_nobody_is_said_until_somebody_acts(stage, paca):
    assert levels() == dict.fromkeys(["93", "84", "13", "83", "69"], "nobody")
    assert [row.gaps for row in matrix().regions] == [[stage], [stage]]


def test_a_programme_of_the_region_reaches_all_its_departements(stage, paca):
    a_programme(stage, region=paca[0].region, lead_actor=ActorFactory(region=None))

    assert levels() == {"93": "region", "13": "region", "83": "region", "84": "nobody", "69": "nobody"}


def test_a_programme_of_the_whole_country_may_be_left_out(stage, paca):
    a_programme(stage, region=None, lead_actor=ActorFactory(region=None))

    assert set(levels().values()) == {"country"}
    assert set(levels(national=False).values()) == {"nobody"}


@pytest.mark.parametrize("how", ["office", "site", "coverage", "partner"])
def test_an_organisation_is_there_by_its_office_a_site_its_coverage_or_as_a_partner(stage, paca, how):
    here = paca[0]
    actor = ActorFactory(region=None, department=here if how in ("office", "partner") else None)
    if how == "site":
        Site.objects.create(actor=actor, name="Antenne", department=here)
    if how == "coverage":
        Coverage.objects.create(actor=actor, department=here)
    leader = actor if how != "partner" else ActorFactory(region=None)
    programme = a_programme(stage, region=here.region, lead_actor=leader)
    if how == "partner":
        programme.partners.add(actor)

    assert levels() == {"93": "here", "13": "here", "83": "region", "84": "nobody", "69": "nobody"}


def test_an_organisation_counts_only_where_its_programme_can_be_followed(stage, paca):
    a_programme(stage, region=paca[0].region, lead_actor=ActorFactory(region=None, department=paca[2]))

    assert levels()["69"] == "nobody"


def test_an_organisation_counts_once_however_many_programmes_and_sites(stage, paca):
    actor = ActorFactory(department=paca[0], region=paca[0].region)
    Site.objects.create(actor=actor, name="Antenne", department=paca[0])
    a_programme(stage, region=paca[0].region, lead_actor=actor)
    a_programme(stage, region=None, lead_actor=actor)

    cell = next(row.cells[0] for row in matrix().departments if row.territory.code == "13")

    assert (cell.here, cell.regional, cell.national, cell.words) == (1, 1, 1, "1 sur place")


def test_closed_organisations_closed_programmes_and_unlisted_leaders_do_not_count(stage, paca):
    here = paca[0]
    a_programme(stage, region=here.region, status=SheetStatus.CLOSED, lead_actor=ActorFactory(department=here))
    a_programme(stage, region=here.region, lead_actor=ActorFactory(department=here, listed=False))
    assert set(levels().values()) == {"nobody"}

    a_programme(stage, region=here.region, lead_actor=ActorFactory(department=here, status=SheetStatus.CLOSED))

    assert levels()["13"] == "region"


def test_the_page_goes_from_regions_to_departements(client, stage, paca):
    a_programme(stage, region=paca[0].region, lead_actor=ActorFactory(department=paca[0]))

    regions = client.get("/plan/manques/")
    within = client.get("/plan/manques/?region=93")
    everywhere = client.get("/plan/manques/?echelle=departement")

    assert [row.territory.code for row in regions.context["rows"]] == ["84", "93"]
    assert [row.territory.code for row in within.context["rows"]] == ["93", "13", "83"]
    assert [row.territory.code for row in everywhere.context["rows"]] == ["13", "69", "83"]
    content = within.content.decode()
    assert '<a href="/programmes/?etape=developpement&amp;departement=13">1 sur place' in content
    assert "<strong>0\u00a0case vide</strong> sur 3." in content
    assert "<strong>1\u00a0case vide</strong> sur 2." in regions.content.decode()


def test_the_file_says_what_the_page_says(client, stage, paca):
    a_programme(stage, region=paca[0].region, lead_actor=ActorFactory(department=paca[0]))

    response = client.get("/plan/manques.csv?region=93&regionaux=1")

    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["territoire", "code", "étape", "qui agit"]
    assert rows[1:] == [
        ["Provence-Alpes-Côte d’Azur", "93", "Développement", "sur place", "1", "1", "0"],
        ["Bouches-du-Rhône", "13", "Développement", "sur place", "1", "1", "0"],
        ["Var", "83", "Développement", "dans la région", "0", "1", "0"],
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_no_name_acts_in_the_spreadsheet(client, paca):
    StageFactory(name="=1+1")

    assert ";'=1+1;" in client.get("/plan/manques.csv").getvalue().decode()


@pytest.mark.parametrize("address", ["/plan/manques/", "/plan/manques.csv", "/plan/manques/?region=93"])
@pytest.mark.parametrize("rows", [1, 3, 200])
def test_six_queries_whatever_the_size(client, stage, paca, address, rows):
    for _ in range(rows):
        a_programme(stage, lead_actor=ActorFactory(department=paca[0]))

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) == 6


@pytest.mark.parametrize(
    "query", ["?region=zz", "?region=%00", "?echelle=x&echelle=departement", f"?regionaux={'9' * 5000}"]
)
def test_bad_input_gives_a_page(client, stage, paca, query):
    assert client.get(f"/plan/manques/{query}").status_code == 200
    assert client.get(f"/plan/manques.csv{query}").status_code == 200


def test_an_empty_portal_has_a_page(client):
    assert "Aucun territoire ni étape" in client.get("/plan/manques/").content.decode()
