"""What search engines read first: each public page once, dated where its change is known, and what is not for them."""

import datetime as dt
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from actors.revision import bump
from ess_portal import crawlers
from programmes.models import Programme
from tests.factories import ActorFactory, CallFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST = "https://correspondances.example"


@pytest.fixture(autouse=True)
def _host(settings):
    settings.SITE_ADDRESS = HOST


def read(client, address, tag):
    """Address → date of the entries of a map."""
    response = client.get(address)
    assert response["Content-Type"] == "application/xml"
    entries = ElementTree.fromstring(response.content).findall(f"s:{tag}", SPACE)  # noqa: S314 (our own)
    return {entry.findtext("s:loc", None, SPACE): entry.findtext("s:lastmod", None, SPACE) for entry in entries}


def path_of(address):
    assert address.startswith(HOST)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def whole_map(client):
    files = read(client, "/sitemap.xml", "sitemap")
    return {address: date for file in files for address, date in read(client, path_of(file), "url").items()}


def test_every_address_of_the_map_answers(client, directory):
    CallFactory(programme=Programme.objects.public().first())

    found = whole_map(client)

    statuses = {address: client.get(path_of(address)).status_code for address in sorted(found)[::4]}
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert len(found) > 320


def test_every_listed_object_is_on_the_map_and_no_other(client, directory):
    CallFactory(slug="annonce", programme=Programme.objects.public().first())
    CallFactory(slug="cache", programme=Programme.objects.public().first(), unpublished=True)

    paths = [path_of(address) for address in whole_map(client)]

    assert sum(path.startswith("/acteurs/") for path in paths) == 157 + 1
    assert sum(path.startswith("/programmes/") for path in paths) == 38 + 1
    called = {path for path in paths if path.startswith("/appels/")}
    assert called == {"/appels/", "/appels/calendrier/", "/appels/annonce/"}
    assert len(paths) == len(set(paths))


def test_an_entry_is_dated_by_the_last_change_of_its_object(client, time_machine):
    time_machine.move_to(dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC), tick=False)
    programme, old = ProgrammeFactory(), ProgrammeFactory()
    time_machine.move_to(dt.datetime(2027, 5, 4, 12, tzinfo=dt.UTC), tick=False)
    programme.summary = "Autre chose."
    programme.save()
    call = CallFactory(programme=programme)

    found = {path_of(address): date and date[:10] for address, date in whole_map(client).items()}

    assert found[programme.get_absolute_url()] == "2027-05-04"
    assert found[old.get_absolute_url()] == "2027-03-01"
    assert found[call.get_absolute_url()] == "2027-05-04"
    assert found["/"] is None


def test_a_long_section_takes_several_files(client, monkeypatch):
    monkeypatch.setattr(crawlers.Dated, "limit", 2)
    ProgrammeFactory.create_batch(5)

    files = [path_of(address) for address in read(client, "/sitemap.xml", "sitemap")]

    assert [path for path in files if "programmes" in path] == [
        "/sitemap-programmes.xml",
        "/sitemap-programmes.xml?p=2",
        "/sitemap-programmes.xml?p=3",
    ]
    assert len(whole_map(client)) == len(crawlers.Pages().items()) + 5 + 5


@pytest.mark.parametrize("address", ["/sitemap-secrets.xml", "/sitemap-programmes.xml?p=9", "/sitemap-pages.xml?p=%00"])
def test_a_file_that_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 200])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/sitemap.xml", 5), ("/sitemap-programmes.xml", 3), ("/sitemap-acteurs.xml", 3), ("/sitemap-appels.xml", 3)],
)
def test_a_map_takes_the_same_queries_whatever_its_length(client, rows, address, queries, django_assert_num_queries):
    bump()
    for programme in ProgrammeFactory.create_batch(rows):
        CallFactory(programme=programme)

    with django_assert_num_queries(queries):
        client.get(address)


def test_maps_are_kept_a_minute_like_any_public_page(client):
    bump()
    page = client.get("/sitemap-pages.xml")

    again = client.get("/sitemap-pages.xml", headers={"If-None-Match": page["ETag"]})

    assert page["Cache-Control"] == "public, max-age=60"
    assert again.status_code == 304


def rules(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(response.content.decode().splitlines())
    return parser


def test_public_pages_are_open_to_robots_and_the_others_closed(client):
    found = rules(client)

    assert found.site_maps() == [f"{HOST}/sitemap.xml"]
    for name in crawlers.LISTS:
        assert found.can_fetch("*", HOST + reverse(name))
    assert found.can_fetch("*", HOST + ActorFactory().get_absolute_url())
    for path in ["/espace/", "/compte/login/", "/candidatures/commencer/a/", "/gestion/", "/comparer/?programme=a"]:
        assert not found.can_fetch("*", HOST + path)


def test_nothing_of_a_demonstration_is_indexed(client, settings):
    settings.DEMO = True

    found = rules(client)

    assert not found.can_fetch("*", f"{HOST}/")
    assert found.site_maps() is None
