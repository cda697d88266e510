"""The lists as a table, a calendar and a feed: the same filters, the same order, and nothing that can act."""

import csv
import datetime as dt
import io

import feedparser
import pytest
from django.utils import timezone
from icalendar import Calendar

from actors.models import Commune, DirectoryRevision
from ess_portal.lib.exports import inert
from programmes.models import Programme
from tests.factories import ActorFactory, CallFactory, DepartmentFactory, ProgrammeFactory, RegionFactory

pytestmark = pytest.mark.django_db


def table(client, address):
    response = client.get(address)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


@pytest.fixture
def three():
    now = timezone.now()
    free = ProgrammeFactory(name="Alpha", sort_name="alpha", cost=0)
    paid = ProgrammeFactory(name="=1+1", sort_name="1 1", cost=980, region=RegionFactory(code="53", name="Bretagne"))
    unknown = ProgrammeFactory(name="Gamma", sort_name="gamma", region=None)
    CallFactory(programme=free, title="Ouvert", closes_at=now + dt.timedelta(days=9))
    CallFactory(programme=free, title="Clos", closed=True)
    CallFactory(programme=free, title="Annulé", cancelled_at=now)
    CallFactory(programme=unknown, title="À venir", upcoming=True)
    return free, paid, unknown


def test_the_table_holds_the_filtered_list_in_its_order(client, three):
    rows = table(client, "/programmes/liste.csv?tri=cout")

    assert [(row["Programme"], row["Prix en euros"]) for row in rows] == [
        ("Alpha", "0"),
        ("'=1+1", "980"),
        ("Gamma", ""),
    ]
    assert [row["Programme"] for row in table(client, "/programmes/liste.csv?cout=payant")] == ["'=1+1"]
    assert rows[0]["Fiche"] == f"http://testserver/programmes/{three[0].slug}/"


def test_the_table_of_organisations_leaves_the_unlisted_out(client):
    network = ActorFactory(name="Réseau caché", listed=False)
    ActorFactory(name="@Visible", sort_name="visible").networks.add(network)

    rows = table(client, "/acteurs/liste.csv")

    assert [(row["Acteur"], row["Réseaux"]) for row in rows] == [("'@Visible", "")]


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_table_takes_the_same_queries_whatever_its_length(client, rows, django_assert_num_queries):
    ProgrammeFactory.create_batch(rows)

    with django_assert_num_queries(6):
        assert len(table(client, "/programmes/liste.csv")) == rows


