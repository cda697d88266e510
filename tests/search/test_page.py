"""The page of results: groups, counts, highlighted words, ways out, bad input, queries."""

import pytest
from django.utils.html import escape

from actors.indexing import index_actors
from actors.marking import Marker
from actors.revision import bump
from actors.search import sought
from tests.factories import ActorFactory, ProgrammeFactory, StageFactory

pytestmark = pytest.mark.django_db


def page(client, **query):
    return client.get("/recherche/", query)


def text(response):
    return response.content.decode()


def marked(query, written):
    return str(Marker(sought(query)).marked(written))


def populate(rows):
    leader = ActorFactory(name="Meneuse")
    for n in range(rows):
        ActorFactory(name=f"Épicerie {n}", summary="Du pain.")
        ProgrammeFactory(name=f"Épicerie {n}", lead_actor=leader)
    index_actors()


@pytest.mark.parametrize("rows", [1, 3, 200])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ({"q": "épicerie"}, 3),
        ({"q": "épicerie", "dans": "acteurs"}, 3),
        ({"q": "épicrie"}, 4),
        ({"q": "qsdfghjk"}, 4),
        ({"q": "le la les"}, 1),
        ({}, 2),
    ],
)
def test_the_page_takes_the_same_queries_whatever_it_finds(client, rows, query, queries, django_assert_num_queries):
    populate(rows)
    bump()

    with django_assert_num_queries(queries):
        assert page(client, **query).status_code == 200


def test_results_are_grouped_by_kind_the_best_kind_first_with_counts_and_a_link_to_all(client, directory):
    response = page(client, q="DLA")

    groups = response.context["groups"]
    assert [group.code for group in groups] == ["programmes", "glossaire", "acteurs", "etapes"]
    assert sum(group.total for group in groups) == response.context["total"]
    assert all(len(group.found) <= 4 for group in groups)
    assert 'href="?q=DLA&amp;dans=acteurs"' in text(response)


def test_all_the_results_of_a_kind_are_paged_and_a_page_too_far_is_the_last(client):
    populate(45)

    pages = [page(client, q="épicerie", dans="acteurs", page=n) for n in (1, 3, 99, -1, "x")]

    assert [len(one.context["found"]) for one in pages] == [20, 5, 5, 5, 20]
    assert pages[0].context["page"].paginator.count == 45
    titles = [found.title for one in pages[:2] for found in one.context["found"]]
    assert len(set(titles)) == 25


@pytest.mark.parametrize("kind", ["etapes", "inconnue", ""])
def test_a_kind_without_result_shows_the_others(client, kind):
    populate(1)

    response = page(client, q="épicerie", dans=kind)

    assert response.context["chosen"] is None
    assert [group.code for group in response.context["groups"]] == ["programmes", "acteurs"]


def test_an_old_name_finds_the_new_one(client, directory):
    found = page(client, q="Pôle emploi").context["groups"][0].found[0]

    assert (found.url, found.title) == ("/acteurs/france-travail/", "France Travail")


def test_a_misspelt_word_leads_to_the_nearest_and_to_its_results(client, directory):
    response = page(client, q="incubatuer")

    assert response.context["suggestion"] == "incubateur"
    assert 'Vouliez-vous dire <a href="?q=incubateur"><strong>incubateur</strong></a>' in text(response)
    assert response.context["near"][0].found[0].title == "<mark>incubateur</mark>"


def test_words_that_are_nowhere_together_give_what_holds_some_of_them(client, directory):
    response = page(client, q="financer une association de quincaillerie")

    assert response.context["suggestion"] == ""
    assert response.context["near"]
    assert "En voici qui en contiennent une partie." in text(response)


@pytest.mark.parametrize("query", ["", "qsdfghjk", "le la les", "« » !"])
def test_without_result_the_page_leads_elsewhere(client, query):
    StageFactory()

    content = text(page(client, q=query))

    for address in ("/orientation/", "/etapes/", "/departements/", "/programmes/", "/acteurs/"):
        assert f'href="{address}"' in content


@pytest.mark.parametrize(
    ("query", "written", "expected"),
    [
        ("épiceries", "L’Épicerie d’à côté", "L’<mark>Épicerie</mark> d’à côté"),
        ("l'épicerie", "des epiceries", "des <mark>epiceries</mark>"),
        ("épic", "Une épicerie", "Une <mark>épicerie</mark>"),
        ("ep", "Une épicerie", "Une épicerie"),
        ("b", "<b>gras</b> & b", "&lt;<mark>b</mark>&gt;gras&lt;/<mark>b</mark>&gt; &amp; <mark>b</mark>"),
        ("mark", "<mark>", "&lt;<mark>mark</mark>&gt;"),
        ("amp", "AT&T", "AT&amp;T"),
        ("oeuvre", "Chef-d’œuvre", "Chef-d’<mark>œuvre</mark>"),
        ("ete", "e\u0301te\u0301", "<mark>été</mark>"),
        ("la", "la", "la"),
        ("", "rien", "rien"),
    ],
)
def test_words_are_highlighted_in_any_form_and_everything_is_escaped(query, written, expected):
    assert marked(query, written) == expected


def test_an_excerpt_is_cut_around_the_first_word_found():
    far = "Début. " + "mot " * 100 + "une épicerie <b> " + "fin " * 100

    excerpt = Marker(["epicerie"]).excerpt(far)
    beginning = Marker(["debut"]).excerpt(far)
    unfound = Marker(["rien"]).excerpt("Court.")

    assert excerpt.startswith("…\u00a0mot ")
    assert "<mark>épicerie</mark> &lt;b&gt; fin" in excerpt
    assert excerpt.endswith("\u00a0…")
    assert len(excerpt) < 260
    assert beginning.startswith("<mark>Début</mark>. mot")
    assert unfound == "Court."


HOSTILE = [
    "épicerie\0",
    "\0",
    "a" * 1_000_000,
    "épicerie " * 100_000,
    "é" * 1_000_000,
    "ﷺ" * 100_000,
    '"',
    '"épicerie',
    "épicerie*",
    "* * *",
    "épicerie AND",
    "AND OR NOT NEAR",
    "NEAR(épicerie, 5)",
    "strong:épicerie",
    "épicerie:*",
    "épicerie & | ! <->",
    "'; DROP TABLE actors_searchentry; --",
    "\\",
    "%",
    "_",
    "{{ q }}{% now %}",
    "<script>alert(1)</script>",
    "😀 épicerie 🥖",
    "👩‍🌾",
    "1e5 2e 0x1F ½ Ⅷ ٣",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "שלום 你好",
    "a\u0301" * 1000,
    "\u202e\u200b\ufeff",
    "-" * 5000,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["", "acteurs"])
def test_any_text_gives_a_page(client, query, kind):
    populate(1)

    response = page(client, q=query, dans=kind, page="9" * 50)

    assert response.status_code == 200
    assert "\0" not in text(response)
    assert len(response.content) < 60_000


def test_what_was_typed_is_escaped_and_operators_are_words(client):
    populate(1)

    response = page(client, q='<script>"x"</script> épicerie AND')

    assert "<script>" not in text(response).replace("<script src", "")
    assert escape('<script>"x"</script>') in text(response)
    assert page(client, q='"épicerie" *').context["total"] == 2


def test_an_operator_is_no_wild_card(client):
    populate(1)

    assert page(client, q="ép*").context["groups"] == []
    assert page(client, q="épicerie OR boulangerie").context["groups"] == []
