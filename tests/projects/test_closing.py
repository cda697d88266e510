"""The end of a project file, and the project created twice."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from projects import closing
from projects.models import Project, ProjectDocument
from tests.factories import (
    AnswerFactory,
    ApplicationFactory,
    AttachmentFactory,
    ProjectDocumentFactory,
    ProjectFactory,
    StageFactory,
    TeamMemberFactory,
    invitation_to,
)


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


def page(name, project):
    return reverse(f"projects:{name}", args=[project.pk])


def test_deletion_says_what_goes_then_takes_it(signed_in, holder, project, django_capture_on_commit_callbacks):
    document = ProjectDocumentFactory(project=project)
    draft = ApplicationFactory(project=project)
    AttachmentFactory(application=draft, document=document)
    AnswerFactory(application=draft)
    TeamMemberFactory(project=project, role="reader")
    shown = signed_in(holder).get(page("delete", project))

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(holder).post(page("delete", project))

    goes = shown.context["goes"]
    assert (goes.drafts, goes.documents, goes.others) == (1, 1, 1)
    assert (Project.objects.count(), Application.objects.count(), ProjectDocument.objects.count()) == (0, 0, 0)
    assert not document.file.storage.exists(document.file.name)


def test_opening_the_page_deletes_nothing(signed_in, holder, project):
    signed_in(holder).get(page("delete", project))

    assert Project.objects.get() == project


@pytest.mark.parametrize("state", ["submitted", "admitted"])
def test_project_with_a_sent_file_is_archived_not_deleted(signed_in, holder, project, state):
    ApplicationFactory(project=project, **{state: True})

    response = signed_in(holder).post(page("delete", project))

    assert response.url == page("archive", project)
    assert Project.objects.get() == project
    with pytest.raises(closing.CannotDelete):
        closing.delete(project)


def test_archived_project_is_read_and_not_changed(signed_in, holder, project):
    token = invitation_to(project)

    signed_in(holder).post(page("archive", project))

    read = signed_in(holder).get(project.get_absolute_url())
    written = [signed_in(holder).get(page(name, project)).status_code for name in ["edit", "stage", "document_add"]]
    assert (read.status_code, written) == (200, [403, 403, 403])
    assert "Ce projet est archivé" in read.text
    assert signed_in(holder).get(reverse("projects:join", args=[token])).status_code == 410


def test_archived_project_leaves_the_lists_and_comes_back(signed_in, holder, project):
    closing.archive(project, now=timezone.now())

    away = signed_in(holder).get(reverse("projects:index"))
    signed_in(holder).post(page("take_up", project))

    assert (list(away.context["page"]), list(away.context["archived"])) == ([], [project])
    assert list(signed_in(holder).get(reverse("projects:index")).context["page"]) == [project]


def test_only_an_owner_puts_an_end_to_a_project(signed_in, project):
    editor = TeamMemberFactory(project=project, role="editor").user

    answers = [signed_in(editor).post(page(name, project)).status_code for name in ["archive", "delete", "take_up"]]

    assert answers == [403, 403, 403]
    assert Project.objects.current().get() == project


def created(client, **more):
    return client.post(reverse("projects:create"), {"title": "Conciergerie", "stage": StageFactory().pk, **more})


def test_button_pressed_twice_creates_one_project(signed_in, holder):
    answers = [created(signed_in(holder)) for _ in range(2)]

    assert [answer.url for answer in answers] == [Project.objects.get().get_absolute_url()] * 2


def test_same_name_later_is_asked_about_and_what_was_typed_is_kept(signed_in, holder, project):
    Project.objects.update(created_at=timezone.now() - dt.timedelta(days=3))

    asked = created(signed_in(holder), title="conciergerie", pitch="Un autre texte")
    made = created(signed_in(holder), title="conciergerie", another="on")

    assert list(asked.context["form"].errors) == ["title"]
    assert project.get_absolute_url() in asked.text
    assert "Un autre texte" in asked.text
    assert made.status_code == 302
    assert Project.objects.count() == 2


def test_same_name_by_somebody_else_is_not_told(signed_in, stranger, project):
    response = created(signed_in(stranger))

    assert response.status_code == 302
