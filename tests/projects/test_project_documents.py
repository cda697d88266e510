import pytest
from django.core.files.storage import storages
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from ess_portal.lib.uploads import Accepted
from projects import documents
from projects.models import ProjectDocument
from tests.factories import ApplicationFactory, AttachmentFactory, DocumentKindFactory, ProjectFactory
from tests.uploads import GOOD, HOSTILE, pdf, upload


@pytest.fixture
def project(holder):
    return ProjectFactory(owner=holder)


@pytest.fixture
def kept(project, holder):
    accepted = Accepted("statuts.pdf", "application/pdf", len(pdf()))
    return documents.store(
        project, upload("statuts.pdf", pdf()), accepted, DocumentKindFactory(), by=holder, now=timezone.now()
    )


def send(client, project, name, content):
    return client.post(
        reverse("projects:document_add", args=[project.pk]),
        {"kind": DocumentKindFactory().pk, "file": upload(name, content)},
    )


@pytest.mark.parametrize("name", GOOD)
def test_upload_keeps_a_good_file_under_our_own_name(signed_in, holder, project, name):
    send(signed_in(holder), project, name, GOOD[name])

    document = ProjectDocument.objects.get()
    assert (document.name, document.size, document.uploaded_by) == (name, len(GOOD[name]), holder)
    assert document.file.name.startswith(f"projects/{project.pk}/")
    assert "." not in document.file.name


@pytest.mark.parametrize("case", HOSTILE)
def test_upload_refuses_a_hostile_file_at_its_field_then_takes_a_good_one(signed_in, holder, project, case):
    refused = send(signed_in(holder), project, *HOSTILE[case])

    send(signed_in(holder), project, "statuts.pdf", pdf())

    assert list(refused.context["form"].errors) == ["file"]
    assert [document.name for document in ProjectDocument.objects.all()] == ["statuts.pdf"]


def test_upload_without_a_file_says_so(signed_in, holder, project):
    response = signed_in(holder).post(
        reverse("projects:document_add", args=[project.pk]), {"kind": DocumentKindFactory().pk}
    )

    assert response.context["form"].errors == {"file": ["Choisissez un fichier."]}


def test_store_takes_the_file_away_when_the_row_fails(project, holder):
    storage = storages["private"]
    kind = DocumentKindFactory.build(code="type-inconnu")
    before = files_of(storage, project)

    with pytest.raises((IntegrityError, ValueError)):
        documents.store(
            project,
            upload("a.pdf", pdf()),
            Accepted("a.pdf", "application/pdf", None),
            kind,
            by=holder,
            now=timezone.now(),
        )

    assert files_of(storage, project) == before


def files_of(storage, project):
    folder = f"projects/{project.pk}"
    return storage.listdir(folder)[1] if storage.exists(folder) else []


def test_download_is_a_sandboxed_attachment(signed_in, holder, kept):
    response = signed_in(holder).get(reverse("projects:document", args=[kept.pk]))

    content = b"".join(response.streaming_content)
    assert content == pdf()
    assert response["Content-Disposition"] == 'attachment; filename="statuts.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store, private"


def test_download_of_a_lost_file_is_a_missing_page(signed_in, holder, kept):
    kept.file.storage.delete(kept.file.name)

    response = signed_in(holder).get(reverse("projects:document", args=[kept.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["document", "document_remove"])
def test_document_of_another_team_does_not_exist(signed_in, stranger, kept, page):
    response = signed_in(stranger).get(reverse(f"projects:{page}", args=[kept.pk]))

    assert response.status_code == 404


def test_remove_asks_before_and_deletes_the_file(signed_in, holder, kept, django_capture_on_commit_callbacks):
    url = reverse("projects:document_remove", args=[kept.pk])
    asked = signed_in(holder).get(url)

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(holder).post(url)

    assert asked.status_code == 200
    assert ProjectDocument.objects.count() == 0
    assert not kept.file.storage.exists(kept.file.name)


def test_remove_keeps_what_a_sent_application_holds(kept):
    application = ApplicationFactory(project=kept.project, submitted=True)
    AttachmentFactory(application=application, document=kept)

    deleted = documents.remove(kept, now=timezone.now())

    kept.refresh_from_db()
    assert (deleted, kept.removed_at is not None, application.attachments.count()) == (False, True, 1)
    assert kept.file.storage.exists(kept.file.name)


def test_remove_leaves_drafts(kept):
    draft = ApplicationFactory(project=kept.project)
    AttachmentFactory(application=draft, document=kept)

    deleted = documents.remove(kept, now=timezone.now())

    assert (deleted, draft.attachments.count()) == (True, 0)


def test_removed_document_is_no_longer_downloaded(signed_in, holder, kept):
    ProjectDocument.objects.filter(pk=kept.pk).update(removed_at=timezone.now())

    response = signed_in(holder).get(reverse("projects:document", args=[kept.pk]))

    assert response.status_code == 404
