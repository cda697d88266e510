"""Saves made while one types: late ones never win, two writers never overwrite each other, nothing after sending."""

import pytest
from django.urls import reverse

from applications import draft, pages
from applications.models import Application
from applications.pages import OpenPage, digest
from ess_portal.owner import mark_of
from tests.factories import QuestionFactory, TeamMemberFactory

WRITER, OTHER = "a" * 16, "b" * 16


@pytest.fixture
def need(cast):
    return QuestionFactory(revision=cast.application.revision, section="Votre projet", code="besoin", required=False)


@pytest.fixture
def model(cast):
    return QuestionFactory(revision=cast.application.revision, section="Votre projet", code="modele", required=False)


def url(application, number=1):
    return reverse("applications:step", args=[application.pk, number])


def kept(application):
    return dict(application.answers.values_list("question__code", "value"))


def fields(text, *, number=1, version=0, shown="", writer=WRITER, code="besoin"):
    return {
        f"r_{code}": text,
        f"v_{code}": version,
        f"d_{code}": digest(shown),
        "writer": writer,
        "number": number,
    }


def types(client, cast, text, **page):
    """An autosave of one page; returns the response."""
    return client.post(url(cast.application), fields(text, **page), headers={"X-Autosave": "1"})


def test_text_is_saved_as_one_types(signed_in, cast, need):
    response = types(signed_in(cast.holder), cast, "Un besoin")

    told = response.json()
    assert (told["state"], told["answers"]) == ("saved", {"besoin": [1, digest("Un besoin")]})
    assert told["words"].startswith("Enregistré à")
    assert kept(cast.application) == {"besoin": "Un besoin"}


def test_late_autosave_never_wins(signed_in, cast, need):
    client = signed_in(cast.holder)
    types(client, cast, "Un besoin réel", number=2)

    response = types(client, cast, "Un bes", number=1)

    assert response.json() == {"state": "late"}
    assert kept(cast.application) == {"besoin": "Un besoin réel"}


def test_late_autosave_does_not_bring_back_what_was_erased(signed_in, cast, need):
    client = signed_in(cast.holder)
    types(client, cast, "", number=2)

    types(client, cast, "Un essai", number=1)

    assert kept(cast.application) == {}


def test_text_follows_its_own_page_even_when_an_answer_was_lost(signed_in, cast, need):
    client = signed_in(cast.holder)
    types(client, cast, "Un bes", number=1)

    response = types(client, cast, "Un besoin", number=2, version=0)

    assert response.json()["clashes"] == []
    assert kept(cast.application) == {"besoin": "Un besoin"}


def test_going_back_to_the_first_text_is_saved(signed_in, cast, need):
    draft.save_answers(cast.application, {need: "Premier"}, {}, by=cast.holder)
    client = signed_in(cast.holder)
    types(client, cast, "Second", number=1, version=1, shown="Premier")

    types(client, cast, "Premier", number=2, version=1, shown="Premier")

    assert kept(cast.application) == {"besoin": "Premier"}


def test_pressed_save_that_comes_late_is_left_behind(signed_in, cast, need):
    client = signed_in(cast.holder)
    types(client, cast, "Un besoin réel", number=3)

    response = client.post(url(cast.application), {**fields("Un bes", number=2), "continue": "1"})

    assert response.status_code == 302
    assert kept(cast.application) == {"besoin": "Un besoin réel"}


def test_autosave_after_the_pressed_save_is_left_behind(signed_in, cast, need):
    client = signed_in(cast.holder)
    client.post(url(cast.application), {**fields("Un besoin réel", number=2), "continue": "1"})

    assert types(client, cast, "Un bes", number=1).json() == {"state": "late"}


def test_page_without_javascript_may_be_saved_twice(signed_in, cast, need):
    client = signed_in(cast.holder)
    client.post(url(cast.application), {**fields("", number=0), "continue": "1"})

    client.post(url(cast.application), {**fields("Un besoin", number=0), "continue": "1"})

    assert kept(cast.application) == {"besoin": "Un besoin"}


def test_two_tabs_clash_and_erase_nothing(signed_in, cast, need):
    client = signed_in(cast.holder)
    types(client, cast, "Premier onglet")

    response = types(client, cast, "Second onglet", writer=OTHER)

    assert response.json()["clashes"] == [{"code": "besoin", "label": need.label}]
    assert kept(cast.application) == {"besoin": "Premier onglet"}


