"""What a list keeps in memory: the rows found for the last words asked, until the directory moves."""

import pytest

from actors.catalogue import MOST_REMEMBERED, Catalogue
from actors.indexing import index_actors
from actors.models import DirectoryRevision
from actors.revision import bump
from tests.access.html import card_names
from tests.factories import ActorFactory


@pytest.fixture
def catalogue():
    return Catalogue.of([(7, "alpha"), (9, "beta")])


def test_words_are_looked_for_once_and_what_is_not_in_the_list_is_left_out(catalogue):
    asked = []

    def look():
        asked.append(1)
        return ["beta", "gone", "alpha"]

    assert [catalogue.holding(("mot",), look) for _ in range(2)] == [[1, 0], [1, 0]]
    assert asked == [1]


def test_the_words_asked_longest_ago_are_forgotten_first(catalogue):
    catalogue.holding(("used",), lambda: ["alpha"])
    for n in range(MOST_REMEMBERED):
        catalogue.holding((str(n),), list)
        catalogue.holding(("used",), list)

    assert len(catalogue.found) == MOST_REMEMBERED
    assert catalogue.found[("used",)] == [0]
    assert ("0",) not in catalogue.found


@pytest.mark.django_db
def test_words_are_looked_for_again_when_the_directory_moves(client):
    DirectoryRevision.objects.create(pk=1, number=1)
    ActorFactory(name="Recyclerie du Port", listed=True)
    index_actors()
    before = card_names(client.get("/acteurs/?q=recyclerie"))
    ActorFactory(name="Recyclerie des Quais", listed=True)
    index_actors()
    bump()

    after = card_names(client.get("/acteurs/?q=recyclerie"))

    assert (before, sorted(after)) == (["Recyclerie du Port"], ["Recyclerie des Quais", "Recyclerie du Port"])
