import pytest
from django.urls import reverse

from applications.models import Application
from tests.access.html import faults
from tests.factories import (
    AttachmentFactory,
    CallDocumentFactory,
    DocumentKindFactory,
    ProjectDocumentFactory,
)
from tests.uploads import HOSTILE, pdf, upload


@pytest.fixture
def wanted(cast):
    return CallDocumentFactory(call=cast.call)


def give(client, cast, wanted, **data):
    page = reverse("applications:document_give", args=[cast.application.pk, wanted.pk])
    return client.post(page, {f"d{wanted.pk}-{name}": value for name, value in data.items()})


def given(cast):
    return [(row.call_document, row.document.name) for row in cast.application.attachments.select_related("document")]


def test_new_file_joins_the_project_and_the_draft(signed_in, cast, wanted):
    response = give(signed_in(cast.holder), cast, wanted, file=upload("attestation.pdf", pdf()))

    assert response.url == reverse("applications:documents", args=[cast.application.pk])
    assert given(cast) == [(wanted, "attestation.pdf")]
    assert [document.kind for document in cast.project.documents.all()] == [wanted.kind]


def test_document_of_the_project_is_given(signed_in, cast, wanted):
    document = ProjectDocumentFactory(project=cast.project, kind=wanted.kind)

    give(signed_in(cast.holder), cast, wanted, existing=document.pk)

    assert given(cast) == [(wanted, document.name)]


def test_second_file_takes_the_place_of_the_first(signed_in, cast, wanted):
    client = signed_in(cast.holder)
    give(client, cast, wanted, file=upload("ancien.pdf", pdf()))

    give(client, cast, wanted, file=upload("nouveau.pdf", pdf()))

    assert given(cast) == [(wanted, "nouveau.pdf")]
    assert cast.project.documents.count() == 2


def test_document_taken_back_stays_in_the_project(signed_in, cast, wanted):
    client = signed_in(cast.holder)
    give(client, cast, wanted, file=upload("attestation.pdf", pdf()))

    client.post(reverse("applications:document_take_back", args=[cast.application.pk, wanted.pk]))

    assert (given(cast), cast.project.documents.count()) == ([], 1)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_refused_at_its_field(signed_in, cast, wanted, case):
    response = give(signed_in(cast.holder), cast, wanted, file=upload(*HOSTILE[case]))

    assert list(response.context["form"].errors) == ["file"]
    assert cast.project.documents.count() == 0


def test_nothing_chosen_says_so(signed_in, cast, wanted):
    response = give(signed_in(cast.holder), cast, wanted)

    assert response.context["form"].errors == {"file": ["Choisissez un fichier."]}


def test_document_of_another_project_is_refused(signed_in, cast, wanted):
    foreign = ProjectDocumentFactory(kind=wanted.kind)
    ProjectDocumentFactory(project=cast.project, kind=wanted.kind)

    response = give(signed_in(cast.holder), cast, wanted, existing=foreign.pk)

    assert list(response.context["form"].errors) == ["existing"]
    assert given(cast) == []


def test_document_of_another_kind_is_not_offered(signed_in, cast, wanted):
    ProjectDocumentFactory(project=cast.project, kind=DocumentKindFactory(code="statuts", name="Statuts"))

    response = signed_in(cast.holder).get(reverse("applications:documents", args=[cast.application.pk]))

    assert list(response.context["rows"][0]["form"].fields) == ["file"]


def test_document_of_another_call_does_not_exist(signed_in, cast):
    foreign = CallDocumentFactory()

    assert give(signed_in(cast.holder), cast, foreign, file=upload("a.pdf", pdf())).status_code == 404


@pytest.mark.parametrize("action", ["document_give", "document_take_back"])
def test_sent_file_keeps_its_documents(signed_in, cast, wanted, action):
    attachment = AttachmentFactory(application=cast.application, call_document=wanted)
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")
    page = reverse(f"applications:{action}", args=[cast.application.pk, wanted.pk])

    signed_in(cast.holder).post(page, {f"d{wanted.pk}-file": upload("nouveau.pdf", pdf())})

    assert list(cast.application.attachments.all()) == [attachment]
    assert cast.project.documents.count() == 1


def test_each_document_has_a_form_that_a_browser_can_send(signed_in, cast, wanted):
    AttachmentFactory(application=cast.application, call_document=wanted, document__kind=wanted.kind)

    response = signed_in(cast.holder).get(reverse("applications:documents", args=[cast.application.pk]))

    assert faults(response.content.decode()) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_documents_page_query_count(signed_in, cast, rows, django_assert_num_queries):
    for number in range(rows):
        kind = DocumentKindFactory(code=f"piece-{number}")
        wanted = CallDocumentFactory(call=cast.call, kind=kind)
        AttachmentFactory(application=cast.application, call_document=wanted, document__kind=kind)
    client = signed_in(cast.holder)

    with django_assert_num_queries(16):
        response = client.get(reverse("applications:documents", args=[cast.application.pk]))

    assert len(response.context["rows"]) == rows
