"""Distances: right on the globe, said only when both positions are known, in no more queries."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from actors.distance import Neighbour, kilometres
from actors.models import Site
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db
MARSEILLE, AIX, PARIS, SAINT_DENIS = (43.2965, 5.3698), (43.5297, 5.4474), (48.8566, 2.3522), (-20.8789, 55.4481)


def located(position, **values):
    return ActorFactory(latitude=position[0], longitude=position[1], **values)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (MARSEILLE, MARSEILLE, 0),
        (MARSEILLE, AIX, 27),
        (MARSEILLE, PARIS, 661),
        (PARIS, SAINT_DENIS, 9371),
        ((0, 179.9), (0, -179.9), 22),
    ],
)
def test_kilometres_along_the_globe(one, other, km):
    assert kilometres(one, other) == pytest.approx(km, abs=max(1, km * 0.003))
    assert kilometres(other, one) == pytest.approx(kilometres(one, other))


def test_words_of_a_distance():
    assert [Neighbour("a", "A", "", km).words for km in (0.2, 1.2, 26.7)] == [
        "à moins d’un kilomètre",
        "à 1\u00a0km",
        "à 27\u00a0km",
    ]


def test_close_organisations_are_shown_the_nearest_first_by_their_closest_place(client):
    here = located(MARSEILLE)
    located(AIX, name="À Aix")
    both = located(AIX, name="Avec un lieu ici")
    Site.objects.create(actor=both, name="Antenne", latitude=MARSEILLE[0], longitude=MARSEILLE[1])
    located(PARIS, name="À Paris")
    located(MARSEILLE, name="Non listée", listed=False)
    ActorFactory(name="Sans position")

    response = client.get(here.get_absolute_url())

    shown = [(near.name, near.place, near.words) for near in response.context["neighbours"]]
    assert shown == [("Avec un lieu ici", "Antenne", "à moins d’un kilomètre"), ("À Aix", "", "à 27\u00a0km")]
    assert "À proximité" in response.content.decode()


def test_nothing_is_said_when_a_position_is_unknown(client):
    unknown = ActorFactory()
    located(MARSEILLE)

    response = client.get(unknown.get_absolute_url())

    assert response.context["neighbours"] == []
    assert "À proximité" not in response.content.decode()


@pytest.mark.parametrize("position", [(43.3, None), (None, 5.4), (91, 5), (43, 181)])
def test_half_a_position_or_one_off_the_globe_is_refused(position):
    actor = ActorFactory()
    actor.full_clean()
    actor.latitude, actor.longitude = position

    with pytest.raises(ValidationError):
        actor.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        actor.save(update_fields=["latitude", "longitude"])


def test_neighbours_cost_no_query(client):
    queries = {}
    for name, actor in {"known": located(MARSEILLE), "unknown": ActorFactory()}.items():
        with CaptureQueriesContext(connection) as captured:
            client.get(actor.get_absolute_url())
        queries[name] = len(captured)

    assert queries["known"] == queries["unknown"]
