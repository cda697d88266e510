"""« Ouvrir la promotion »: every confirmed file enters once, with exactly what its programme gives."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Mail
from followup.models import Participation, ParticipationRole
from followup.opening import OpeningRefused, open_cohort
from programmes.models import Cohort
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    OrganisationRoleFactory,
    ProgrammeComponentFactory,
    TeamMemberFactory,
    UserFactory,
)

START = dt.date(2027, 6, 1)


@pytest.fixture
def call(db):
    return CallFactory()


@pytest.fixture
def officer(call):
    return OrganisationRoleFactory(actor=call.leader).user


def launch(call, officer, **changes):
    fields = {"name": "Promotion 2027", "starts_on": START, "now": timezone.now(), **changes}
    return open_cohort(call, by=officer, **fields)


def development(programme):
    """MPESS Développement, in short: days that are no package, 20 h of referent, 9 h of mentor."""
    ProgrammeComponentFactory(programme=programme, position=1, component_type="training", quantity=1, unit="day")
    ProgrammeComponentFactory(programme=programme, position=2, quantity=20, unit="hour")
    ProgrammeComponentFactory(
        programme=programme, position=3, component_type="mentoring", title="Mentorat", quantity=9, unit="hour"
    )


def creation(programme):
    """MPESS Créa, in short: three meetings whose length is a range, 2 h of law."""
    ProgrammeComponentFactory(programme=programme, position=1, quantity=3, unit="session")
    ProgrammeComponentFactory(
        programme=programme, position=2, component_type="expertise", title="Conseil juridique", quantity=2, unit="hour"
    )


def unmeasured(programme):
    """Starter: a referent follows, nobody says how long."""
    ProgrammeComponentFactory(programme=programme, position=1, quantity=None, unit="")


@pytest.mark.parametrize(
    ("programme_of", "packages"),
    [
        (development, [("mentor", 540), ("referent", 1200)]),
        (creation, [("legal", 120)]),
        (unmeasured, []),
    ],
)
def test_packages_are_exactly_those_of_the_programme(call, officer, programme_of, packages):
    programme_of(call.programme)
    ApplicationFactory(call=call, confirmed=True)

    [participation] = launch(call, officer).added

    assert list(participation.packages.values_list("kind", "granted_minutes")) == packages


@pytest.mark.parametrize(("unit", "minutes"), [("hour", 120), ("half_day", 420), ("day", 840)])
def test_package_counts_days_of_seven_hours(call, officer, unit, minutes):
    ProgrammeComponentFactory(programme=call.programme, quantity=2, unit=unit)
    ApplicationFactory(call=call, confirmed=True)

    [participation] = launch(call, officer).added

    assert participation.packages.get().granted_minutes == minutes


def test_package_is_not_guessed_from_a_range(call, officer):
    ProgrammeComponentFactory(programme=call.programme, quantity=2, quantity_max=4, unit="hour")
    ApplicationFactory(call=call, confirmed=True)

    [participation] = launch(call, officer).added

    assert not participation.packages.exists()


def test_components_all_become_the_line_of_the_participation(call, officer):
    development(call.programme)
    ApplicationFactory(call=call, confirmed=True)

    [participation] = launch(call, officer).added

    assert list(participation.components.values_list("component__position", "status")) == [
        (1, "ahead"),
        (2, "ahead"),
        (3, "ahead"),
    ]


def test_only_confirmed_files_enter(call, officer):
    confirmed = ApplicationFactory(call=call, confirmed=True)
    ApplicationFactory(call=call, admitted=True)
    ApplicationFactory(call=call, waitlisted=True)
    ApplicationFactory(confirmed=True)

    opening = launch(call, officer)

    assert [participation.application for participation in opening.added] == [confirmed]
    assert Participation.objects.count() == 1


def test_opening_again_adds_late_confirmations_only(call, officer):
    ApplicationFactory(call=call, confirmed=True)
    first = launch(call, officer)
    late = ApplicationFactory(call=call, confirmed=True)

    second = launch(call, officer, now=timezone.now())
    third = launch(call, officer)

    assert (len(first.added), len(second.added), len(third.added)) == (1, 1, 0)
    assert second.added[0].application == late
    assert Cohort.objects.count() == 1


def test_late_participation_starts_the_day_it_is_added(call, officer):
    ApplicationFactory(call=call, confirmed=True)

    [participation] = launch(call, officer, now=dt.datetime(2027, 7, 2, 12, tzinfo=dt.UTC)).added

    assert participation.starts_on == dt.date(2027, 7, 2)


def test_participants_are_the_writers_of_the_team(call, officer):
    application = ApplicationFactory(call=call, confirmed=True)
    owner = TeamMemberFactory(project=application.project, role="owner").user
    editor = TeamMemberFactory(project=application.project, role="editor").user
    TeamMemberFactory(project=application.project, role="reader")
    TeamMemberFactory(project=application.project, role="editor", ends_on=timezone.localdate() - dt.timedelta(days=1))

    [participation] = launch(call, officer).added

    assert [
        role.user for role in participation.roles.filter(kind=ParticipationRole.Kind.PARTICIPANT).order_by("pk")
    ] == [owner, editor]
    assert set(Mail.objects.values_list("template", "recipient")) == {
        ("support_opened", owner.pk),
        ("support_opened", editor.pk),
    }


def test_opening_is_refused_to_somebody_who_does_not_run_the_call(call):
    foreign_officer = OrganisationRoleFactory().user
    ApplicationFactory(call=call, confirmed=True)

    with pytest.raises(OpeningRefused, match="équipe qui porte l’appel"):
        launch(call, foreign_officer)

    assert not Cohort.objects.exists()


def test_opening_is_refused_when_it_ends_before_it_starts(call, officer):
    with pytest.raises(OpeningRefused, match="précéder"):
        launch(call, officer, ends_on=START - dt.timedelta(days=1))


def test_cohort_opens_without_anybody_yet(call, officer):
    opening = launch(call, officer)

    assert opening.added == []
    assert opening.cohort.programme == call.programme


def test_opening_is_refused_to_a_participant(call):
    application = ApplicationFactory(call=call, confirmed=True)
    member = TeamMemberFactory(project=application.project, user=UserFactory()).user

    with pytest.raises(OpeningRefused):
        launch(call, member)
