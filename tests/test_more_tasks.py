"""What is addressed to the person herself: invitations, unread messages, information meetings; and helped projects."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.links import LinkClosed
from applications import correspondence
from programmes import meetings
from programmes.models import Question
from projects import invitations
from projects.models import TeamMember
from tests.factories import (
    ApplicationFactory,
    DocumentKindFactory,
    InformationMeetingFactory,
    ProjectFactory,
    QuestionFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.factories.helping import agreement_by

pytestmark = pytest.mark.django_db
INVITED = reverse("projects:invited")


def now():
    return timezone.now()


def space(client):
    return client.get(reverse("workspace"))


def tasks(client):
    return [one.task.label for one in space(client).context["tasks"]]


@pytest.fixture
def invitation(cast):
    return invitations.invite(cast.project, cast.stranger.email.upper(), "editor", by=cast.holder, now=now())


def accept(invitation):
    return reverse("projects:invitation_accept", args=[invitation.pk])


def test_an_invitation_to_my_address_awaits_me_and_is_accepted_from_my_space(signed_in, cast, invitation):
    client = signed_in(cast.stranger)

    before, page = tasks(client), client.get(INVITED).content.decode()
    answers = [client.post(accept(invitation)), client.post(accept(invitation))]

    assert before == ["Répondre à une invitation"]
    assert cast.project.title in page
    assert [answer.url for answer in answers] == [cast.project.get_absolute_url()] * 2
    assert cast.project.team.get(user=cast.stranger).role == "editor"
    assert "Répondre à une invitation" not in tasks(client)


@pytest.mark.parametrize("role", ["prescriber", "colleague", "officer", "superuser"])
def test_the_invitation_of_another_address_is_neither_seen_nor_taken(signed_in, cast, invitation, role):
    client = signed_in(cast.person(role))

    assert cast.project.title not in client.get(INVITED).content.decode()
    assert client.post(accept(invitation)).status_code == 404
    with pytest.raises(LinkClosed):
        invitations.accept(invitation, by=cast.person(role), now=now())
    assert not TeamMember.objects.filter(user=cast.person(role), role="editor").exists()


def test_an_invitation_to_a_team_that_i_am_in_awaits_nobody(cast, invitation):
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="reader")

    assert not invitations.addressed_to(cast.stranger, now=now()).exists()


@pytest.mark.parametrize("change", ["cancelled", "expired"])
def test_an_invitation_that_is_over_awaits_nobody(signed_in, cast, invitation, change):
    if change == "cancelled":
        invitations.cancel(invitation, now=now())
    else:
        type(invitation).objects.update(expires_at=now() - dt.timedelta(minutes=1))
    client = signed_in(cast.stranger)

    assert tasks(client) == []
    assert client.post(accept(invitation)).status_code == 410
    assert not cast.project.team.filter(user=cast.stranger).exists()


def test_somebody_without_address_has_no_invitation(cast, invitation):
    cast.stranger.email = None
    cast.stranger.save()

    assert not invitations.addressed_to(cast.stranger, now=now()).exists()


def test_a_message_awaits_its_reader_until_it_is_read(signed_in, holder):
    application = ApplicationFactory(owner=holder, submitted=True)
    officer = application.call.roles.create(user=UserFactory(), starts_on="2020-01-01", reason="-")
    correspondence.send(application, "staff", "Bonjour", key=uuid.uuid4(), by=officer.user, now=now())
    client = signed_in(holder)

    before = tasks(client)
    client.get(reverse("applications:thread", args=[application.pk]))

    assert before == ["Lire 1\u00a0message"]
    assert tasks(client) == []


def test_the_messages_of_teams_await_their_officer_only(signed_in, cast):
    type(cast.application).objects.update(state="admissible", number="C-2027-0001")
    cast.application.refresh_from_db()
    correspondence.send(cast.application, "team", "Bonjour", key=uuid.uuid4(), by=cast.holder, now=now())

    assert "Lire les messages de 1\u00a0dossier" in tasks(signed_in(cast.officer))
    assert tasks(signed_in(cast.other_officer)) == []


def test_an_information_meeting_is_a_task_and_a_date_at_the_hour_of_its_place(signed_in, cast):
    type(cast.call).objects.update(time_zone="Indian/Reunion")
    starts_at = now() + dt.timedelta(days=2)
    meeting = InformationMeetingFactory(call=cast.call, starts_at=starts_at)
    meetings.register(meeting, by=cast.stranger, now=now())
    client = signed_in(cast.stranger)

    context = space(client).context
    calendar = client.get(reverse("dates")).content.decode()
    meetings.leave(meeting, by=cast.stranger, now=now())

    (task,) = context["tasks"]
    (date,) = context["dates"]
    assert (task.task.label, task.when.startswith("le ")) == ("Venir à une réunion d’information", True)
    assert (date.kind.label, date.zone) == ("Réunion d’information", "Indian/Reunion")
    assert "Réunion d’information" in calendar
    assert (tasks(client), space(client).context["dates"]) == ([], [])


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"what": "question", "detail": "Qui tient la caisse ?"}, "Répondre à ce qui est demandé sur votre dossier"),
        ({"what": "correction"}, "Répondre à ce qui est demandé sur votre dossier"),
        ({"what": "correction", "kind": "file"}, "Déposer ce qui manque à votre dossier"),
        ({"what": "document"}, "Déposer ce qui manque à votre dossier"),
    ],
)
def test_a_file_is_to_give_only_when_one_is_awaited(signed_in, holder, item, words):
    application = ApplicationFactory(owner=holder, submitted=True)
    request = application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=7))
    kind = DocumentKindFactory()
    asked = {"what": item["what"], "detail": item.get("detail", "")}
    if item["what"] == "document":
        asked["kind"] = kind
    elif item["what"] == "correction":
        form = {"kind": Question.Kind.FILE, "document_kind": kind} if "kind" in item else {}
        asked["question"] = QuestionFactory(revision=application.revision, **form)
    request.items.create(**asked)
    client = signed_in(holder)

    page = client.get(application.get_absolute_url()).content.decode()

    assert tasks(client) == [words]
    assert ("déposez ce qui manque" in page) is words.startswith("Déposer")
    assert ("répondez à ce qui est demandé" in page) is words.startswith("Répondre")


def test_the_projects_of_a_helper_do_not_hide_her_own(signed_in, cast):
    own = ProjectFactory(owner=cast.prescriber, title="Le mien")
    type(own).objects.update(updated_at=now() - dt.timedelta(days=30))
    for _ in range(7):
        agreement_by(cast.prescriber, cast.prescriber.organisation_roles.get().actor)
    client = signed_in(cast.prescriber)

    context = space(client).context
    every = client.get(reverse("projects:helping")).context["page"]

    assert [project for project, *_ in context["projects"]] == [own]
    assert (len(context["helped"]), every.paginator.count) == (5, 7)
    assert reverse("projects:helping") in space(client).content.decode()
