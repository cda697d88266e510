"""« Vouliez-vous dire »: the nearest word of the vocabulary, never for what is known."""

import pytest

from actors.indexing import index_actors
from actors.models import SearchWord
from actors.spelling import suggestion
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("incubatuer", "incubateur"),
        ("Marsielle", "Marseille"),
        ("asociation marseille", "association marseille"),
        ("l’incubatuer à Marseille", "incubateur Marseille"),
        ("acompagnemant", "accompagnement"),
        ("cuoveuse", "couveuse"),
        ("kouveuse", "couveuse"),
        ("incubatuer qsdfghjk", "incubateur"),
        ("bpi france", "Bpifrance"),
        ("make sense marseille", "makesense marseille"),
        ("mpesscrea", "MPESS Créa"),
        ("franceactive marsielle", "France Active Marseille"),
    ],
)
def test_the_nearest_word_is_proposed_as_it_is_written(directory, typed, meant):
    assert suggestion(typed) == meant


@pytest.mark.parametrize(
    "typed", ["incubateur", "incubateurs", "incub", "dla", "épicerie", "qsdfghjk", "", "le la", "12345"]
)
def test_nothing_is_proposed_for_what_is_known_or_far_from_all(directory, typed):
    assert suggestion(typed) == ""


def test_the_most_frequent_word_is_proposed_when_two_are_as_near():
    for name in ("Les portes", "Les postes", "Des postes"):
        ActorFactory(name=name)
    index_actors()

    assert suggestion("potes") == "postes"


@pytest.mark.parametrize("typed", ["habitatethumanisme", "habitathumanisme", "Habi tat humanisme"])
def test_a_space_is_put_back_or_taken_out_whatever_the_little_words(typed):
    ActorFactory(name="Habitat et Humanisme")
    index_actors()

    assert suggestion(typed).lower() == "habitat humanisme"


def test_the_most_frequent_words_are_those_that_a_space_makes():
    for name in ("Carte table", "Cartes ables", "Carte table du Sud"):
        ActorFactory(name=name)
    index_actors()

    assert suggestion("cartetable") == "Carte table"


def test_two_known_words_stay_two_unless_they_make_one():
    for name in ("Micro", "Crédit", "Microcrédit", "Brique"):
        ActorFactory(name=name)
    index_actors()

    assert suggestion("micro crédit") == "Microcrédit"
    assert suggestion("micro brique") == ""


def test_words_of_what_is_no_longer_public_are_forgotten_by_a_whole_index():
    actor = ActorFactory(name="Quincaillerie")
    index_actors()
    known = suggestion("quincailerie")
    actor.delete()
    index_actors()

    assert (known, suggestion("quincailerie")) == ("Quincaillerie", "")


def test_a_suggestion_takes_one_query_whatever_is_asked(directory, django_assert_num_queries):
    with django_assert_num_queries(1):
        suggestion("incubatuer marsielle asociation finacement emergeance couveze ronalpa cooperatve")


def test_the_vocabulary_holds_words_once_without_figures(directory):
    words = SearchWord.objects.filter(kind="term")

    assert words.filter(word="incubateur").count() == 1
    assert not words.filter(word__regex=r"\d").exists()
