"""The same number of queries at one row and at three, on every list of the selection."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.applications.selection import another_file, decided, give_marks, in_committee
from tests.cast import seat_of

pytestmark = pytest.mark.django_db


MARKED = 20  # files that are marked and decided, at most: making them is what takes the time


def busy(rows, phase="discussion"):
    """A session of `rows` files, marked twice and decided."""
    cast = in_committee(phase)
    items = [cast.item, *[another_file(cast, f"Projet {n}", owner=factories.UserFactory()) for n in range(rows - 1)]]
    factories.RuleFactory(programme=cast.programme)
    for item in items[:MARKED]:
        factories.AttachmentFactory(application=item.application)
        for role in ("chair", "member"):
            item.assignments.get_or_create(member=seat_of(cast, role))
            give_marks(item, seat_of(cast, role), (3, 4), timezone.now())
        if phase == "discussion":
            decided(cast, item, "waitlist", timezone.now())
    return cast


def addresses(cast):
    session = [cast.session.pk]
    return {
        "index": reverse("admin:index"),
        "files": reverse("admin:applications_application_changelist"),
        "committees": reverse("admin:applications_committeesession_changelist"),
        "calls": reverse("admin:programmes_call_changelist"),
        "file": reverse("admin:applications_application_change", args=[cast.application.pk]),
        "preparation": reverse("admin:applications_committeesession_change", args=session),
        "assign": reverse("admin:applications_session_assign", args=session),
        "links": reverse("admin:applications_session_links", args=session),
        "room": reverse("admin:applications_session_room", args=session),
        "publication": reverse("admin:applications_session_publication", args=session),
        "my committees": reverse("committee:index"),
        "my files": reverse("committee:session", args=session),
        "my room": reverse("committee:room", args=session),
    }


OFFICER = {
    "index": 13,
    "files": 13,
    "committees": 8,
    "calls": 8,
    "file": 26,
    "preparation": 14,
    "assign": 22,
    "links": 15,
    "room": 25,
    "publication": 30,
}
MEMBER = {"my committees": 3, "my files": 7, "my room": 16}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), OFFICER.items())
def test_an_officers_page_makes_the_same_queries_whatever_the_rows(
    signed_in, django_assert_num_queries, rows, name, queries
):
    cast = busy(rows)
    client = signed_in(cast.officer)

    with django_assert_num_queries(queries):
        assert client.get(addresses(cast)[name]).status_code == 200


def test_two_hundred_files_cost_no_query_more(signed_in, django_assert_num_queries):
    cast = busy(200)

    for user, pages in [(cast.officer, OFFICER), (cast.member, MEMBER)]:
        client = signed_in(user)
        for name, queries in pages.items():
            with django_assert_num_queries(queries):
                assert client.get(addresses(cast)[name]).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), MEMBER.items())
def test_a_members_page_makes_the_same_queries_whatever_the_rows(
    signed_in, django_assert_num_queries, rows, name, queries
):
    cast = busy(rows)
    client = signed_in(cast.member)

    with django_assert_num_queries(queries):
        assert client.get(addresses(cast)[name]).status_code == 200
