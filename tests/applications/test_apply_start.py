import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import draft
from applications.models import Application
from tests.factories import CallFactory, FormRevisionFactory, ProjectFactory, RuleFactory, TeamMemberFactory


@pytest.fixture
def call(db):
    call = CallFactory()
    FormRevisionFactory(call=call)
    return call


def url(call):
    return reverse("applications:start", args=[call.slug])


def test_visitor_signs_in_first(client, call):
    assert client.get(url(call)).url == f"{reverse('account_login')}?next={url(call)}"


def test_person_without_a_project_is_led_to_create_one_and_back(signed_in, holder, call):
    response = signed_in(holder).get(url(call))

    assert f"{reverse('projects:create')}?appel={call.slug}" in response.text


def test_only_project_is_judged_at_once(signed_in, holder, call):
    project = ProjectFactory(owner=holder)
    RuleFactory(programme=call.programme, operator="in", value="region:11", remedy="Voyez la CRESS de votre région.")

    response = signed_in(holder).get(url(call))

    assert response.context["project"] == project
    assert [verdict.status for verdict in response.context["verdicts"]] == ["not_met"]
    assert "Voyez la CRESS de votre région." in response.text


def test_several_projects_ask_which(signed_in, holder, call):
    ProjectFactory(owner=holder)
    second = ProjectFactory(owner=holder)
    client = signed_in(holder)

    asked = client.get(url(call))
    chosen = client.get(url(call), {"projet": second.pk})

    assert (asked.context["project"], chosen.context["project"]) == (None, second)


def test_post_creates_one_draft_and_reopens_it(signed_in, holder, call):
    project = ProjectFactory(owner=holder)
    client = signed_in(holder)

    first = client.post(url(call), {"projet": project.pk})
    second = client.post(url(call), {"projet": project.pk})

    application = Application.objects.get()
    assert (first.url, second.url) == (application.get_absolute_url(), application.get_absolute_url())
    assert (application.project, application.created_by, application.state) == (project, holder, "draft")


def test_first_draft_freezes_the_questions(holder, call):
    now = timezone.now()

    application = draft.start(ProjectFactory(owner=holder), call, by=holder, now=now)

    assert application.revision.frozen_at == now


def test_withdrawn_application_lets_start_again(signed_in, holder, call):
    project = ProjectFactory(owner=holder)
    Application.objects.create(
        project=project, call=call, revision=call.revisions.get(), state="withdrawn", number="C-2027-0001"
    )

    signed_in(holder).post(url(call), {"projet": project.pk})

    assert sorted(Application.objects.values_list("state", flat=True)) == ["draft", "withdrawn"]


@pytest.mark.parametrize("role", [None, "reader"])
def test_project_that_one_may_not_write_is_refused(signed_in, holder, stranger, call, role):
    project = ProjectFactory(owner=stranger)
    if role:
        TeamMemberFactory(project=project, user=holder, role=role)

    response = signed_in(holder).post(url(call), {"projet": project.pk})

    assert (response.url, Application.objects.count()) == (url(call), 0)


@pytest.mark.parametrize("value", ["", "x", "' OR 1=1 --", "00000000-0000-0000-0000-000000000000"])
def test_forged_project_creates_nothing(signed_in, holder, call, value):
    ProjectFactory(owner=holder)
    ProjectFactory(owner=holder)

    signed_in(holder).post(url(call), {"projet": value})

    assert Application.objects.count() == 0


def test_closed_call_says_when_and_where_to_go(signed_in, holder):
    call = CallFactory(closed=True)
    other = CallFactory()

    response = signed_in(holder).get(url(call))

    assert response.context["reason"].startswith("L’appel a fermé le ")
    assert other.title in response.text
    assert call.programme.get_absolute_url() in response.text


def test_closed_call_shows_the_draft_that_is_kept(signed_in, cast):
    cast.call.closes_at = timezone.now() - dt.timedelta(days=1)
    cast.call.save()

    response = signed_in(cast.holder).get(url(cast.call))

    assert list(response.context["applications"]) == [cast.application]


def test_call_to_come_says_when_it_opens(signed_in, holder):
    response = signed_in(holder).get(url(CallFactory(upcoming=True)))

    assert response.context["reason"].startswith("L’appel ouvre le ")


def test_cancelled_call_takes_no_draft(signed_in, holder):
    call = CallFactory(cancelled_at=timezone.now())
    project = ProjectFactory(owner=holder)

    response = signed_in(holder).post(url(call), {"projet": project.pk})

    assert (response.context["reason"], Application.objects.count()) == ("L’appel est annulé.", 0)


def test_unannounced_call_does_not_exist(signed_in, holder):
    assert signed_in(holder).get(url(CallFactory(unpublished=True))).status_code == 404


def test_creating_a_project_goes_back_to_the_call(signed_in, holder, call):
    stage = ProjectFactory().stage

    response = signed_in(holder).post(
        f"{reverse('projects:create')}?appel={call.slug}", {"title": "Conciergerie", "stage": stage.pk}
    )

    assert response.url == url(call)
