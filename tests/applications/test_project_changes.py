"""What changed since an application was sent: for its team and its officers, never for the committee."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import project_changes, reading, submission
from projects import documents, editing, team
from tests import cast as scenes
from tests.factories import (
    ApplicationFactory,
    AttachmentFactory,
    DocumentKindFactory,
    ProjectDocumentFactory,
    ProjectFactory,
    StageFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.uploads import pdf, upload

SENT = timezone.now() - dt.timedelta(days=10)


@pytest.fixture
def sent(holder):
    """A file sent ten days ago, with one document, by a team of two."""
    project = ProjectFactory(title="Conciergerie", city="Barrême", owner=holder)
    TeamMemberFactory(project=project, user=UserFactory(first_name="Idriss", last_name=""), role="reader")
    application = ApplicationFactory(project=project, submitted=True)
    document = ProjectDocumentFactory(project=project, name="a.pdf")
    AttachmentFactory(application=application, document=document, added_at=SENT)
    submission.take_snapshot(application, SENT)
    return application


def found(application):
    application.refresh_from_db()
    application.project.refresh_from_db()
    return project_changes.since_sent(application, reading.attachments(application), timezone.localdate())


def told(rows):
    return [(row.label, row.before, row.after) for row in rows]


def test_nothing_changed_is_said(sent):
    since = found(sent)

    assert not since
    assert since.taken_at == SENT


def test_application_without_snapshot_has_nothing_to_compare(sent):
    sent.snapshot.delete()
    sent = type(sent).objects.get(pk=sent.pk)

    assert project_changes.since_sent(sent, [], timezone.localdate()) is None


def test_fields_that_differ_are_shown_with_both_texts(sent):
    editing.update(sent.project, 1, {"title": "Conciergerie des collines", "city": "", "siret": "73282932000074"})

    assert told(found(sent).identity) == [
        ("Nom du projet", "Conciergerie", "Conciergerie des collines"),
        ("SIRET", "non renseigné", "73282932000074"),
        ("Commune", "Barrême", "non renseigné"),
    ]


def test_stage_that_came_back_shows_its_two_moves_with_their_days(sent, holder):
    earlier, first = StageFactory(code="emergence", order=2, name="Émergence"), sent.project.stage
    now = timezone.now()
    editing.change_stage(sent.project, earlier, by=holder, now=now, note="Le besoin a changé")
    editing.change_stage(sent.project, first, by=holder, now=now)

    since = found(sent)

    assert told(since.stage) == [("Étape", "Développement", "Émergence"), ("Étape", "Émergence", "Développement")]
    assert since.stage[0].on == timezone.localdate(now)
    assert since.identity == []


def test_team_says_who_came_left_and_changed_role(sent, holder):
    now, idriss = timezone.now(), sent.project.team.get(role="reader")
    team.remove(idriss, by=holder, now=now)
    team.add_member(sent.project, UserFactory(first_name="Inès", last_name=""), "owner", by=holder, now=now)
    team.change_role(sent.project.team.active().get(user=holder), "editor", by=holder, now=now)

    assert told(found(sent).team) == [
        ("Nour Belkacem", "Porteur ou porteuse", "Peut modifier"),
        ("Idriss", "Peut lire", "a quitté l’équipe"),
        ("Inès", "", "est dans l’équipe : Porteur ou porteuse"),
    ]


def test_person_who_changed_her_name_is_the_same_person(sent, holder):
    holder.last_name = "Benali"
    holder.save()

    assert found(sent).team == []


def test_document_replaced_since_is_named_and_the_file_sent_stays(sent, holder):
    document, accepted = sent.attachments.get().document, type("A", (), {"name": "b.pdf", "size": 9})()
    accepted.content_type = "application/pdf"
    documents.replace(document, upload("b.pdf", pdf()), accepted, by=holder, now=timezone.now())

    assert told(found(sent).documents) == [(str(document.kind), "a.pdf", "b.pdf l’a remplacé dans le projet")]
    assert sent.attachments.get().document == document


def test_document_given_since_and_one_no_longer_valid_are_named(sent):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    kept = sent.attachments.get().document
    type(kept).objects.filter(pk=kept.pk).update(valid_until=yesterday)
    kind = DocumentKindFactory(code="rib", name="RIB")
    later = ProjectDocumentFactory(project=sent.project, kind=kind, name="rib.pdf")
    request = sent.requests.create(due_on=timezone.localdate())
    request.items.create(kind=kind, attachment=AttachmentFactory(application=sent, document=later))

    assert told(found(sent).documents) == [
        (str(kept.kind), "a.pdf", "n’est plus valable"),
        ("RIB", "", "rib.pdf, joint depuis"),
    ]


@pytest.fixture
def in_committee(db):
    cast = scenes.convene(scenes.build_cast(admissible=True))
    submission.take_snapshot(cast.application, SENT)
    editing.update(cast.project, 1, {"title": "Un autre nom", "city": "Une autre commune"})
    return cast


def test_team_and_officer_read_what_changed_and_the_committee_does_not(signed_in, in_committee):
    cast = in_committee
    pages = {
        "holder": reverse("applications:detail", args=[cast.application.pk]),
        "officer": reverse("admin:applications_application_change", args=[cast.application.pk]),
        "member": reverse("committee:file", args=[cast.session.pk, cast.item.pk]),
    }

    texts = {role: signed_in(cast.person(role)).get(page).text for role, page in pages.items()}

    assert {role: "Ce qui a changé depuis l’envoi" in text for role, text in texts.items()} == {
        "holder": True,
        "officer": True,
        "member": False,
    }
    assert {role: "Une autre commune" in text for role, text in texts.items()} == {
        "holder": True,
        "officer": True,
        "member": False,
    }
