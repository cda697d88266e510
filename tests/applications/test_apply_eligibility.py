import datetime as dt

import pytest

from applications import eligibility
from tests.factories import ApplicationFactory, CallFactory, LegalFormFactory, ProjectFactory, RuleFactory

DAY = dt.date(2027, 6, 7)


@pytest.fixture
def call(db):
    return CallFactory()


def verdict(project, call, **rule):
    RuleFactory(programme=call.programme, **rule)
    return [found.status for found in eligibility.verdicts_on_project(project, call, DAY)]


def test_territory_is_read_from_the_department(call):
    assert verdict(ProjectFactory(), call, operator="in", value="region:93") == ["met"]


def test_territory_without_a_department_is_unknown(call):
    assert verdict(ProjectFactory(department=None), call, operator="in", value="region:93") == ["unknown"]


def test_stage_is_read_from_the_project(call):
    assert verdict(ProjectFactory(), call, operator="in", value="etape:creation|etape:developpement") == ["met"]


def test_membership_that_nobody_asked_is_unknown(call):
    assert verdict(ProjectFactory(), call, operator="in", value="acquis:adherent_cress") == ["unknown"]


def test_membership_asked_and_not_ticked_is_not_met(call):
    project = ProjectFactory(answers={"acquis": ["idee_precise"]})

    assert verdict(project, call, operator="in", value="acquis:adherent_cress") == ["not_met"]


def test_legal_form_answers_for_the_form(call):
    project = ProjectFactory(legal_form=LegalFormFactory(code="scop"))

    assert verdict(project, call, operator="not_in", value="forme:sans_structure") == ["met"]


@pytest.mark.parametrize(
    ("created", "status"),
    [(dt.date(2024, 6, 7), "met"), (dt.date(2024, 6, 8), "not_met"), (None, "unknown")],
)
def test_age_is_counted_in_whole_years(call, created, status):
    assert verdict(ProjectFactory(created_on_date=created), call, operator="gte", value="years:3") == [status]


@pytest.mark.parametrize(
    ("operator", "value", "declared", "status"),
    [
        ("declared", "", "oui", "met"),
        ("declared", "", "non", "not_met"),
        ("gte", "years:3", "4", "met"),
        ("lte", "eur:1000", "1000.5", "not_met"),
        ("gte", "years:3", "oui", "unknown"),
    ],
)
def test_declarations_are_read(call, operator, value, declared, status):
    rule = RuleFactory(programme=None, call=call, operator=operator, value=value)
    application = ApplicationFactory(call=call)
    application.declarations.create(rule=rule, value=declared)

    assert [found.status for found in eligibility.verdicts(application, DAY)] == [status]


def test_verdicts_of_a_sent_file_read_the_snapshot(call):
    RuleFactory(programme=call.programme, operator="in", value="etape:developpement")
    application = ApplicationFactory(call=call, submitted=True)
    described = eligibility.describe_project(application.project) | {"stage_code": "emergence"}
    application.snapshot = application_snapshot(application, described)

    assert [found.status for found in eligibility.verdicts(application, DAY)] == ["not_met"]


def application_snapshot(application, project):
    return type(application).snapshot.related.related_model.objects.create(
        application=application, data={"project": project}
    )
