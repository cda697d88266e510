"""Stages, audiences and places that an organisation proposes: shown as a difference, decided like the other fields."""

import pytest
from django.urls import reverse
from django.utils import timezone

from actors import proposals
from actors.models import Proposal, Site
from actors.proposals import Decision, mark
from actors.search import search
from actors.sheet_kinds import stored_text
from programmes.models import Audience
from tests.actors.test_proposals import decisions_of, desk_page, form_of, propose_page
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DepartmentFactory,
    OrganisationRoleFactory,
    ProgrammeFactory,
    RegionFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def incubator():
    """Two places, the first of which has coordinates."""
    found = ActorFactory(name="Incubateur", slug="incubateur", kind=ActorKindFactory(code="incubator"))
    DepartmentFactory(code="83", name="Var", sort_name="var")
    Site.objects.create(
        actor=found, name="Antenne", city="Toulon", department_id="83", latitude="43.124", longitude="5.928"
    )
    Site.objects.create(actor=found, name="Atelier")
    return found


@pytest.fixture
def programme(incubator):
    found = ProgrammeFactory(lead_actor=incubator, slug="parcours")
    for order, (code, name) in enumerate([("emergence", "Émergence"), ("creation", "Création"), ("test", "Test")]):
        StageFactory(code=code, name=name, order=order)
    Audience.objects.create(code="jeunes", name="Jeunes")
    Audience.objects.create(code="refugies", name="Personnes réfugiées", sensitive=True)
    found.stages.set(["emergence", "creation"])
    return found


@pytest.fixture
def editor(incubator):
    return OrganisationRoleFactory(actor=incubator, kind="editor").user


@pytest.fixture
def officer():
    return OrganisationRoleFactory(actor__name="CRESS", kind="officer").user


def proposed(sheet, by, **changes):
    """A proposal of these texts by somebody who read the sheet as it stands."""
    read = {name: (stored_text(sheet, name), text) for name, text in changes.items()}
    return proposals.propose(sheet, read, by=by, note="", now=NOW)


def sites(incubator):
    return list(incubator.sites.order_by("name").values_list("name", "city", "department"))


def test_only_the_links_that_were_changed_are_proposed(signed_in, programme, editor):
    client = signed_in(editor)
    sent = form_of(client, propose_page(programme, "programmes"))

    client.post(propose_page(programme, "programmes"), sent | {"stages": ["creation", "test"]})

    made = Proposal.objects.get()
    assert list(made.changes.values_list("field", "before", "after")) == [
        ("stages", "creation|emergence", "creation|test")
    ]
    assert set(programme.stages.values_list("pk", flat=True)) == {"emergence", "creation"}


def test_the_difference_says_names_one_a_line_in_the_order_of_the_pathway(signed_in, programme, editor, officer):
    made = proposed(programme, editor, stages="creation|test", audiences="jeunes|refugies")

    found = {one.label: (one.before, one.after) for one in proposals.compare(made, {})}

    assert found == {
        "Étapes": ("Émergence\nCréation", "Création\nTest"),
        "Publics": ("", "Jeunes\nPersonnes réfugiées"),
    }
    stages = next(one for one in proposals.compare(made, {}) if one.label == "Étapes")
    assert stages.pieces == [("old", "Émergence\n"), ("same", "Création\n"), ("new", "Test\n")]
    page = signed_in(officer).get(desk_page(made)).text
    assert "Émergence\n<span" in page


def test_one_list_is_accepted_and_another_refused(signed_in, programme, editor, officer):
    made = proposed(programme, editor, stages="test", audiences="jeunes")
    client = signed_in(officer)

    client.post(
        desk_page(made),
        decisions_of(client, made, stages=("accepted", ""), audiences=("refused", "Le programme est ouvert à tous.")),
    )

    programme.refresh_from_db()
    made.refresh_from_db()
    assert list(programme.stages.values_list("pk", flat=True)) == ["test"]
    assert not programme.audiences.exists()
    assert (programme.status, made.closed_at is None) == ("declared", False)
    assert programme.history.first().history_change_reason == "Modification proposée, acceptée"
    assert [hit.slug for hit in search("test")][:1] == ["parcours"]


def test_a_stage_changed_meanwhile_is_a_conflict_and_nothing_is_written_unseen(signed_in, programme, editor, officer):
    made = proposed(programme, editor, stages="creation|test")
    client = signed_in(officer)
    sent = decisions_of(client, made, stages=("accepted", ""))
    programme.stages.set(["emergence"])

    page = client.post(desk_page(made), sent).text

    assert "Rien n’est appliqué" in page
    assert "La fiche a changé depuis cette proposition" in page
    assert list(programme.stages.values_list("pk", flat=True)) == ["emergence"]


