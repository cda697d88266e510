"""The list of calls and its month: order, filters, counts, bounds, and whatever is written in the address."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.revision import bump
from programmes.indexing import index_programmes
from programmes.models import Programme
from tests.factories import CallFactory, ProgrammeFactory, RegionFactory, StageFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
TITLE = re.compile(r"<h3><a [^>]*>(.*?)</a>")
NOW = dt.datetime(2027, 6, 7, 10, tzinfo=dt.UTC)
NASTY = [
    "page=-3&page=999999999999",
    "q=%00&etat=%00&region=%00&programme=%00&etape=%00",
    "q=" + "mot " * 40_000,
    "etat=inconnu&etat=ouvert&region=zz&programme=nulle-part",
    "mois=2026-13",
    "mois=%00",
    "mois=9999-99&mois=",
    "mois=٢٠٢٦-١٢",
    "region=93&region=11",
    "q=%F0%9F%98%80'\";--<script>",
]


def days(number):
    return NOW + dt.timedelta(days=number)


def titles(client, query=""):
    sections = client.get(f"/appels/{query}").context["sections"]
    return {situation.value: [TITLE.search(line)[1] for line in lines] for situation, lines in sections}


@pytest.fixture
def five(time_machine):
    """One call of each situation, and a second open one that closes first; the past one is of the whole country."""
    time_machine.move_to(NOW, tick=False)
    RegionFactory(code="53", name="Bretagne", sort_name="bretagne")
    stage = StageFactory(code="creation", order=5, name="Création")
    late = CallFactory(title="Tardif", opens_at=days(-5), closes_at=days(9))
    late.programme.stages.add(stage)
    CallFactory(title="Proche", opens_at=days(-5), closes_at=days(2), programme=late.programme)
    CallFactory(title="Épicerie d’été", opens_at=days(3), closes_at=days(30))
    CallFactory(title="Permanent", opens_at=days(-9), closes_at=None)
    CallFactory(title="Passé", opens_at=days(-30), closes_at=days(-3), programme__region=None)
    return late.programme


@pytest.mark.parametrize("rows", [1, 3, 200])
@pytest.mark.parametrize(
    ("name", "queries"), [("calls", 5), ("calls_month", 4), ("calls_ical", 3), ("calls_atom", 3), ("calls_rss", 3)]
)
def test_pages_and_feeds_take_the_same_queries_whatever_their_length(
    client, rows, name, queries, django_assert_num_queries
):
    for number in range(rows):
        programme = ProgrammeFactory()
        programme.stages.add(StageFactory())
        CallFactory(programme=programme, closed=bool(number % 2))

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"programmes:{name}"))

    assert response.status_code == 200


def test_each_situation_has_its_place_and_the_first_to_close_comes_first(client, five):
    assert list(titles(client).items()) == [
        ("ouvert", ["Proche", "Tardif"]),
        ("bientot", ["Épicerie d’été"]),
        ("permanent", ["Permanent"]),
        ("passe", ["Passé"]),
    ]


def test_a_cancelled_call_is_among_the_past(client, five):
    CallFactory(title="Annulé", cancelled_at=NOW)

    assert sorted(titles(client)["passe"]) == ["Annulé", "Passé"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?etat=ouvert", {"ouvert": ["Proche", "Tardif"]}),
        ("?etat=bientot&etat=permanent", {"bientot": ["Épicerie d’été"], "permanent": ["Permanent"]}),
        ("?etape=creation&etat=passe&etat=ouvert", {"ouvert": ["Proche", "Tardif"]}),
        ("?region=53", {"passe": ["Passé"]}),
        ("?q=epicerie+ete", {"bientot": ["Épicerie d’été"]}),
        ("?q=%C3%89PICERIE", {"bientot": ["Épicerie d’été"]}),
        ("?q=introuvable", {}),
    ],
)
def test_filters_narrow(client, five, query, expected):
    assert titles(client, query) == expected


def test_a_programme_keeps_its_own_calls_and_its_chip_says_its_name(client, five):
    response = client.get(f"/appels/?programme={five.slug}")

    assert [chip.label for chip in response.context["chips"]] == [five.name]
    assert titles(client, f"?programme={five.slug}") == {"ouvert": ["Proche", "Tardif"]}


def test_words_find_the_calls_of_a_programme_by_its_name(client, five):
    Programme.objects.filter(pk=five.pk).update(name="Ruche numérique")
    index_programmes()

    assert titles(client, "?q=ruches") == {"ouvert": ["Proche", "Tardif"]}


def test_counts_are_those_of_the_list_without_their_own_facet(client, five):
    facets = client.get("/appels/?etat=ouvert&etape=creation").context["facets"]

    assert {o.code: o.count for o in facets["etat"].options} == {"ouvert": 2, "bientot": 0, "permanent": 0, "passe": 0}
    assert {o.code: o.count for o in facets["etape"].options} == {"creation": 2}


def test_nothing_found_says_which_filter_to_drop(client, five):
    response = client.get("/appels/?region=53&etat=ouvert")

    relaxations = [(chip.label, size) for chip, size in response.context["relaxations"]]
    assert sorted(relaxations) == [("Bretagne", 2), ("Ouverts", 1)]
    assert "Aucun appel ne réunit ces critères" in response.content.decode()


def test_pages_of_past_calls_hold_twenty(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    CallFactory.create_batch(25, opens_at=days(-30), closes_at=days(-3))

    assert len(titles(client, "?page=2")["passe"]) == 5


@pytest.mark.parametrize("query", NASTY)
@pytest.mark.parametrize(
    "path", ["/appels/", "/appels/calendrier/", "/appels/tous.ics", "/appels/flux.atom", "/appels/flux.rss"]
)
def test_any_address_gives_a_page(client, path, query):
    CallFactory()

    assert client.get(f"{path}?{query}").status_code == 200


# The month


def month(client, query=""):
    return client.get(f"/appels/calendrier/{query}").context


def test_the_month_is_a_table_from_monday_with_each_date_on_its_day(client, five):
    context = month(client, "?mois=2027-06")

    week = context["weeks"][1]
    assert [day.date.weekday() for day in week] == [0, 1, 2, 3, 4, 5, 6]
    assert [(day.date.day, [(d.kind.value, d.call.title) for d in day.dates]) for day in week if day.dates] == [
        (9, [("cloture", "Proche")]),
        (10, [("ouverture", "Épicerie d’été")]),
    ]
    assert [day.date for day in context["weeks"][0] if day.outside] == [dt.date(2027, 5, 31)]


def test_the_month_says_its_name_and_where_to_go(client, five):
    text = client.get("/appels/calendrier/?mois=2026-12").content.decode()

    assert "<h1>Les dates de décembre 2026</h1>" in text
    assert "<h1>Les dates d’avril 2027</h1>" in client.get("/appels/calendrier/?mois=2027-04").content.decode()
    assert 'href="?mois=2026-11" rel="prev"' in text
    assert 'href="?mois=2027-01" rel="next"' in text
    assert "Revenir à ce mois-ci" in text


def test_a_date_overseas_is_on_the_day_of_its_own_zone(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    region = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")
    closing = dt.datetime(2027, 7, 1, 1, tzinfo=ZoneInfo("Indian/Reunion"))  # still June in Paris
    CallFactory(programme__region=region, opens_at=days(-90), closes_at=closing)

    assert month(client, "?mois=2027-06")["drawn"] == ""
    (day,) = month(client, "?mois=2027-07")["days"]
    assert (day.date, day.dates[0].clock_words.replace("\u00a0", " ")) == (
        dt.date(2027, 7, 1),
        "1 h, heure de La Réunion (30 juin 2027 à 23 h à Paris)",
    )


def test_days_without_hours_follow_the_instants_of_their_day(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    evening = dt.datetime(2027, 6, 18, 18, tzinfo=PARIS)
    CallFactory(opens_at=days(-90), closes_at=evening, committee_on=evening.date(), answer_by=dt.date(2027, 7, 2))

    (day,) = month(client, "?mois=2027-06")["days"]
    assert [one.kind.value for one in day.dates] == ["cloture", "comite"]


@pytest.mark.parametrize(("asked", "shown"), [("1900-01", "2025-06"), ("2999-12", "2029-06"), ("bientot", "2027-06")])
def test_months_too_far_are_brought_back(client, time_machine, asked, shown):
    time_machine.move_to(NOW, tick=False)

    context = month(client, f"?mois={asked}")

    assert context["month"].code == shown
    assert [one and one.code for one in context["around"]] == {
        "2025-06": [None, "2025-07"],
        "2029-06": ["2029-05", None],
        "2027-06": ["2027-05", "2027-07"],
    }[shown]


def test_filters_go_from_the_list_to_the_month_and_back(client, five):
    text = client.get("/appels/calendrier/?mois=2027-06&etat=ouvert&region=93&page=4").content.decode()

    assert '<a href="/appels/?etat=ouvert&amp;region=93">En liste</a>' in text
    assert '<input type="hidden" name="etat" value="ouvert">' in text
    assert 'href="?mois=2027-07' in text.replace("?mois=2027-06&amp;", "?").replace(
        "etat=ouvert&amp;region=93&amp;", ""
    )


def test_a_cancelled_call_leaves_the_month(client, five):
    CallFactory(opens_at=days(-9), closes_at=days(1), cancelled_at=NOW)

    assert len(list(month(client, "?mois=2027-06")["days"])) == 5


def test_a_crowded_day_shows_three_and_leads_to_the_others(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    CallFactory.create_batch(5, opens_at=days(-90), closes_at=days(1))

    text = client.get("/appels/calendrier/?mois=2027-06").content.decode()

    assert '<a href="#jour-8">2\u00a0autres dates</a>' in text
    assert text.count(">Appel ") == 5  # the list below says them all


def test_the_page_of_a_day_says_what_its_month_leaves_out_with_the_same_filters(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    bump()  # so that both are kept
    CallFactory.create_batch(7, opens_at=days(-90), closes_at=days(1))
    CallFactory(title="Un autre jour", opens_at=days(-90), closes_at=days(2))

    text = client.get("/appels/calendrier/?mois=2027-06&etat=ouvert").content.decode()
    page = client.get("/appels/calendrier/?mois=2027-06&etat=ouvert&jour=8")

    assert 'href="?etat=ouvert&amp;mois=2027-06&amp;jour=8">2\u00a0autres dates ce jour-là</a>' in text
    assert text.count(">Appel ") == 5
    assert page.content.decode().count(">Appel ") == 7
    assert "<h1>Les dates du mardi\u00a08\u00a0juin</h1>" in page.content.decode()
    assert "Un autre jour" not in page.content.decode()
    assert 'href="?mois=2027-06&amp;etat=ouvert"' in page.content.decode()


def test_a_day_too_full_says_that_it_does_not_show_all(client, time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr("programmes.month.MOST_IN_A_DAY", 2)
    CallFactory.create_batch(3, opens_at=days(-90), closes_at=days(1))

    text = client.get("/appels/calendrier/?mois=2027-06&jour=8").content.decode()

    assert ("Il y a trop de dates ce jour-là" in text, text.count(">Appel ")) == (True, 2)


@pytest.mark.parametrize("day", ["0", "31", "99", "-1", "٣", "%00", "8" * 40_000, "8&jour="])
def test_a_day_that_the_month_does_not_have_shows_the_month(client, five, day):
    response = client.get(f"/appels/calendrier/?mois=2027-06&jour={day}")

    assert "<h1>Les dates de juin 2027</h1>" in response.content.decode()


def test_a_day_without_dates_leads_back_to_its_month(client, five):
    text = client.get("/appels/calendrier/?mois=2027-06&jour=1").content.decode()

    assert "Aucune date connue ce jour-là" in text
    assert "Toutes les dates de juin 2027" in text


def test_the_month_of_today_is_shown_by_default(client):
    today = timezone.localdate()

    context = month(client)

    assert (context["month"].first, context["is_current"]) == (today.replace(day=1), True)