def test_page_of_somebody_else_gives_no_privilege(cast, need):
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")
    draft.save(cast.application, {need: "De Nour"}, {}, by=cast.holder, page=OpenPage(WRITER, 1))

    saved = draft.save(cast.application, {need: "De Sacha"}, {}, by=cast.stranger, page=OpenPage(WRITER, 2))

    assert [clash.saved_words for clash in saved.clashes] == ["De Nour"]


def test_field_left_alone_is_no_clash(signed_in, cast, need, model):
    draft.save_answers(cast.application, {need: "Premier"}, {}, by=cast.holder)
    draft.save_answers(cast.application, {need: "De ma collègue"}, {need.pk: 1}, by=cast.holder)
    page = {**fields("Premier", version=1, shown="Premier"), **fields("Des abonnements", code="modele")}

    response = signed_in(cast.holder).post(url(cast.application), {**page, "continue": "1"})

    assert response.status_code == 302
    assert kept(cast.application) == {"besoin": "De ma collègue", "modele": "Des abonnements"}


def test_nothing_is_saved_once_the_file_is_sent(signed_in, cast, need):
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")

    response = types(signed_in(cast.holder), cast, "Trop tard")

    assert (response.status_code, response.json()) == (409, {"state": "sent"})
    assert kept(cast.application) == {}


@pytest.mark.parametrize("passing", [{"X-Autosave": "1"}, {}], ids=["typing", "pressed"])
def test_text_never_goes_under_the_name_of_another(signed_in, cast, need, passing):
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")
    page = {**fields("De Nour"), "page_of": mark_of(cast.holder), "continue": "1"}

    response = signed_in(cast.stranger).post(url(cast.application), page, headers=passing)

    assert (response.status_code, kept(cast.application)) == (409, {})
    assert "De Nour" not in response.text


@pytest.mark.parametrize("tampered", [{"writer": "x"}, {"number": "-1"}, {"number": "9" * 30}, {"number": "un"}])
def test_tampered_page_is_judged_by_its_versions(signed_in, cast, need, tampered):
    client = signed_in(cast.holder)
    types(client, cast, "Premier")

    response = client.post(url(cast.application), {**fields("Second"), **tampered, "continue": "1"})

    assert [clash.typed_words for clash in response.context["clashes"]] == ["Second"]


def test_each_page_is_another(signed_in, cast, need):
    client = signed_in(cast.holder)

    first, second = (client.get(url(cast.application)).context["page"] for _ in range(2))

    assert first["writer"] != second["writer"]
    assert dict(first["shown"]) == {"d_besoin": digest(None)}


def test_digest_tells_blanks_from_texts():
    assert digest("") == digest(None) == digest([]) != pages.digest("x")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", "Second"), ("saved", "Premier"), ("both", "Premier\n\nSecond")],
)
def test_clash_is_settled_as_chosen(signed_in, cast, need, choice, expected):
    client = signed_in(cast.holder)
    types(client, cast, "Premier")
    clash = client.post(url(cast.application), {**fields("Second", writer=OTHER), "continue": "1"})
    page = {**clash.context["form"].data.dict(), "writer": clash.context["page"]["writer"], "number": 0}

    response = client.post(url(cast.application), {**page, "k_besoin": choice})

    assert response.status_code == 302
    assert kept(cast.application) == {"besoin": expected}


@pytest.mark.parametrize("choice", ["mine", "both"])
def test_clash_settled_over_a_third_text_is_a_clash_again(signed_in, cast, need, choice):
    client = signed_in(cast.holder)
    types(client, cast, "Premier")
    clash = client.post(url(cast.application), {**fields("Second", writer=OTHER), "continue": "1"})
    page = {**clash.context["form"].data.dict(), "writer": clash.context["page"]["writer"], "number": 0}
    types(client, cast, "Troisième", number=2)

    response = client.post(url(cast.application), {**page, "k_besoin": choice})

    assert [found.saved_words for found in response.context["clashes"]] == ["Troisième"]
    assert kept(cast.application) == {"besoin": "Troisième"}


def test_settled_text_is_shown_when_something_else_is_to_be_mended(signed_in, cast, need):
    QuestionFactory(revision=cast.application.revision, section="Votre projet", code="oblige", required=True)
    client = signed_in(cast.holder)
    types(client, cast, "Premier")
    clash = client.post(url(cast.application), {**fields("Second", writer=OTHER), "continue": "1"})
    page = {**clash.context["form"].data.dict(), "writer": clash.context["page"]["writer"], "number": 0}

    response = client.post(url(cast.application), {**page, "k_besoin": "both", "continue": "1"})

    assert response.context["form"]["r_besoin"].value() == "Premier\n\nSecond"
    assert list(response.context["form"].errors) == ["r_oblige"]
