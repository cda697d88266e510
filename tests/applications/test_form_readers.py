"""Answers for staff only: the team and officers read them, no committee member does, by any door."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import submission
from programmes.models import Question
from projects import documents
from tests.applications.test_form_kinds import ask, post
from tests.cast import build_cast, convene
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db

K = Question.Kind
SECRET, OPEN = "Je suis en redressement judiciaire", "Une épicerie de village"


@pytest.fixture
def cast(signed_in):
    """A file in committee, with two answers and two files, one of each for staff only."""
    cast = build_cast()
    application = cast.application
    ask(application, K.SHORT, "clair", label="Votre projet ?")
    ask(application, K.SHORT, "secret", label="Une difficulté ?", readers="staff")
    ask(application, K.FILE, "plan", label="Votre plan")
    ask(application, K.FILE, "releve", label="Votre relevé de compte", readers="staff")
    files = {"r_plan": upload("plan.pdf", pdf()), "r_releve": upload("releve.pdf", pdf())}
    post(signed_in(cast.holder), application, files=files, r_clair=OPEN, r_secret=SECRET)
    application.refresh_from_db()
    submission.take_snapshot(application, timezone.now())
    application.state, application.number = "admissible", "C-2027-0001"
    application.save()
    return convene(cast)


def releve(cast):
    return cast.application.attachments.get(document__name="releve.pdf")


def plan(cast):
    return cast.application.attachments.get(document__name="plan.pdf")


def status(response):
    response.getvalue()  # read to the end: closing by hand would close the connection of the test too
    return response.status_code


def pages_of(cast):
    return {
        "holder": reverse("applications:sent", args=[cast.application.pk]),
        "officer": reverse("admin:applications_application_change", args=[cast.application.pk]),
        "member": reverse("committee:file", args=[cast.session.pk, cast.item.pk]),
        "chair": reverse("committee:file", args=[cast.session.pk, cast.item.pk]),
    }


@pytest.mark.parametrize(("role", "reads"), [("holder", True), ("officer", True), ("member", False)])
def test_who_reads_an_answer_for_staff(signed_in, cast, role, reads):
    page = signed_in(cast.person(role)).get(pages_of(cast)[role]).content.decode()

    assert OPEN in page
    assert "plan.pdf" in page
    assert (SECRET in page) is reads
    assert ("releve.pdf" in page) is reads
    assert ("Une difficulté ?" in page) is reads


@pytest.mark.parametrize("door", ["committee", "team"])
def test_a_member_gets_no_file_for_staff_by_any_address(signed_in, cast, door):
    client = signed_in(cast.member)

    answers = []
    for attachment in (plan(cast), releve(cast)):
        if door == "committee":
            address = reverse("committee:document", args=[cast.session.pk, cast.item.pk, attachment.pk])
        else:
            address = reverse("applications:attachment", args=[cast.application.pk, attachment.pk])
        answers.append(status(client.get(address)))

    assert answers == [200, 404]


@pytest.mark.parametrize(("role", "expected"), [("holder", 200), ("colleague", 200), ("stranger", 404)])
def test_a_file_answer_is_downloaded_by_who_may_read_it(signed_in, cast, role, expected):
    address = reverse("applications:attachment", args=[cast.application.pk, releve(cast).pk])

    assert status(signed_in(cast.person(role)).get(address)) == expected


def test_an_officer_downloads_a_file_answer(signed_in, cast):
    address = reverse("admin:applications_document", args=[cast.application.pk, releve(cast).pk])

    assert status(signed_in(cast.officer).get(address)) == 200


def test_the_snapshot_holds_what_was_sent_and_who_reads_it(cast):
    data = cast.application.snapshot.data

    rows = {row["code"]: (row["readers"], row["value"]) for row in data["answers"]}
    assert rows["secret"] == ("staff", SECRET)
    assert rows["plan"][1]["name"] == "plan.pdf"
    assert {row["question"] for row in data["documents"]} == {"plan", "releve"}


def test_a_document_that_answers_leaves_no_project_file_behind_it(cast):
    """What was sent stays: removing the document from the project does not take the file away."""
    removed = documents.remove(plan(cast).document, now=cast.application.created_at)

    assert removed is False
    assert plan(cast).document.removed_at is not None