@pytest.mark.parametrize("value", ["=1+1", "+33", "-1", "@cmd", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_inert(value):
    assert inert(value) == f"'{value}"


def test_numbers_and_plain_texts_stay_as_they_are():
    assert [inert(value) for value in (-1, 0, None, "L’été = beau", "")] == [-1, 0, "", "L’été = beau", ""]


def test_the_calendar_holds_the_open_and_coming_calls_of_the_list(client, three):
    def titles(query):
        events = Calendar.from_ical(client.get(f"/programmes/agenda.ics{query}").content).events
        return {str(event["SUMMARY"]).split(" : ")[1] for event in events}

    assert titles("") == {"Ouvert", "À venir"}
    assert titles("?cout=gratuit") == {"Ouvert"}
    assert titles("?cout=payant") == set()


def test_the_feed_tells_the_news_of_the_list_and_says_its_filters(client, three):
    def feed(query):
        return feedparser.parse(client.get(f"/programmes/flux.atom{query}").content)

    assert not feed("").bozo
    assert {entry.title.split(" : ")[1] for entry in feed("?cout=gratuit").entries} == {"Ouvert", "Clos", "Annulé"}
    assert feed("?cout=gratuit&tri=nom").feed.title == "Programmes ESS · Gratuit"
    assert feed("?cout=gratuit&tri=nom").feed.link == "http://testserver/programmes/?cout=gratuit"


def test_the_list_leads_to_its_other_forms_with_its_filters(client, three):
    text = client.get("/programmes/?cout=gratuit&page=3&cout=cher").content.decode()

    for name in ("liste.csv", "agenda.ics", "flux.atom"):
        assert f'href="/programmes/{name}?cout=gratuit"' in text


def test_a_table_is_not_sent_again_when_nothing_changed(client, three):
    DirectoryRevision.objects.create(pk=1)
    first = client.get("/programmes/liste.csv")
    first.getvalue()

    again = client.get("/programmes/liste.csv", headers={"If-None-Match": first["ETag"], "Accept-Encoding": "gzip"})

    assert again.status_code == 304


@pytest.fixture
def around_marseille():
    """One programme in the département, one elsewhere in the region, one for the whole country, one far away."""
    paca, brittany = RegionFactory(), RegionFactory(code="53", name="Bretagne", sort_name="bretagne")
    here, near = DepartmentFactory(), DepartmentFactory(code="83", name="Var", sort_name="var", region=paca)
    Commune.objects.create(
        code="13055", name="Marseille", sort_name="marseille", department=here, postal_codes="13001 13002", population=1
    )
    for code, department in (("83001", near), ("13001", here)):
        Commune.objects.create(
            code=code, name="Saint-Cyr", sort_name="saint cyr", department=department, postal_codes=code
        )
    leader = ActorFactory(name="D’ici", sort_name="b", department=here, region=paca)
    ProgrammeFactory(name="National", sort_name="a", lead_actor=leader, region=None, duration_days=1)
    ProgrammeFactory(name="Régional", sort_name="b", lead_actor=ActorFactory(name="Du Var", department=near))
    ProgrammeFactory(name="Local", sort_name="c", lead_actor=leader, region=paca, duration_days=900)
    ProgrammeFactory(name="Lointain", sort_name="d", lead_actor=ActorFactory(region=brittany), region=brittany)


def nearness(client, query):
    rows = table(client, f"/programmes/liste.csv{query}")
    return [(row["Programme"], row["Près de vous"]) for row in rows]


@pytest.mark.parametrize("place", ["Marseille", "13002", "13", "bouches du rhône"])
def test_near_a_place_comes_its_departement_then_its_region_then_the_country(client, around_marseille, place):
    assert nearness(client, f"?lieu={place}&tri=duree") == [
        ("Local", "dans votre département"),
        ("Régional", "dans votre région"),
        ("National", "partout en France"),
    ]


def test_each_card_says_how_near_it_is_and_the_page_in_which_order(client, around_marseille):
    text = client.get("/programmes/?lieu=Marseille").content.decode()

    assert "D’abord Bouches-du-Rhône, puis Provence-Alpes-Côte d’Azur, puis toute la France." in text
    assert text.count("<strong>dans votre département</strong>") == 1
    assert "Lointain" not in text


def test_a_name_of_several_places_is_asked_again_and_the_whole_list_shown(client, around_marseille):
    response = client.get("/programmes/?lieu=Saint-Cyr")

    text = response.content.decode()
    assert "Plusieurs lieux portent ce nom" in text
    assert response.context["filters"].total == 4
    choices = [place.label for place in response.context["filters"].meant.choices]
    assert choices == ["Saint-Cyr, Bouches-du-Rhône (13)", "Saint-Cyr, Var (83)"]
    assert client.get("/programmes/", {"lieu": choices[1]}).context["filters"].near.place.department.code == "83"


def test_an_unknown_place_is_said_and_the_whole_list_shown(client, around_marseille):
    response = client.get("/programmes/?lieu=Nulle-Part")

    assert "Nous ne connaissons pas de lieu nommé «\u00a0Nulle-Part\u00a0»" in response.content.decode()
    assert (response.context["filters"].total, response.context["filters"].chips) == (4, [])


def test_organisations_are_near_too(client, around_marseille):
    ActorFactory(name="Sans lieu", sort_name="0", region=None)

    rows = table(client, "/acteurs/liste.csv?lieu=Marseille")

    assert [(row["Acteur"], row["Près de vous"]) for row in rows] == [
        ("D’ici", "dans votre département"),
        ("Du Var", "dans votre région"),
        ("Sans lieu", "sans lieu recensé, ou national"),
    ]


def test_what_to_loosen_counts_with_the_place_and_the_words(client, around_marseille):
    Programme.objects.filter(name="Lointain").update(cost=0)

    filters = client.get("/programmes/?lieu=Marseille&cout=gratuit").context["filters"]
    stuck = client.get("/programmes/?lieu=Marseille&cout=gratuit&q=zzz").context["filters"]

    assert [(one.label, one.size) for one in filters.relaxations()] == [
        ("Retirer Près de Marseille", 1),
        ("Retirer Gratuit", 3),
    ]
    assert [(one.label, one.query, one.size) for one in stuck.relaxations()] == [
        ("Garder seulement Près de Marseille", "?lieu=Marseille", 3),
        ("Garder seulement Gratuit", "?cout=gratuit", 1),
    ]


def test_open_now_and_announced_are_told_apart(client, three):
    def found(query):
        return [row["Programme"] for row in table(client, f"/programmes/liste.csv{query}")]

    assert found("?ouverture=ouvert") == ["Alpha"]
    assert found("?ouverture=annonce") == ["Gamma"]
    assert found("?tri=cloture") == ["Alpha", "Gamma", "'=1+1"]
