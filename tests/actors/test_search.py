"""Search: the same entries in the same order on both engines (run on PostgreSQL too: make test-postgres)."""

import pytest

from actors.indexing import index_actors
from actors.models import Actor, Alias, SearchEntry
from actors.search import search
from ess_portal.lib.text import index, sort_key, words
from tests.factories import ActorFactory, ActorKindFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def grocery():
    actor = ActorFactory(slug="epicerie-d-a-cote", name="L’Épicerie d’à côté", summary="Des œufs, du pain, des livres.")
    index_actors()
    return actor


def slugs(text, **kinds):
    return [entry.slug for entry in search(text, **kinds)]


@pytest.mark.parametrize(
    "text",
    [
        "épicerie",
        "epicerie",
        "ÉPICERIES",
        "epiceries",
        "l'épicerie",
        "d’épicerie",
        "l’épic",
        "oeuf",
        "œufs",
        "livre pain",
    ],
)
def test_accents_plurals_elisions_and_beginnings_do_not_matter(grocery, text):
    assert slugs(text) == ["epicerie-d-a-cote"]


@pytest.mark.parametrize("text", ["épicerie poisson", "quincaillerie", "pai livre", "le la les", "", "\"* OR -:'()&|!"])
def test_every_word_must_be_found_and_only_the_last_may_be_a_beginning(grocery, text):
    assert slugs(text) == []


@pytest.mark.parametrize(
    ("old_name", "slug"),
    [
        ("Pôle emploi", "france-travail"),
        ("pole emploi", "france-travail"),
        ("Direccte", "dreets"),
        ("Mouves", "impact-france"),
        ("Intermade", "inter-made"),
        ("Parcours Créateur", "itineraire"),
        ("ZRR", "frr"),
    ],
)
def test_old_and_usual_names_are_found(directory, old_name, slug):
    assert slug in slugs(old_name)


def test_the_real_facts_give_the_same_order_on_both_engines(directory):
    assert slugs("mouves")[:4] == [
        "impact-france",
        "codeveloppement-mouves-paca",
        "afterworks-mouves-paca",
        "mouves-paca",
    ]
    assert slugs("DLA", kinds=["programme", "actor"])[:3] == ["dla", "dla-paca", "reseau-dla"]
    assert slugs("coopérative", kinds=["programme"])[:2] == ["parcours-cae", "inter-made-couveuse"]


def test_names_come_before_other_words_and_the_very_title_first():
    ActorFactory(slug="far", name="Alpha", summary="Elle travaille avec la Ruche.")
    ActorFactory(slug="begins", name="Rucher collectif")
    ActorFactory(slug="holds", name="La Ruche Marseille")
    ActorFactory(slug="is", name="Ruche")
    index_actors()

    assert slugs("ruche") == ["is", "holds", "begins", "far"]


def test_kinds_narrow_the_search(grocery):
    assert slugs("épicerie", kinds=["actor"]) == ["epicerie-d-a-cote"]
    assert slugs("épicerie", kinds=["programme", "term"]) == []


def test_what_is_not_public_is_not_found():
    ActorFactory(name="Épicerie cachée", listed=False)
    ActorFactory(name="Une autre", editor_note="épicerie", status_note="épicerie")
    index_actors()

    assert slugs("épicerie") == []


def test_the_index_follows_a_change_a_new_name_and_a_withdrawal(grocery):
    Actor.objects.update(name="La Halle")
    Alias.objects.create(target_kind="actor", slug=grocery.slug, name="L’Épicerie")
    index_actors([grocery.slug])
    renamed = slugs("halle"), slugs("épicerie"), SearchEntry.objects.count()

    Actor.objects.update(listed=False)
    index_actors([grocery.slug])

    assert renamed == (["epicerie-d-a-cote"], ["epicerie-d-a-cote"], 1)
    assert slugs("halle") == []
    assert SearchEntry.objects.count() == 0


def test_one_organisation_is_indexed_without_forgetting_the_others(grocery):
    other = ActorFactory(name="Quincaillerie")

    index_actors([other.slug])

    assert slugs("épicerie") == [grocery.slug]
    assert slugs("quincaillerie") == [other.slug]


def test_searching_takes_one_query(grocery, django_assert_num_queries):
    ActorFactory.create_batch(5, name="Épicerie", kind=ActorKindFactory())
    index_actors()

    with django_assert_num_queries(1):
        assert len(search("épicerie")) == 6


def test_text_is_made_comparable():
    assert words("L’économie d'aujourd’hui, jusqu’à l’été") == ["economie", "aujourd", "hui", "ete"]
    assert sort_key("Œuvre d’Été – 2ᵉ") == "oeuvre d ete 2e"
    assert words("D.L.A. et c. d innovation") == ["dla", "innovation"]
    assert index("Épiceries d’Inter-Made") == " epicer epiceries inter mad made intermade "
