"""« Dans 12 jours » is told in the time of the call: what is kept, here and in browsers, is dropped at its midnight."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from actors.revision import bump
from tests.factories import CallFactory, ProgrammeFactory, RegionFactory

pytestmark = pytest.mark.django_db
OVERSEAS = ["America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Mayotte", "Indian/Reunion"]
PAGES = ["/", "/appels/", "/appels/?region=04", "/appels/fin/", "/programmes/parcours/", "/regions/04/"]
DAYS = re.compile(r"<b>(\d+)</b>\s*jours?")


@pytest.fixture(params=[*OVERSEAS, "Europe/Paris"])
def zone(request):
    """The zone of a region whose call closes at noon there, on 19 June."""
    zone = ZoneInfo(request.param)
    region = RegionFactory(code="04", name="Là-bas", time_zone=request.param)
    CallFactory(
        programme=ProgrammeFactory(slug="parcours", region=region),
        slug="fin",
        opens_at=dt.datetime(2027, 5, 1, 12, tzinfo=zone),
        closes_at=dt.datetime(2027, 6, 19, 12, tzinfo=zone),
    )
    bump()
    return zone


def midnight(zone):
    return dt.datetime(2027, 6, 8, 0, 0, tzinfo=zone)


@pytest.mark.parametrize("address", PAGES)
def test_days_left_change_at_midnight_where_the_call_is(client, time_machine, zone, address):
    time_machine.move_to(midnight(zone) - dt.timedelta(minutes=1), tick=False)
    page = client.get(address)
    time_machine.move_to(midnight(zone) - dt.timedelta(seconds=1), tick=False)
    still = client.get(address, headers={"If-None-Match": page["ETag"]})

    time_machine.move_to(midnight(zone), tick=False)
    after = client.get(address, headers={"If-None-Match": page["ETag"]})

    assert (still.status_code, after.status_code) == (304, 200)
    assert set(DAYS.findall(page.text)) == {"12"}
    assert set(DAYS.findall(after.text)) == {"11"}
    assert client.get(address, headers={"If-None-Match": after["ETag"]}).status_code == 304
