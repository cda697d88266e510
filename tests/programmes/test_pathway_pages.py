"""Home, stages, lines, territories and glossary: what they show, in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.models import GlossaryTerm, Line, LineStop, Programme
from programmes.territory import programmes_by_region, tiles, whom_to_call
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


def populate(rows):
    """A region, a département, a stage, a line, and `rows` programmes with their organisations and calls."""
    department, stage = DepartmentFactory(), StageFactory()
    line = Line.objects.create(letter="D", name="Développement", slug="developpement")
    LineStop.objects.create(line=line, stage_index=stage.order)
    for n in range(rows):
        leader = ActorFactory(department=department, region=department.region)
        programme = ProgrammeFactory(lead_actor=leader, line=line)
        programme.stages.add(stage)
        CallFactory(programme=programme)
        CallFactory(programme=programme, closed=True)
        GlossaryTerm.objects.create(slug=f"mot-{n}", term="Mot", sort_term="mot", code="mot", definition="Sens.")


QUERIES = {
    "/": 8,
    "/etapes/": 2,
    "/etapes/developpement/": 5,
    "/lignes/developpement/": 3,
    "/regions/93/": 11,  # the three lists in memory are read too; 6 once they are
    "/departements/": 3,
    "/departements/13/": 11,
    "/glossaire/": 2,
    "/appels/": 5,
}


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_pages_take_the_same_queries_whatever_they_hold(client, rows):
    populate(rows)

    counted = {}
    for address in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted[address] = len(queries)

    assert counted == QUERIES


@pytest.mark.parametrize(
    "address",
    ["/", "/etapes/", "/programmes/", "/acteurs/", "/appels/", "/glossaire/", "/departements/", "/recherche/"],
)
def test_pages_hold_on_an_empty_database(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_the_home_page_asks_first_and_shows_the_open_calls(client, directory):
    CallFactory(title="Ferme en second", programme=Programme.objects.get(slug="dla"), closes_at=None)
    CallFactory(title="Ferme en premier", programme=Programme.objects.get(slug="mpess-developpement"))
    CallFactory(title="Déjà fermé", closed=True)

    response = client.get("/")

    content = response.content.decode()
    assert [one.call.title for one in response.context["calls"]] == ["Ferme en premier", "Ferme en second"]
    assert "Déjà fermé" not in content
    assert "J’ai envie d’agir\u00a0: par où commencer\u00a0?" in content
    assert response.context["programmes"] == 39
    assert "170\u00a0connus" not in content


def test_figures_tell_the_stored_from_the_listed(client, directory):
    context = client.get("/").context

    assert context["actors"] == {"stored": 169, "listed": 157}
    assert context["programmes"] == 38


def test_tiles_count_those_present_and_all_that_can_be_followed():
    here = DepartmentFactory(tile_row=10, tile_column=8)
    overseas = DepartmentFactory(code="974", region=RegionFactory(code="04"), tile_row=11, tile_column=0)
    ActorFactory.create_batch(2, department=here)
    ActorFactory(department=here, listed=False)
    ProgrammeFactory(region=None)
    ProgrammeFactory(region=here.region)

    by_code = {tile.department.code: tile for tile in tiles(programmes_by_region())}

    bouches, reunion = by_code["13"], by_code[overseas.code]
    assert (bouches.actors, bouches.programmes, bouches.shade, bouches.x, bouches.y) == (2, 2, "t2", 289, 361)
    assert (reunion.actors, reunion.programmes, reunion.shade, reunion.y) == (0, 1, "t0", 403)


def test_the_choice_of_a_departement_leads_to_its_page(client):
    DepartmentFactory(code="2A")

    assert client.get("/departements/?departement=2A").headers["Location"] == "/departements/2A/"
    assert client.get("/departements/?departement=zz").status_code == 200


def test_the_chamber_of_the_region_is_called_first_and_the_national_one_when_it_has_closed(directory):
    regions = {region.pk: whom_to_call(region).slug for region in RegionFactory._meta.model.objects.all()}

    assert regions["93"] == "cress-provence-alpes-cote-d-azur"
    assert regions["28"] == "ess-france"
    assert "" not in regions.values()


def test_without_any_chamber_nobody_is_invented(client):
    ActorFactory(kind=ActorKindFactory(code="incubator"))

    response = client.get("/regions/93/")

    assert response.context["call_first"] is None
    assert "Non renseigné." in response.content.decode()


def test_a_stage_asks_its_question_and_lists_who_serves_it(client, directory):
    response = client.get("/etapes/structuration/")

    content = response.content.decode()
    assert "<h1>Quel modèle économique, quel statut, quels partenaires\u00a0?</h1>" in content
    assert "inter-made" in {actor.slug for actor in response.context["actors"]}
    assert [item.code for item in response.context["beside"]] == ["emergence", "test_activite"]
    assert [item.code for item in response.context["lines"]] == ["I", "L", "T"]


def test_a_line_lists_its_stations_with_their_programmes_and_walks(client, directory):
    stations = client.get("/lignes/incubation/").context["stations"]

    assert [station["stage"].code for station in stations] == ["emergence", "structuration", "creation"]
    assert "inter-made-starter" in {item.code for item in stations[1]["programmes"]}
    assert [walk.label for walk in stations[1]["walks"]] == ["Test et coopérative"]
    assert [other.code for other in stations[2]["others"]] == ["P", "E"]


def test_the_glossary_goes_from_a_to_z_with_an_anchor_for_each_word(client, directory):
    response = client.get("/glossaire/")

    letters = [letter for letter, _ in response.context["letters"]]
    assert letters == sorted(letters)
    assert 'id="economie-sociale-et-solidaire-ess"' in response.content.decode()
    assert sum(len(terms) for _, terms in response.context["letters"]) == 126


def test_unknown_addresses_answer_404(client):
    for name, arg in [("stage", "rien"), ("line", "rien"), ("region", "99"), ("department", "999"), ("call", "rien")]:
        assert client.get(reverse(f"programmes:{name}", args=[arg])).status_code == 404
