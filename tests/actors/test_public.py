"""Public pages: cacheable, the same bytes for everybody, no session, no cookie, 304 by one query."""

import datetime as dt
import gzip

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.revision import bump
from tests.factories import CallFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    bump()
    return client.get(reverse("actors:index"))


def again(client, page, **headers):
    return client.get(page.request["PATH_INFO"], headers={"If-None-Match": page["ETag"], **headers})


def test_a_public_page_is_kept_a_minute_and_sets_no_cookie(page):
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, max-age=60"
    assert page["Vary"] == "Accept-Encoding"
    assert dict(page.cookies) == {}


def test_the_same_bytes_go_to_a_visitor_and_to_somebody_signed_in(client, page, signed_in):
    mine = signed_in(UserFactory()).get(reverse("actors:index"))

    assert mine.content == page.content
    assert mine["Vary"] == "Accept-Encoding"
    assert dict(mine.cookies) == {}


def test_an_unchanged_page_is_not_sent_again(client, page, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = again(client, page)

    assert response.status_code == 304
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["ETag"] == page["ETag"]


def test_a_change_of_the_directory_sends_the_page_again(client, page):
    bump()

    assert again(client, page).status_code == 200


def test_the_fragment_and_another_address_have_their_own_tag(client, page):
    assert again(client, page, **{"HX-Request": "true"}).status_code == 200
    assert client.get("/acteurs/?q=a", headers={"If-None-Match": page["ETag"]}).status_code == 200


def test_a_call_that_opens_or_closes_by_itself_sends_the_page_again(client, time_machine):
    start = dt.datetime(2027, 6, 7, 10, tzinfo=dt.UTC)
    time_machine.move_to(start, tick=False)
    bump()
    CallFactory(opens_at=start + dt.timedelta(minutes=2), closes_at=start + dt.timedelta(minutes=4))
    page = client.get(reverse("actors:index"))

    statuses = []
    for minutes in (1, 2, 3, 4):
        time_machine.move_to(start + dt.timedelta(minutes=minutes), tick=False)
        response = again(client, page)
        statuses.append(response.status_code)
        page = response

    assert statuses == [304, 200, 304, 200]


def test_midnight_sends_the_page_again(client, time_machine):
    time_machine.move_to(dt.datetime(2027, 6, 7, 21, 59, tzinfo=dt.UTC), tick=False)
    bump()
    page = client.get(reverse("actors:index"))

    time_machine.move_to(dt.datetime(2027, 6, 7, 22, 1, tzinfo=dt.UTC), tick=False)

    assert str(timezone.localdate()) == "2027-06-08"
    assert again(client, page).status_code == 200


def test_a_page_that_only_reads_answers_405_to_a_form(client, db):
    response = client.post(reverse("actors:index"))

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "Cette page se lit" in response.content.decode()


def test_head_gives_the_headers_without_the_page(client, page):
    response = client.head(reverse("actors:index"))

    assert (response.status_code, response["ETag"], response.content) == (200, page["ETag"], b"")


def test_a_long_page_is_compressed_for_those_who_read_gzip(client, page):
    response = client.get(reverse("home"), headers={"Accept-Encoding": "gzip, br"})

    plain = client.get(reverse("home"))
    if len(plain.content) < 500:
        pytest.skip("the home page is still short")
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == plain.content
