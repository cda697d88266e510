"""Two people declare at once: what one says never replaces silently what the other said."""

import pytest
from django.urls import reverse

from applications import draft
from applications.pages import mark_of
from tests.factories import RuleFactory, TeamMemberFactory


@pytest.fixture
def rule(cast):
    return RuleFactory(programme=cast.programme, operator="declared", value="", code="temps")


@pytest.fixture
def page(cast):
    return reverse("applications:conditions", args=[cast.application.pk])


def declared(cast):
    return list(cast.application.declarations.values_list("value", flat=True))


def test_declaration_changed_meanwhile_stands_and_both_are_shown(signed_in, cast, rule, page):
    draft.save_declarations(cast.application, {rule: "oui"})

    response = signed_in(cast.holder).post(page, {"temps": "non", "d_temps": "", "continue": "1"})

    assert response.context["conflicts"] == [(rule.met, "Oui", "Non")]
    assert response.context["shown"] == [("d_temps", "oui")]
    assert declared(cast) == ["oui"]


def test_declaration_saved_again_wins_knowingly(signed_in, cast, rule, page):
    draft.save_declarations(cast.application, {rule: "oui"})

    signed_in(cast.holder).post(page, {"temps": "non", "d_temps": "oui", "continue": "1"})

    assert declared(cast) == ["non"]


def test_declaration_left_alone_is_not_saved(signed_in, cast, rule, page):
    draft.save_declarations(cast.application, {rule: "non"})

    signed_in(cast.holder).post(page, {"temps": "oui", "d_temps": "oui", "continue": "1"})

    assert declared(cast) == ["non"]


def test_declaration_never_goes_under_the_name_of_another(signed_in, cast, rule, page):
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")

    response = signed_in(cast.stranger).post(page, {"temps": "oui", "d_temps": "", "person": mark_of(cast.holder)})

    assert (response.status_code, declared(cast)) == (409, [])
