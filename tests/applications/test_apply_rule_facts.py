"""What the portal knows and rules read: adhésions on the call's date, the organisation's form, zones as said."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import completeness, eligibility
from tests import factories
from tests.programmes.rule_pages import reference_data

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 6, 7)
CLOSING = dt.datetime(2027, 6, 30, 16, tzinfo=dt.UTC)


@pytest.fixture
def call():
    return factories.CallFactory(closes_at=CLOSING)


def status(project, call, **rule):
    factories.RuleFactory(programme=call.programme, **rule)
    return eligibility.verdicts_on_project(project, call, DAY)[-1].status


def member_project(chamber_region="93", **period):
    """A project of an organisation whose adhésion holds for that period."""
    region = factories.RegionFactory(code=chamber_region)
    membership = factories.MembershipFactory(chamber=factories.ActorFactory(region=region), **period)
    return factories.ProjectFactory(organisation=membership.member)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2027-01-01", None, "met"),
        ("2027-06-30", "2027-06-30", "met"),
        ("2027-01-01", "2027-06-29", "not_met"),
        ("2027-07-01", None, "not_met"),
    ],
)
def test_membership_is_read_on_the_day_the_call_closes(call, starts, ends, expected):
    ends = dt.date.fromisoformat(ends) if ends else None
    project = member_project(starts_on=dt.date.fromisoformat(starts), ends_on=ends)

    assert status(project, call, value="acquis:adherent_cress") == expected


def test_an_adhesion_elsewhere_or_none_leaves_what_the_person_said(call):
    elsewhere = member_project("11", starts_on=dt.date(2020, 1, 1))
    nowhere = factories.ProjectFactory(organisation=factories.ActorFactory(), answers={"acquis": ["adherent_cress"]})

    assert status(elsewhere, call, value="acquis:adherent_cress") == "unknown"
    assert status(nowhere, call, value="acquis:adherent_cress") == "met"


def test_another_way_to_meet_a_membership_rule_stays_open_once_it_has_ended(call):
    project = member_project(starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2021, 1, 1))

    assert status(project, call, value="acquis:adherent_cress|acquis:agrement_esus") == "unknown"


def test_the_form_of_the_organisation_answers_for_the_project(call):
    organisation = factories.ActorFactory(legal_form=factories.LegalFormFactory(code="scop"))

    assert status(factories.ProjectFactory(organisation=organisation), call, value="forme:scop") == "met"


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ({"siret": "12345678200010"}, "met"),
        ({"created_on_date": dt.date(2020, 1, 1)}, "met"),
        ({"answers": {"forme": ["sans_structure"]}}, "not_met"),
        ({}, "unknown"),
    ],
)
def test_a_structure_that_exists_is_known_by_its_traces(call, project, expected):
    assert status(factories.ProjectFactory(**project), call, value="structure:existante") == expected


def test_two_thresholds_in_euros_are_two_amounts(call):
    application = factories.ApplicationFactory(call=call)
    for bound, said in [("eur:80000", "90000"), ("eur:7000", "5000")]:
        rule = factories.RuleFactory(programme=call.programme, operator="gte", value=bound)
        application.declarations.create(rule=rule, value=said)

    assert [one.status for one in eligibility.verdicts(application, DAY)] == ["met", "not_met"]


def test_a_sensitive_answer_that_the_project_file_never_offers_stays_unknown(call):
    reference_data()
    project = factories.ProjectFactory(answers={"contraintes": ["peu_de_temps"]})

    assert status(project, call, value="contraintes:eloigne_emploi") == "unknown"
    assert status(project, call, value="contraintes:besoin_revenu") == "not_met"


@pytest.mark.parametrize(("said", "expected"), [("oui", "met"), ("non", "not_met"), ("inconnu", "unknown")])
def test_a_zone_is_asked_of_the_team_who_may_not_know(signed_in, holder, said, expected):
    reference_data()
    call = factories.CallFactory(closes_at=timezone.now() + dt.timedelta(days=9))
    rule = factories.RuleFactory(programme=call.programme, value="zone.qpv.2024-01-01:oui", code="zone")
    project = factories.ProjectFactory(owner=holder)
    application = factories.ApplicationFactory(call=call, project=project, created_by=holder)
    client = signed_in(holder)
    address = reverse("applications:conditions", args=[application.pk])

    page = client.get(address).content.decode()
    client.post(address, {"r_zone": said, "d_zone": "", "continue": "1"})

    assert "liste du 1er\u00a0janvier\u00a02024" in page
    assert [one.status for one in eligibility.verdicts(application, DAY)] == [expected]
    assert rule not in [gap.key for gap in completeness.missing_declarations(application)]
