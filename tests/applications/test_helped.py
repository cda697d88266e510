"""A file whose helper left: its officer closes the agreement with a reason, and records the person's with herself."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import access, helped
from projects import helping
from projects.models import Agreement
from tests.factories import ApplicationFactory
from tests.factories.helping import agreement_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast):
    return agreement_by(cast.prescriber, cast.prescriber.organisation_roles.get().actor)


@pytest.fixture
def application(cast, agreement):
    return ApplicationFactory(project=agreement.project, call=cast.call, submitted=True)


@pytest.fixture
def left(cast, agreement):
    """The helper has no role any more in the organisation for which she helped."""
    cast.prescriber.organisation_roles.update(ends_on=timezone.localdate() - dt.timedelta(days=1))


def page(application):
    return reverse("admin:applications_agreements", args=[application.pk])


def told(cast, **more):
    return {
        "record": "1",
        "manner": "oral",
        "given_on": timezone.localdate(),
        "scope": "write",
        "until": timezone.localdate() + dt.timedelta(days=90),
        "actor": cast.leader.pk,
        "agreed": "on",
        **more,
    }


def test_the_officer_closes_the_agreement_of_who_left_with_a_reason(signed_in, cast, application, agreement, left):
    client = signed_in(cast.officer)

    unsaid = client.post(page(application), {"close": agreement.pk, "why": ""})
    client.post(page(application), {"close": agreement.pk, "why": "Paule a quitté la structure."})
    shown = client.get(page(application)).content.decode()

    agreement.refresh_from_db()
    assert (unsaid.status_code, agreement.closing, agreement.closed_by) == (422, "staff", cast.officer)
    assert agreement.closing_note == "Paule a quitté la structure."
    assert "Paule a quitté la structure." in shown
    assert not access.writes(cast.prescriber, application)
    assert Mail.objects.filter(recipient=cast.prescriber, template="help_changed").count() == 1


def test_an_account_closed_is_a_departure_too(cast, application, agreement):
    cast.prescriber.is_active = False
    cast.prescriber.save()

    helped.close(application, agreement, why="Compte fermé.", by=cast.officer, now=timezone.now())

    assert Agreement.objects.get().closing == "staff"


def test_the_agreement_of_somebody_who_is_there_is_not_the_officers(signed_in, cast, application, agreement):
    client = signed_in(cast.officer)

    shown = client.get(page(application)).content.decode()
    answer = client.post(page(application), {"close": agreement.pk, "why": "Plus simple."})

    assert "Clore cet accord" not in shown
    assert (answer.status_code, Agreement.objects.get().closed_at) == (422, None)
    with pytest.raises(helping.CannotHelp, match="travaille toujours"):
        helped.close(application, agreement, why="Plus simple.", by=cast.officer, now=timezone.now())


@pytest.mark.parametrize("role", ["other_officer", "partner_officer"])
def test_another_officer_neither_sees_nor_closes(signed_in, cast, application, agreement, left, role):
    person = cast.person(role)

    answer = signed_in(person).post(page(application), {"close": agreement.pk, "why": "-"})

    assert (answer.status_code, Agreement.objects.get().closed_at) == (404, None)
    with pytest.raises(helping.CannotHelp):
        helped.close(application, agreement, why="-", by=person, now=timezone.now())
    with pytest.raises(helping.CannotHelp):
        helped.record(application, words(cast), by=person, now=timezone.now())


def words(cast):
    today = timezone.localdate()
    return helping.Words(cast.leader, "oral", today, "write", today + dt.timedelta(days=30))


def test_the_officer_records_the_agreement_of_the_person_with_herself(signed_in, cast, application, agreement, left):
    client = signed_in(cast.officer)

    refused = client.post(page(application), told(cast, agreed=""))
    client.post(page(application), told(cast))
    again = client.post(page(application), told(cast))

    mine = Agreement.objects.get(helper=cast.officer)
    assert (refused.status_code, again.status_code) == (422, 422)
    assert (mine.person, mine.project, mine.scope) == (agreement.person, agreement.project, "write")
    assert access.writes(cast.officer, application)


def test_who_has_her_own_account_gives_her_agreements_herself(cast, application, agreement):
    agreement.person.email = "lea@example.org"
    agreement.person.save()

    with pytest.raises(helping.CannotHelp, match="a son compte"):
        helped.record(application, words(cast), by=cast.officer, now=timezone.now())


def test_a_file_that_nobody_fills_says_so(signed_in, cast):
    application = ApplicationFactory(call=cast.call, submitted=True)

    answer = signed_in(cast.officer).get(page(application))

    assert "aucun accord n’est nécessaire" in answer.content.decode()
    assert signed_in(cast.officer).post(page(application), told(cast)).status_code == 422
