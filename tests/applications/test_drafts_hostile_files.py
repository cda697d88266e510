"""Hostile files through the upload page of a draft (quality.md S3): refused with a sentence at the field, or harmless.

Time of the processor and memory stay small whatever comes, and the good file is accepted afterwards.
"""

import base64
import time
import tracemalloc

import pytest
from django.urls import reverse

from projects.models import ProjectDocument
from tests.applications.hostile import CONTENT_TYPE, NEUTRALISED, REFUSED, body, part
from tests.factories import CallDocumentFactory
from tests.uploads import pdf, upload

MOST_SECONDS = 2
MOST_BYTES = 100 * 2**20


@pytest.fixture
def wanted(cast):
    return CallDocumentFactory(call=cast.call)


@pytest.fixture
def page(cast, wanted):
    return reverse("applications:document_give", args=[cast.application.pk, wanted.pk])


@pytest.fixture
def client(signed_in, cast):
    return signed_in(cast.holder)


def give(client, page, wanted, file):
    return client.post(page, {f"d{wanted.pk}-file": file})


def raw(client, page, content, **headers):
    return client.generic("POST", page, content, content_type=CONTENT_TYPE, **headers)


def test_corpus_is_large_enough():
    assert len(REFUSED) + len(NEUTRALISED) >= 40


def test_hostile_files_are_refused_quickly_then_the_good_one_is_taken(client, page, wanted):
    slow, wrong = {}, {}

    for case, (name, content) in REFUSED.items():
        file, started = upload(name, content), time.process_time()
        response = give(client, page, wanted, file)
        took = time.process_time() - started
        slow |= {case: took} if took > MOST_SECONDS else {}
        errors = response.context["form"].errors if response.status_code == 200 else {}
        if list(errors) != ["file"] or not errors["file"][0].endswith(".") or errors["file"][0] not in response.text:
            wrong[case] = (response.status_code, errors)

    assert (wrong, slow) == ({}, {})
    assert ProjectDocument.objects.count() == 0
    assert give(client, page, wanted, upload("statuts.pdf", pdf())).status_code == 302


def test_no_hostile_file_takes_much_memory(client, page, wanted):
    """Counted from one file to the next: the highest point of the whole process would hide it behind an earlier one."""
    greedy = {}
    files = {case: upload(name, content) for case, (name, content) in REFUSED.items()}
    tracemalloc.start()

    try:
        for case, file in files.items():
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            give(client, page, wanted, file)
            taken = tracemalloc.get_traced_memory()[1] - before
            greedy |= {case: taken} if taken > MOST_BYTES else {}
    finally:
        tracemalloc.stop()

    assert greedy == {}


@pytest.mark.parametrize("case", NEUTRALISED)
def test_file_that_would_act_in_a_browser_leaves_as_an_attachment(client, page, wanted, case):
    name, content, expected = NEUTRALISED[case]

    given = raw(client, page, body(part(f"d{wanted.pk}-file", content, name.replace('"', "%22"))))

    document = ProjectDocument.objects.get()
    response = client.get(reverse("projects:document", args=[document.pk]))
    assert (given.status_code, response.getvalue()) == (302, content)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] in {"application/pdf", "image/jpeg", document.content_type}
    assert document.name == expected or (expected is None and len(document.name) <= 200)
    assert name not in document.file.name


def test_page_shows_a_name_that_is_a_page_as_words(client, page, cast, wanted):
    raw(client, page, body(part(f"d{wanted.pk}-file", pdf(), "<img src=x onerror=alert(1)>.pdf")))

    response = client.get(reverse("applications:documents", args=[cast.application.pk]))

    assert "<img src=x" not in response.text


@pytest.mark.parametrize("name", ["a\x00b.pdf", "ligne\x0bnouvelle.pdf", "a\x7fb.pdf"])
def test_control_characters_leave_the_name(client, page, wanted, name):
    raw(client, page, body(part(f"d{wanted.pk}-file", pdf(), name)))

    assert all(character.isprintable() for character in ProjectDocument.objects.get().name)


def test_truncated_body_is_refused_with_words(client, page, wanted):
    whole = body(part(f"d{wanted.pk}-file", pdf(), "statuts.pdf"))

    for cut in (10, 60, len(whole) // 2, len(whole) - 40):
        response = raw(client, page, whole[:cut])

        assert response.status_code in {200, 400}
        assert "Choisissez un fichier." in response.text or "Ce PDF est abîmé" in response.text

    assert ProjectDocument.objects.count() == 0


def test_base64_part_is_judged_once_decoded(client, page, wanted):
    hidden = base64.b64encode(b"<html><script>alert(1)</script></html>")

    response = raw(
        client,
        page,
        body(part(f"d{wanted.pk}-file", hidden, "statuts.pdf", "Content-Transfer-Encoding: base64")),
    )

    assert list(response.context["form"].errors) == ["file"]


@pytest.mark.parametrize("filename", [None, "a.pdf"], ids=["fields", "files"])
def test_ten_thousand_parts_are_refused_with_words(client, page, filename):
    started = time.process_time()

    response = raw(client, page, body(*(part(f"x{n}", b"1", filename) for n in range(10_000))))

    assert response.status_code == 413
    assert "Cet envoi est trop lourd" in response.text
    assert time.process_time() - started <= MOST_SECONDS


def test_two_gibibytes_announced_are_refused_unread(client, page, wanted):
    small = body(part(f"d{wanted.pk}-file", pdf(), "statuts.pdf"))

    response = raw(client, page, small, CONTENT_LENGTH=str(2 * 1024**3))

    assert (response.status_code, ProjectDocument.objects.count()) == (413, 0)
    assert "Cet envoi est trop lourd" in response.text


def test_type_that_the_browser_announces_is_not_believed(client, page, wanted):
    file = part(f"d{wanted.pk}-file", pdf(), "statuts.pdf", "Content-Type: text/html")

    raw(client, page, body(file))

    assert ProjectDocument.objects.get().content_type == "application/pdf"


def test_limits_are_stated_before(client, cast, wanted):
    response = client.get(reverse("applications:documents", args=[cast.application.pk]))

    assert "10\u00a0Mo au plus" in response.text or "10 Mo au plus" in response.text
    assert "PDF, document bureautique" in response.text
