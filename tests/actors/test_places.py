"""Finding a place: every way to write it, what is exact first, nothing hostile costs anything."""

import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from actors.models import Commune, Department, Region
from actors.places import find_places, place_key
from ess_portal.directory.communes import write_communes
from ess_portal.directory.load import DATA, load


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """Every commune, loaded once for the module and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        write_communes(DATA)
        yield
        transaction.set_rollback(True)


def first(text):
    return [place.label for place in find_places(text)][:1]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Saint-Étienne", "Saint-Étienne, Loire (42)"),
        ("st etienne", "Saint-Étienne, Loire (42)"),
        ("ST.-ÉTIENNE", "Saint-Étienne, Loire (42)"),
        ("Ste-Maxime", "Sainte-Maxime, Var (83)"),
        ("l'hay les roses", "L’Haÿ-les-Roses, Val-de-Marne (94)"),
        ("L’Haÿ-les-Roses", "L’Haÿ-les-Roses, Val-de-Marne (94)"),
        ("havre", "Le Havre, Seine-Maritime (76)"),
        ("aix en prov", "Aix-en-Provence, Bouches-du-Rhône (13)"),
        ("13100", "Aix-en-Provence, Bouches-du-Rhône (13)"),
        ("97400 Saint-Denis", "Saint-Denis, La Réunion (974)"),
        ("Saint-Denis 93200", "Saint-Denis, Seine-Saint-Denis (93)"),
        ("Saint-Denis (93)", "Saint-Denis, Seine-Saint-Denis (93)"),
        ("Saint-Denis de La Réunion", "Saint-Denis, La Réunion (974)"),
        ("montreuil en seine saint denis", "Montreuil, Seine-Saint-Denis (93)"),
        ("Neuilly-sur-Marne", "Neuilly-sur-Marne, Seine-Saint-Denis (93)"),
        ("38040 Grenoble Cedex 9", "Grenoble, Isère (38)"),
        ("Paris", "Paris, Paris (75)"),
        ("Paris 13e", "Paris 13e, Paris (75)"),
        ("paris 13ème arrondissement", "Paris 13e, Paris (75)"),
        ("75013", "Paris, Paris (75)"),
        ("Lyon 03", "Lyon 3e, Rhône (69)"),
        ("marseille 1er", "Marseille 1er, Bouches-du-Rhône (13)"),
        ("Fort de France", "Fort-de-France, Martinique (972)"),
        ("Mamoudzou", "Mamoudzou, Mayotte (976)"),
        ("Réunion", "La Réunion (974), département"),
        ("974", "La Réunion (974), département"),
        ("1", "Ain (01), département"),
        ("2a", "Corse-du-Sud (2A), département"),
        ("20", "Corse-du-Sud (2A), département"),
        ("cote d'or", "Côte-d’Or (21), département"),
        ("département du Nord", "Nord (59), département"),
        ("région Bretagne", "Bretagne, région"),
        ("paca", "Provence-Alpes-Côte d’Azur, région"),
        ("ile de france", "Île-de-France, région"),
        ("œuilly", "Œuilly, Aisne (02)"),
    ],
)
def test_a_place_is_found_however_it_is_written(france, text, label):
    assert first(text) == [label]


def test_homonyms_come_together_the_largest_first(france):
    found = [place.label for place in find_places("saint denis", limit=4)]

    assert found == [
        "Saint-Denis, La Réunion (974)",
        "Saint-Denis, Seine-Saint-Denis (93)",
        "Saint-Denis, Aude (11)",
        "Saint-Denis, Gard (30)",
    ]


def test_a_postal_code_gives_the_commune_and_its_arrondissement(france):
    assert [place.code for place in find_places("75013")] == ["75056", "75113"]
    assert {place.department.code for place in find_places("131", limit=30)} == {"13"}


def test_a_place_knows_its_department_and_region(france):
    [commune] = find_places("97400")
    region = find_places("Bretagne")[0]

    assert (commune.kind, commune.code, commune.name) == ("commune", "97411", "Saint-Denis")
    assert (commune.department.code, commune.region.code) == ("974", "04")
    assert (region.kind, region.code, region.department, region.region.name) == ("region", "53", None, "Bretagne")


def test_a_label_finds_its_own_place_first(france):
    """What a page wrote may be sent back, shared in an address, and read again."""
    communes = random.Random(3).sample(list(Commune.objects.select_related("department")), 250)
    labels = [f"{commune.name}, {commune.department.name} ({commune.department_id})" for commune in communes]
    labels += [f"{department} département".replace(") ", "), ") for department in Department.objects.all()]
    labels += [f"{region}, région" for region in Region.objects.all()]

    assert [label for label in labels if first(label) != [label]] == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\0", "%", "_%_", "((((", "'; DROP TABLE", "zzzz", "99999", "0" * 1_000_000, "la " * 400_000, "région"],
)
def test_a_text_that_names_nothing_finds_nothing(france, text):
    assert find_places(text) == []


@pytest.mark.parametrize("text", ["saint denis de la reunion 974", "97400 saint", "bretagne", "x" * 5000])
def test_two_queries_at_most(france, text):
    with CaptureQueriesContext(connection) as queries:
        find_places(text)

    assert len(queries) == 2


def test_the_key_of_a_place():
    assert place_key("St-Rémy-de-Provence") == "saint remy de provence"
    assert place_key("Lyon 3ème") == "lyon 3"


def test_the_field_of_a_place_is_offered_what_the_lists_understand(france, client):
    page = client.get("/lieux/?lieu=saint-denis").content.decode()

    assert [f'<option value="{place.label}"></option>' in page for place in find_places("saint-denis", 8)] == [True] * 8
    assert client.get("/lieux/?lieu=%00qsdfghjk").content.strip() == b""
