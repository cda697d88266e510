"""C6: who sends in time and who does not, through the real page: to the second, at night, overseas, server in UTC."""

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Mail
from tests.applications.ready import build_ready

pytestmark = pytest.mark.django_db
UTC = dt.UTC
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def local(zone, day, hour, minute=0, fold=0):
    """An instant of a wall clock; `fold` 1 is the second time that an hour is lived, in autumn."""
    year, month, date = (int(part) for part in day.split("-"))
    return dt.datetime(year, month, date, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
CLOSINGS = {
    "Paris, midnight in summer": (PARIS, local(PARIS, "2027-06-18", 0), 0),
    "Paris, midnight in winter": (PARIS, local(PARIS, "2027-12-01", 0), 0),
    "Paris, new year": (PARIS, local(PARIS, "2028-01-01", 0), 0),
    "Paris, the spring night before the change": (PARIS, local(PARIS, "2027-03-28", 1, 59), 0),
    "Paris, the spring night after the change": (PARIS, local(PARIS, "2027-03-28", 3), 0),
    "Paris, the autumn hour lived first": (PARIS, local(PARIS, "2027-10-31", 2, 30), 0),
    "Paris, the autumn hour lived again": (PARIS, local(PARIS, "2027-10-31", 2, 30, fold=1), 0),
    "La Réunion, midnight": (REUNION, local(REUNION, "2027-06-18", 0), 0),
    "La Réunion, the night when Paris changes": (REUNION, local(REUNION, "2027-03-28", 5), 0),
    "Paris, ten minutes of grace": (PARIS, local(PARIS, "2027-06-18", 0), 10),
    "Paris, grace across the autumn change": (PARIS, local(PARIS, "2027-10-31", 2, 55), 10),
    "La Réunion, ten minutes of grace": (REUNION, local(REUNION, "2027-06-18", 0), 10),
}
CASES = [(name, ago, accepted) for name in CLOSINGS for ago, accepted in [(-SECOND, True), (0 * SECOND, False)]]


@pytest.fixture(params=["UTC", "Europe/Paris"])
def server(request):
    """The clock of the machine: Django speaks in aware instants, whatever it is."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
    time.tzset()


def scene(zone, closing, grace):
    return build_ready(
        opens_at=closing - dt.timedelta(days=30),
        published_at=closing - dt.timedelta(days=31),
        closes_at=closing,
        time_zone=zone,
        grace_minutes=grace,
    )


def page(cast, name):
    return reverse(f"applications:{name}", args=[cast.application.pk])


@pytest.mark.parametrize(("name", "offset", "accepted"), CASES)
def test_last_second_is_accepted_and_the_closing_instant_is_not(signed_in, server, name, offset, accepted):
    zone, closing, grace = CLOSINGS[name]
    last = closing + grace * MINUTE
    with time_machine.travel(last - MINUTE, tick=False) as clock:
        cast = scene(zone, closing, grace)
        client = signed_in(cast.holder)
        client.get(page(cast, "review"))  # opened before
        clock.move_to(last + offset)
        answer = client.post(page(cast, "submit"), follow=True)

    cast.application.refresh_from_db()
    assert cast.application.state == ("submitted" if accepted else "draft")
    assert Mail.objects.filter(template="application_received").count() == int(accepted)
    if not accepted:
        assert "Votre brouillon est gardé" in " ".join(str(message) for message in answer.context["messages"])
        assert cast.application.answers.count() == 1


@pytest.mark.parametrize(("offset", "accepted"), [(-SECOND, False), (0 * SECOND, True)])
def test_nothing_is_sent_before_the_opening_instant(signed_in, offset, accepted):
    zone, closing, _ = CLOSINGS["La Réunion, midnight"]
    opening = closing - dt.timedelta(days=30)
    with time_machine.travel(opening + offset, tick=False):
        cast = scene(zone, closing, 0)
        answer = signed_in(cast.holder).post(page(cast, "submit"), follow=True)

    cast.application.refresh_from_db()
    assert cast.application.state == ("submitted" if accepted else "draft")
    if not accepted:
        told = " ".join(str(message) for message in answer.context["messages"]).replace("\u00a0", " ")
        assert "L’appel ouvre le 19 mai 2027 à 0 h" in told


@pytest.mark.parametrize("minutes", [-5, 0, 9])
def test_grace_is_said_before_and_while_it_runs(signed_in, minutes):
    zone, closing, grace = CLOSINGS["Paris, ten minutes of grace"]
    with time_machine.travel(closing + minutes * MINUTE, tick=False):
        cast = scene(zone, closing, grace)
        text = signed_in(cast.holder).get(page(cast, "review")).text.replace("\u00a0", " ")

    expected = "Un retard de 10 minutes est accepté, jusqu’à 0 h 10." if minutes < 0 else "vous pouvez encore envoyer"
    assert expected in text


def test_no_grace_is_said_where_the_call_gives_none(signed_in):
    zone, closing, grace = CLOSINGS["Paris, midnight in summer"]
    with time_machine.travel(closing - MINUTE, tick=False):
        cast = scene(zone, closing, grace)
        text = signed_in(cast.holder).get(page(cast, "review")).text

    assert ("Après, le formulaire est fermé." in text, "retard" in text) == (True, False)
