"""Who opens the pages of an application's team: a stranger learns nothing, a reader reads, nobody reads a draft."""

import pytest
from django.urls import reverse

from tests.cast import build_cast
from tests.factories import CallDocumentFactory, QuestionFactory

pytestmark = pytest.mark.django_db
OUTSIDERS = ["stranger", "prescriber", "officer", "other_officer", "chair", "referent", "superuser"]
DRAFT_PAGES = {"resume": 302, "step": 403, "conditions": 403, "documents": 403, "review": 200}
DRAFT_ACTIONS = ["step", "conditions", "document_give", "document_take_back", "submit"]
SENT_PAGES = {"detail": 200, "receipt": 200, "sent": 200, "withdraw": 403, "proposal": 403, "request_item": 403}
SENT_ACTIONS = ["withdraw", "confirm", "proposal", "request_item"]
NUMBERED = ["step", "document_give", "document_take_back", "request_item"]


def url(cast, name):
    more = [1] if name in NUMBERED else []
    return reverse(f"applications:{name}", args=[cast.application.pk, *more])


def with_questions(cast):
    QuestionFactory(revision=cast.application.revision)
    CallDocumentFactory(call=cast.call, pk=1)
    return cast


@pytest.mark.parametrize("name", DRAFT_PAGES)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_draft_does_not_exist_for_others(signed_in, role, name):
    cast = with_questions(build_cast())

    assert signed_in(cast.person(role)).get(url(cast, name)).status_code == 404


@pytest.mark.parametrize("name", DRAFT_ACTIONS)
@pytest.mark.parametrize("role", ["stranger", "officer"])
def test_draft_is_not_written_by_others(signed_in, role, name):
    cast = with_questions(build_cast())

    assert signed_in(cast.person(role)).post(url(cast, name)).status_code == 404


@pytest.mark.parametrize(("name", "status"), DRAFT_PAGES.items())
def test_reader_of_the_team_reads_the_whole_draft_and_writes_none(signed_in, name, status):
    cast = with_questions(build_cast())

    assert signed_in(cast.colleague).get(url(cast, name)).status_code == status


@pytest.mark.parametrize("name", DRAFT_ACTIONS)
def test_reader_of_the_team_posts_nothing(signed_in, name):
    cast = with_questions(build_cast())

    assert signed_in(cast.colleague).post(url(cast, name)).status_code == 403


def test_reader_is_not_offered_to_send(signed_in):
    cast = build_cast()

    page = signed_in(cast.colleague).get(url(cast, "review"))

    assert url(cast, "submit") not in page.text


@pytest.mark.parametrize("name", SENT_PAGES)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_pages_of_the_team_do_not_open_for_others(signed_in, role, name):
    cast = build_cast(submitted=True)

    assert signed_in(cast.person(role)).get(url(cast, name)).status_code == 404


@pytest.mark.parametrize("name", SENT_ACTIONS)
@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("officer", 404), ("colleague", 403)])
def test_answers_of_the_team_are_given_by_its_writers(signed_in, role, status, name):
    cast = build_cast(submitted=True)

    assert signed_in(cast.person(role)).post(url(cast, name)).status_code == status


@pytest.mark.parametrize(("name", "status"), SENT_PAGES.items())
def test_reader_of_the_team_follows_the_file(signed_in, name, status):
    cast = build_cast(submitted=True)

    assert signed_in(cast.colleague).get(url(cast, name)).status_code == status


@pytest.mark.parametrize("name", ["detail", "receipt", "sent", "review", "resume", "withdraw"])
def test_visitor_signs_in(client, name):
    cast = build_cast(submitted=True)

    assert client.get(url(cast, name)).url == f"{reverse('account_login')}?next={url(cast, name)}"


@pytest.mark.parametrize("name", ["receipt", "sent"])
def test_draft_has_no_receipt(signed_in, cast, name):
    assert signed_in(cast.holder).get(url(cast, name)).status_code == 404
