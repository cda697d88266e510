"""A document is replaced, ends, is told of once, and says where it is used."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from ess_portal import duties
from ess_portal.lib.uploads import Accepted
from projects import documents, expiry
from projects.models import ProjectDocument
from tests.factories import (
    ApplicationFactory,
    AttachmentFactory,
    CallDocumentFactory,
    DocumentKindFactory,
    ProjectDocumentFactory,
    ProjectFactory,
    TeamMemberFactory,
)
from tests.uploads import HOSTILE, pdf, upload

TODAY = timezone.localdate()


def in_days(days):
    return TODAY + dt.timedelta(days=days)


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


@pytest.fixture
def document(project):
    return ProjectDocumentFactory(project=project, name="ancien.pdf", valid_until=in_days(-1))


def newer(client, document, **fields):
    return client.post(
        reverse("projects:document_replace", args=[document.pk]), {"file": upload("nouveau.pdf", pdf()), **fields}
    )


def test_drafts_follow_and_sent_files_keep_theirs(signed_in, holder, project, document):
    draft, sent = ApplicationFactory(project=project), ApplicationFactory(project=project, submitted=True)
    wanted = CallDocumentFactory(call=draft.call, kind=document.kind)
    AttachmentFactory(application=draft, document=document, call_document=wanted)
    AttachmentFactory(application=sent, document=document)

    newer(signed_in(holder), document, valid_until=in_days(300).isoformat())

    document.refresh_from_db()
    new = ProjectDocument.objects.kept().get()
    assert (new.name, new.valid_until, new.kind) == ("nouveau.pdf", in_days(300), document.kind)
    assert (draft.attachments.get().document, draft.attachments.get().call_document) == (new, wanted)
    assert (sent.attachments.get().document, document.replaced_by) == (document, new)


def test_document_that_nothing_holds_goes_with_its_file(
    signed_in, holder, document, django_capture_on_commit_callbacks
):
    storage, name = document.file.storage, document.file.name

    with django_capture_on_commit_callbacks(execute=True):
        newer(signed_in(holder), document)

    assert [row.name for row in ProjectDocument.objects.all()] == ["nouveau.pdf"]
    assert not storage.exists(name)


def test_replaced_twice_by_two_tabs_keeps_the_first_and_says_so(signed_in, holder, document):
    AttachmentFactory(application=ApplicationFactory(project=document.project, submitted=True), document=document)
    accepted = Accepted("premier.pdf", "application/pdf", len(pdf()))
    documents.replace(document, upload("premier.pdf", pdf()), accepted, by=holder, now=timezone.now())

    with pytest.raises(documents.AlreadyReplaced):
        documents.replace(document, upload("second.pdf", pdf()), accepted, by=holder, now=timezone.now())

    assert [row.name for row in ProjectDocument.objects.kept()] == ["premier.pdf"]


@pytest.mark.parametrize("case", list(HOSTILE)[:6])
def test_hostile_file_replaces_nothing(signed_in, holder, document, case):
    name, content = HOSTILE[case]

    response = signed_in(holder).post(
        reverse("projects:document_replace", args=[document.pk]), {"file": upload(name, content)}
    )

    assert list(response.context["form"].errors) == ["file"]
    assert [row.name for row in ProjectDocument.objects.kept()] == ["ancien.pdf"]


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "outdated"), (0, "soon"), (29, "soon"), (30, ""), (365, ""), (None, "")]
)
def test_validity_of_a_day(days, state):
    document = ProjectDocument(valid_until=None if days is None else in_days(days))

    assert document.validity_on(TODAY) == state


def test_outdated_document_is_announced_where_one_looks(signed_in, holder, project, document):
    draft = ApplicationFactory(project=project)
    wanted = CallDocumentFactory(call=draft.call, kind=document.kind)
    AttachmentFactory(application=draft, document=document, call_document=wanted)
    pages = [
        project.get_absolute_url(),
        reverse("projects:documents"),
        reverse("applications:documents", args=[draft.pk]),
    ]

    told = ["n’est plus valable depuis le" in signed_in(holder).get(page).text for page in pages]

    assert told == [True, True, True]


def test_ending_documents_are_told_once_to_those_who_may_renew_them(holder, project, document):
    ProjectDocumentFactory(project=project, kind=DocumentKindFactory(code="rib"), valid_until=in_days(20))
    ProjectDocumentFactory(project=project, kind=DocumentKindFactory(code="bilan"), valid_until=in_days(200))
    TeamMemberFactory(project=project, role="reader")

    counts = [expiry.remind(timezone.now()) for _ in range(2)]

    assert counts == [2, 0]
    assert [(mail.recipient, mail.template) for mail in Mail.objects.all()] == [(holder, "documents_ending")]
    assert "Conciergerie" not in Mail.objects.get().body


def test_document_that_ends_later_is_told_later(holder, project, document):
    expiry.remind(timezone.now())
    ProjectDocumentFactory(project=project, kind=DocumentKindFactory(code="rib"), valid_until=in_days(40))

    early = expiry.remind(timezone.now())
    late = expiry.remind(timezone.now() + dt.timedelta(days=15))

    assert (early, late, Mail.objects.count()) == (0, 1, 2)


def test_worker_tells_of_documents_in_its_daily_duties(holder, project, document):
    duties.perform(timezone.now())

    assert Mail.objects.filter(template="documents_ending", recipient=holder).count() == 1


def test_my_documents_are_those_of_my_projects_with_the_first_to_renew_on_top(signed_in, holder, project, document):
    later = ProjectDocumentFactory(project=project, kind=DocumentKindFactory(code="rib"), valid_until=in_days(90))
    undated = ProjectDocumentFactory(project=ProjectFactory(owner=holder))
    foreign = ProjectDocumentFactory(name="secret.pdf")

    response = signed_in(holder).get(reverse("projects:documents"))

    assert list(response.context["page"]) == [document, later, undated]
    assert foreign.name not in response.text


def test_my_documents_say_where_each_is_used_and_a_reader_changes_nothing(signed_in, stranger, project, document):
    TeamMemberFactory(project=project, user=stranger, role="reader")
    sent = ApplicationFactory(project=project, submitted=True)
    AttachmentFactory(application=sent, document=document)

    response = signed_in(stranger).get(reverse("projects:documents"))

    assert "Joint à 1\u00a0candidature" in response.text
    assert sent.call.title in response.text
    assert reverse("projects:document_replace", args=[document.pk]) not in response.text


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_my_documents_query_count(signed_in, holder, rows, django_assert_num_queries):
    project = ProjectFactory(owner=holder)
    sent = ApplicationFactory(project=project, submitted=True)
    for _ in range(rows):
        AttachmentFactory(application=sent, document=ProjectDocumentFactory(project=project))
    client = signed_in(holder)

    with django_assert_num_queries(8):
        response = client.get(reverse("projects:documents"))

    assert response.context["page"].paginator.count == rows
