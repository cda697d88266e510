"""Feeds of calls: they parse, keep the filters of the list, and say when nothing changed."""

import datetime as dt

import feedparser
import pytest
from icalendar import Calendar

from actors.models import DirectoryRevision
from tests.factories import CallFactory, ProgrammeFactory, RegionFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 6, 7, 10, tzinfo=dt.UTC)
FEEDS = ["/appels/flux.atom", "/appels/flux.rss"]


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)
    DirectoryRevision.objects.get_or_create(pk=1)


def days(number):
    return NOW + dt.timedelta(days=number)


def call(title, **fields):
    return CallFactory(title=title, **{"opens_at": days(-5), "closes_at": days(9), "published_at": days(-6)} | fields)


def read(client, address):
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def events(client, address):
    return Calendar.from_ical(client.get(address).content).events


@pytest.mark.parametrize("address", FEEDS)
def test_news_are_told_from_the_latest_each_once(client, address):
    call("Ouvert")
    call("À venir & <bientôt>", opens_at=days(3), published_at=days(-1))
    call("Prolongé", extended_at=days(-2))
    call("Annulé", cancelled_at=days(-3), cancel_note="Faute de lieu.")
    call("Ancien", opens_at=days(-200), published_at=days(-201))

    feed = read(client, address)

    assert [entry.title for entry in feed.entries] == [
        "Bientôt ouvert : À venir & <bientôt>",
        "Clôture repoussée : Prolongé",
        "Appel annulé : Annulé",
        "Nouvel appel ouvert : Prolongé",
        "Nouvel appel ouvert : Ouvert",
        "Bientôt ouvert : Prolongé",
        "Bientôt ouvert : Ouvert",
    ]
    assert len({entry.id for entry in feed.entries}) == 7
    assert {entry.link.split("/appels/")[0] for entry in feed.entries} == {"http://testserver"}


@pytest.mark.parametrize("address", FEEDS)
def test_feed_keeps_the_filters_and_says_them(client, address):
    RegionFactory(code="53", name="Bretagne", sort_name="bretagne")
    call("Ici")
    call("Là-bas", programme__region_id="53")

    feed = read(client, f"{address}?region=53&page=3")

    assert {entry.title.split(" : ")[1] for entry in feed.entries} == {"Là-bas"}
    assert feed.feed.title == "Appels ESS · Bretagne"
    assert feed.feed.link == "http://testserver/appels/?region=53"


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_without_news_is_still_a_feed(client, address):
    assert read(client, address).entries == []


def test_identifiers_of_entries_do_not_change_when_a_call_is_put_off(client):
    one = call("Ouvert")
    before = {entry.id for entry in read(client, "/appels/flux.atom").entries}
    one.closes_at, one.extended_at = days(20), days(0)
    one.save()

    after = {entry.id for entry in read(client, "/appels/flux.atom").entries}

    assert before < after
    assert len(after) == len(before) + 1


def test_calendars_of_all_of_a_programme_of_a_region_and_of_a_call(client):
    RegionFactory(code="53", name="Bretagne", sort_name="bretagne")
    here, there = call("Ici"), call("Là-bas", programme__region_id="53")
    national = call("Partout", programme__region=None)
    call("Vieux", opens_at=days(-500), closes_at=days(-400))

    def titled(address):
        return sorted({event["SUMMARY"].split(" : ")[1] for event in events(client, address)})

    assert titled("/appels/tous.ics") == ["Ici", "Là-bas", "Partout"]
    assert titled("/appels/tous.ics?region=93") == ["Ici", "Partout"]
    assert titled("/appels/region/53.ics") == ["Là-bas", "Partout"]
    assert titled(f"/appels/programme/{here.programme.slug}.ics") == ["Ici"]
    assert titled(f"/appels/{national.slug}/agenda.ics") == ["Partout"]
    assert there.title == "Là-bas"


@pytest.mark.parametrize("address", ["/appels/region/zz.ics", "/appels/programme/rien.ics", "/appels/rien/agenda.ics"])
def test_a_calendar_of_nothing_known_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_unlisted_programme_has_no_calendar(client):
    hidden = ProgrammeFactory(lead_actor__listed=False)

    assert client.get(f"/appels/programme/{hidden.slug}.ics").status_code == 404


@pytest.mark.parametrize("address", ["/appels/tous.ics", *FEEDS])
def test_feeds_are_public_cookieless_and_answer_304_when_nothing_changed(client, address):
    call("Ouvert")
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, first["Cache-Control"]) == (304, "public, max-age=60")
    assert dict(first.cookies) == {}
    assert first["Content-Type"].split(";")[0] in {"text/calendar", "application/atom+xml", "application/rss+xml"}


def test_the_list_announces_its_feeds_with_its_filters(client):
    text = client.get("/appels/?etat=ouvert&page=2").content.decode()

    assert 'title="Appels ESS (Atom)" href="/appels/flux.atom?etat=ouvert">' in text
    assert 'title="Appels ESS (RSS)" href="/appels/flux.rss?etat=ouvert">' in text
    assert 'title="Appels ESS (agenda)" href="/appels/tous.ics?etat=ouvert">' in text
