"""The large plan for a territory and an audience: what is off is dimmed and said; bad input is a page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Department
from programmes.models import Audience, Line, LineStop, LineWaypoint
from programmes.pathway import MOST_NAMES
from tests.factories import ActorFactory, ProgrammeFactory, RegionFactory, StageFactory

pytestmark = pytest.mark.django_db


def plan_of(client, query=""):
    return client.get(f"/plan/{query}").context["plan"]


def served(plan):
    return {(stop.line.letter, stop.stage.code) for stop in plan.stops if stop.served}


def a_line(letter="D", stages=(7,)):
    line = Line.objects.create(letter=letter, name=f"Ligne {letter}", slug=letter.lower())
    for place in (0, 9):
        LineWaypoint.objects.create(line=line, stage_index=place, row=ord(letter) % 5)
    for stage in stages:
        LineStop.objects.create(line=line, stage_index=stage)
    return line


def test_without_a_choice_everything_is_served(client, directory):
    plan = plan_of(client)

    assert (len(served(plan)), plan.lines_off, plan.stages_off) == (23, [], [])
    assert "avec ces choix" not in client.get("/plan/").content.decode()


def test_a_region_keeps_its_programmes_and_those_of_the_whole_country(client, directory):
    plan = plan_of(client, "?region=84")

    assert [line.letter for line in plan.lines_off] == ["L", "P"]
    assert [stage.code for stage in plan.stages_off] == ["changement_echelle", "transmission_rebond"]
    assert ("I", "structuration") in served(plan)
    assert ("I", "emergence") not in served(plan)
    assert {line.letter: line.programmes for line in plan.lines}["I"] == ("Parcours incubation de Ronalpia",)


def test_a_departement_stands_for_its_region_and_an_audience_narrows(client, directory):
    assert Department.objects.get(code="69").region_id == "84"
    assert served(plan_of(client, "?departement=69")) == served(plan_of(client, "?region=84"))

    response = client.get("/plan/?departement=69&public=porteur_projet_ess")

    assert served(response.context["plan"]) == {
        ("I", "structuration"),
        ("I", "creation"),
        ("E", "test_activite"),
        ("E", "creation"),
        ("E", "developpement"),
    }
    assert [chip.label for chip in response.context["chips"]] == ["Rhône", "Porteur ou porteuse de projet de l’ESS"]
    assert "Lignes et étapes, Rhône" in response.content.decode()


def test_what_is_off_is_said_in_the_drawing_the_list_the_legend_and_the_table(client, directory):
    content = client.get("/plan/?region=84").content.decode().replace("\u00a0", " ")

    assert "2 lignes non desservies : Prix et concours, Dispositif régional." in content
    assert "on peut s’arrêter à 15 stations" in content
    drawing, listed, table = (
        re.search(pattern, content, re.S)[0]
        for pattern in (r'<svg class="plan".*?</svg>', r'<ol class="vplan.*?</ol>', r"<table.*?</table>")
    )
    assert drawing.count(", non desservie avec ces choix") == 2 + 23 - 15
    assert listed.count(", non desservie avec ces choix") == 23 - 15
    assert table.count("pas avec ces choix") == 23 - 15
    assert content.count("<small>non desservie avec ces choix</small>") == 2


def test_a_choice_that_nothing_answers_gives_a_page_that_says_so(client):
    a_line()
    StageFactory()
    Audience.objects.create(code="jeune", name="Jeune").programmes.add(ProgrammeFactory())

    response = client.get("/plan/?public=jeune")

    assert served(response.context["plan"]) == set()
    assert "aucune station n’est desservie par un programme recensé" in response.content.decode()


def test_sensitive_audiences_stay_out_of_addresses(client, directory):
    Audience.objects.filter(code="eloigne_emploi").update(sensitive=True)

    response = client.get("/plan/?public=eloigne_emploi")

    assert response.context["chips"] == []
    assert 'value="eloigne_emploi"' not in response.content.decode()


def test_long_lines_name_their_first_programmes_only(client):
    line, stage = a_line(), StageFactory()
    for n in range(MOST_NAMES + 2):
        ProgrammeFactory(line=line, name=f"Programme {n}").stages.add(stage)

    assert (
        plan_of(client).lines[0].names
        == "Programme 0, Programme 1, Programme 2, Programme 3, Programme 4 et 2\u00a0autres"
    )


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_plan_takes_five_queries(client, rows):
    line, stage = a_line(), StageFactory()
    leader = ActorFactory()
    for _ in range(rows):
        ProgrammeFactory(line=line, lead_actor=leader).stages.add(stage)

    with CaptureQueriesContext(connection) as queries:
        client.get("/plan/?region=93")

    assert len(queries) == 5


@pytest.mark.parametrize(
    "query",
    [
        "?region=zz&public=rien",
        "?region=%00&departement=%00",
        "?region=93&region=84",
        f"?public={'a' * 5000}",
    ],
)
def test_bad_input_gives_a_page(client, query):
    RegionFactory()

    assert client.get(f"/plan/{query}").status_code == 200


def test_an_empty_portal_has_a_plan_page(client):
    assert "Le plan n’est pas encore dessiné" in client.get("/plan/").content.decode()