def test_a_stage_that_is_gone_is_said_and_the_whole_decision_waits(signed_in, programme, editor, officer):
    made = proposed(programme, editor, audiences="jeunes", stages="creation|perdue")
    client = signed_in(officer)

    page = client.post(
        desk_page(made), decisions_of(client, made, audiences=("accepted", ""), stages=("accepted", ""))
    ).text

    assert "Étapes\u00a0: Un des choix proposés n’existe plus." in page.replace(" : ", "\u00a0: ")
    assert not programme.audiences.exists()
    assert set(made.changes.values_list("outcome", flat=True)) == {""}


def test_unknown_codes_in_the_form_are_told(signed_in, programme, editor):
    client = signed_in(editor)
    sent = form_of(client, propose_page(programme, "programmes")) | {"stages": ["nulle-part"], "target": "Texte gardé"}

    page = client.post(propose_page(programme, "programmes"), sent)

    assert (page.status_code, Proposal.objects.count()) == (200, 0)
    assert "Texte gardé" in page.text


def test_places_are_proposed_line_by_line_and_keep_their_coordinates(signed_in, incubator, editor, officer):
    client = signed_in(editor)
    sent = form_of(client, propose_page(incubator))
    client.post(propose_page(incubator), sent | {"sites": "Antenne;Toulon;var\r\nHalle ; Hyères ; 83\r\n"})
    made = Proposal.objects.get()
    desk = signed_in(officer)

    desk.post(desk_page(made), decisions_of(desk, made, sites=("accepted", "")))

    assert list(made.changes.values_list("field", "before", "after")) == [
        ("sites", "Antenne ; Toulon ; 83\nAtelier", "Antenne ; Toulon ; 83\nHalle ; Hyères ; 83")
    ]
    assert sites(incubator) == [("Antenne", "Toulon", "83"), ("Halle", "Hyères", "83")]
    assert incubator.sites.get(name="Antenne").position == (43.124, 5.928)
    assert incubator.sites.get(name="Halle").position is None


def test_a_renamed_place_keeps_its_coordinates_and_one_that_moves_loses_them(incubator, editor, officer):
    for text, position in (("Le Port ; Toulon ; 83", (43.124, 5.928)), ("Le Port ; Hyères ; 83", None)):
        made = proposed(incubator, editor, sites=text)
        change = made.changes.get()
        seen = mark(stored_text(incubator, "sites"))
        proposals.decide(made, {change.pk: Decision("accepted", "", seen)}, by=officer, now=NOW)

        assert [(site.name, site.position) for site in incubator.sites.all()] == [("Le Port", position)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Antenne ; Toulon ; 999", "le département « 999 » n’est pas connu"),
        ("a ; b ; 83 ; d", "écrivez le nom, la ville, le département"),
        (" ; Toulon", "écrivez le nom, la ville, le département"),
        ("Antenne\nAntenne", "Le même lieu est écrit deux fois."),
        ("a" * 121, "est trop long"),
        ("\n".join(f"Lieu {n}" for n in range(31)), "30 lieux au plus"),
        ("a\x00", ""),
    ],
)
def test_a_place_that_is_not_understood_is_told_and_stays_typed(signed_in, incubator, editor, typed, sentence):
    client = signed_in(editor)

    page = client.post(propose_page(incubator), form_of(client, propose_page(incubator)) | {"sites": typed})

    assert (page.status_code, Proposal.objects.count()) == (200, 0)
    assert sentence in page.text.replace("\u00a0", " ")
    assert typed.splitlines()[0].strip("\x00 ;")[:20] in page.text


def test_a_name_that_holds_a_semicolon_does_not_stop_the_rest_of_the_form(signed_in, incubator, editor):
    incubator.sites.filter(name="Atelier").update(name="Atelier ; cour")
    client = signed_in(editor)

    client.post(propose_page(incubator), form_of(client, propose_page(incubator)) | {"city": "Aubagne"})

    assert [change.field for change in Proposal.objects.get().changes.all()] == ["city"]


def test_a_stranger_proposes_nothing(signed_in, incubator, programme):
    other = OrganisationRoleFactory(actor__region=RegionFactory(code="24", name="Centre"), kind="editor").user

    answer = signed_in(other).post(propose_page(programme, "programmes"), {"stages": ["test"]})

    assert (answer.status_code, Proposal.objects.count()) == (404, 0)


def test_the_form_takes_the_same_queries_whatever_the_sheet_holds(
    signed_in, incubator, editor, django_assert_max_num_queries
):
    client = signed_in(editor)
    for n in range(25):
        Site.objects.create(actor=incubator, name=f"Lieu {n}")

    with django_assert_max_num_queries(14):
        client.get(reverse("sheets:propose", args=["acteurs", incubator.slug]))
