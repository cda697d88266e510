"""Declarations and category: saved as one types; what one says never replaces silently what another said."""

import pytest
from django.urls import reverse

from applications import declaring
from applications.models import Application
from ess_portal.owner import mark_of
from programmes.models import CallCategory
from tests.factories import RuleFactory, TeamMemberFactory

WRITER, OTHER = "a" * 16, "b" * 16


@pytest.fixture
def rule(cast):
    return RuleFactory(programme=cast.programme, operator="declared", value="", code="temps")


@pytest.fixture
def age(cast):
    return RuleFactory(programme=cast.programme, operator="gte", value="years:3", code="age")


@pytest.fixture
def page(cast):
    return reverse("applications:conditions", args=[cast.application.pk])


def declared(cast):
    return list(cast.application.declarations.values_list("value", flat=True))


def says(cast, value):
    declaring.save(cast.application, {"temps": value}, {}, by=cast.colleague)


def ticks(client, page, value, *, number=1, shown="", writer=WRITER, code="temps"):
    """A save made while one types."""
    sent = {f"r_{code}": value, f"v_{code}": 0, f"d_{code}": shown, "writer": writer, "number": number}
    return client.post(page, sent, headers={"X-Autosave": "1"})


def test_declaration_changed_meanwhile_stands_and_both_are_shown(signed_in, cast, rule, page):
    says(cast, "oui")

    response = signed_in(cast.holder).post(page, {"r_temps": "non", "d_temps": "", "continue": "1"})

    assert response.context["conflicts"] == [(rule.met, "Oui", "Non")]
    assert ("d_temps", "oui") in response.context["page"]["shown"]
    assert response.context["page"]["held"] == ["temps"]
    assert declared(cast) == ["oui"]


def test_declaration_saved_again_wins_knowingly(signed_in, cast, rule, page):
    says(cast, "oui")

    signed_in(cast.holder).post(page, {"r_temps": "non", "d_temps": "oui", "continue": "1"})

    assert declared(cast) == ["non"]


def test_declaration_left_alone_is_not_saved(signed_in, cast, rule, page):
    says(cast, "non")

    signed_in(cast.holder).post(page, {"r_temps": "oui", "d_temps": "oui", "continue": "1"})

    assert declared(cast) == ["non"]


@pytest.mark.parametrize("passing", [{"X-Autosave": "1"}, {}], ids=["typing", "pressed"])
def test_declaration_never_goes_under_the_name_of_another(signed_in, cast, rule, page, passing):
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")
    sent = {"r_temps": "oui", "d_temps": "", "page_of": mark_of(cast.holder)}

    response = signed_in(cast.stranger).post(page, sent, headers=passing)

    assert (response.status_code, declared(cast)) == (409, [])


def test_declaration_is_saved_as_one_types(signed_in, cast, rule, page):
    told = ticks(signed_in(cast.holder), page, "oui").json()

    assert (told["state"], told["answers"], told["clashes"]) == ("saved", {"temps": [0, "oui"]}, [])
    assert told["words"].startswith("Enregistré à")
    assert declared(cast) == ["oui"]


def test_late_save_never_wins(signed_in, cast, rule, page):
    client = signed_in(cast.holder)
    ticks(client, page, "oui", number=2)

    assert ticks(client, page, "non", number=1).json() == {"state": "late"}
    assert declared(cast) == ["oui"]


def test_a_page_follows_itself_even_when_an_answer_was_lost(signed_in, cast, age, page):
    client = signed_in(cast.holder)
    ticks(client, page, "3", code="age")

    told = ticks(client, page, "4", number=2, code="age").json()

    assert (told["clashes"], declared(cast)) == ([], ["4"])


def test_two_tabs_clash_and_erase_nothing(signed_in, cast, rule, page):
    client = signed_in(cast.holder)
    ticks(client, page, "oui")

    told = ticks(client, page, "non", writer=OTHER).json()

    assert told["clashes"] == [{"code": "temps", "label": rule.met}]
    assert (told["answers"], declared(cast)) == ({}, ["oui"])


def test_the_page_of_somebody_else_gives_no_privilege(signed_in, cast, rule, page):
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")
    ticks(signed_in(cast.holder), page, "oui")

    told = ticks(signed_in(cast.stranger), page, "non", number=2).json()

    assert ([clash["code"] for clash in told["clashes"]], declared(cast)) == (["temps"], ["oui"])


def test_what_is_no_number_is_neither_saved_nor_lost(signed_in, cast, age, page):
    client = signed_in(cast.holder)

    passing = ticks(client, page, "beaucoup", code="age").json()
    later = client.post(page, {"r_age": "beaucoup", "later": "1"})

    assert (passing["answers"], declared(cast)) == ({}, [])
    assert later.context["form"]["r_age"].value() == "beaucoup"


def test_the_category_is_saved_as_one_types_and_clashes_too(signed_in, cast, page):
    north, south = [
        CallCategory.objects.create(call=cast.call, name=name, places=1, position=number)
        for number, name in enumerate(["Nord", "Sud"])
    ]
    client = signed_in(cast.holder)
    ticks(client, page, north.pk, code="_categorie")

    told = ticks(client, page, south.pk, code="_categorie", writer=OTHER).json()
    shown = client.post(page, {"r__categorie": south.pk, "d__categorie": "", "continue": "1"})

    assert [clash["code"] for clash in told["clashes"]] == ["_categorie"]
    assert [row[1:] for row in shown.context["conflicts"]] == [("Nord", "Sud")]
    assert Application.objects.get().category == north


def test_nothing_is_saved_once_the_file_is_sent(signed_in, cast, rule, page):
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")

    response = ticks(signed_in(cast.holder), page, "oui")

    assert (response.status_code, response.json(), declared(cast)) == (409, {"state": "sent"}, [])


def test_the_page_is_saved_by_the_script_of_the_questions(signed_in, cast, rule, age, page):
    shown = signed_in(cast.holder).get(page).content.decode()

    assert 'data-autosave data-private="temps"' in shown
    assert all(f'name="{name}"' in shown for name in ("r_temps", "v_temps", "d_temps", "writer", "number", "page_of"))
    assert "js/autosave.js" in shown
