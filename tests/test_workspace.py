import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from tests import cast as scenes
from tests.factories import (
    AgendaItemFactory,
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    CommitteeMemberFactory,
    DocumentKindFactory,
    ProjectFactory,
)


def tasks(client):
    return [(one.task.label, one.task.url) for one in client.get(reverse("workspace")).context["tasks"]]


def test_newcomer_has_nothing_to_do_and_a_way_in(signed_in, holder):
    response = signed_in(holder).get(reverse("workspace"))

    assert (response.context["tasks"], list(response.context["projects"])) == ([], [])
    assert reverse("projects:create") in response.text


def test_draft_awaits_its_team(signed_in, cast):
    assert tasks(signed_in(cast.holder)) == [("Terminer votre candidature", cast.application.get_absolute_url())]


def test_request_awaits_its_team_until_answered(signed_in, holder):
    application = ApplicationFactory(owner=holder, submitted=True)
    request = application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=7))
    item = request.items.create(kind=DocumentKindFactory())
    client = signed_in(holder)

    before = tasks(client)
    item.answered_at = timezone.now()
    item.save()

    assert before == [("Déposer ce qui manque à votre dossier", application.get_absolute_url())]
    assert tasks(client) == []


@pytest.mark.parametrize(
    ("state", "label"),
    [("admitted", "Confirmer votre place"), ("submitted", None), ("waitlisted", None), ("confirmed", None)],
)
def test_state_says_whose_turn_it_is(signed_in, holder, state, label):
    application = ApplicationFactory(owner=holder, **{state: True})

    assert tasks(signed_in(holder)) == ([(label, application.get_absolute_url())] if label else [])


def test_proposal_awaits_its_team(signed_in, holder):
    application = ApplicationFactory(owner=holder, submitted=True)
    application.redirect_proposals.create(sentence="Une autre ligne")

    assert tasks(signed_in(holder)) == [("Répondre à une proposition", application.get_absolute_url())]


def test_member_is_told_of_files_to_read_and_the_conflicted_one_is_not(signed_in, db):
    cast = scenes.convene(scenes.build_cast(admissible=True))

    told = tasks(signed_in(cast.member))
    not_told = tasks(signed_in(cast.conflicted))

    assert told == [("Lire 1\u00a0dossier pour un comité", cast.session.get_absolute_url())]
    assert not_told == []


def test_officer_is_led_to_the_back_office_and_sees_no_draft(signed_in, cast):
    response = signed_in(cast.officer).get(reverse("workspace"))

    assert (response.context["is_staff"], response.context["tasks"]) == (True, [])
    assert cast.project.title not in response.text


def test_member_keeps_the_way_to_her_committee_once_she_has_marked(signed_in, db):
    cast = scenes.convene(scenes.build_cast(admissible=True))
    cast.item.reviews.create(member=scenes.seat_of(cast, "member"), submitted_at=timezone.now())

    response = signed_in(cast.member).get(reverse("workspace"))

    assert (response.context["tasks"], response.context["seats"]) == ([], [cast.session])


def test_officer_is_told_of_files_that_arrived_and_no_other_officer_is(signed_in, db):
    cast = scenes.build_cast(submitted=True)

    told = tasks(signed_in(cast.officer))
    not_told = tasks(signed_in(cast.other_officer))

    assert told == [("Vérifier 1\u00a0dossier arrivé", reverse("admin:applications_application_changelist"))]
    assert not_told == []


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_workspace_query_count_of_a_member(signed_in, holder, rows, django_assert_num_queries):
    for _ in range(rows):
        item = AgendaItemFactory()
        AssignmentFactory(item=item, member=CommitteeMemberFactory(session=item.session, user=holder))
    client = signed_in(holder)

    with django_assert_num_queries(15):
        response = client.get(reverse("workspace"))

    assert (len(response.context["tasks"]), len(response.context["seats"])) == (min(rows, 100), min(rows, 5))


def test_stranger_sees_nothing_of_the_others(signed_in, cast):
    response = signed_in(cast.stranger).get(reverse("workspace"))

    assert (response.context["applications"], list(response.context["projects"])) == ([], [])


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_workspace_query_count(signed_in, holder, rows, django_assert_num_queries):
    for _ in range(rows):
        project = ProjectFactory(owner=holder)
        Application.objects.create(
            project=project, call=(call := CallFactory()), revision=call.revisions.create(number=1), created_by=holder
        )
    client = signed_in(holder)

    with django_assert_num_queries(16):
        response = client.get(reverse("workspace"))

    assert len(response.context["tasks"]) == min(rows, 100)
