"""Changes that an organisation proposes: what is kept, who decides, field by field, on a sheet that may have moved."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from actors import proposals
from actors.models import Actor, DirectoryRevision, Proposal
from actors.proposals import Decision, difference, mark
from actors.revision import bump
from actors.search import search
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DepartmentFactory,
    OrganisationRoleFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def incubator():
    return ActorFactory(
        name="Incubateur",
        slug="incubateur",
        kind=ActorKindFactory(code="incubator"),
        summary="Un petit lieu",
        city="Marseille",
    )


@pytest.fixture
def editor(incubator):
    return OrganisationRoleFactory(actor=incubator, kind="editor").user


@pytest.fixture
def officer():
    return OrganisationRoleFactory(actor__name="CRESS", kind="officer").user


@pytest.fixture
def proposal(incubator, editor, officer):
    changes = {"summary": ("Un petit lieu", "Un grand lieu"), "city": ("Marseille", "Aubagne")}
    return proposals.propose(incubator, changes, by=editor, note="", now=NOW)


def form_of(client, address):
    """What the form would send back, unchanged: the fields and what was read."""
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {form[name].html_initial_name: form[name].value() for name in form.fields if name != "note"}
    return {name: "" if value is None else value for name, value in sent.items()}


def propose_page(sheet, segment="acteurs"):
    return reverse("sheets:propose", args=[segment, sheet.slug])


def desk_page(proposal):
    return reverse("admin:actors_proposal_change", args=[proposal.pk])


def decisions_of(client, proposal, **chosen):
    """The form of the desk, with an outcome and a reason for some fields."""
    form = client.get(desk_page(proposal)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    for change in proposal.changes.all():
        if change.field in chosen:
            sent[f"outcome_{change.pk}"], sent[f"reason_{change.pk}"] = chosen[change.field]
    return sent


def outcomes(proposal):
    return dict(proposal.changes.values_list("field", "outcome"))


def test_only_what_was_changed_is_proposed(signed_in, incubator, editor, officer):
    client = signed_in(editor)
    sent = form_of(client, propose_page(incubator)) | {"summary": "Un grand lieu", "note": "Nous avons déménagé."}

    answer = client.post(propose_page(incubator), sent)

    made = Proposal.objects.get()
    assert answer["Location"] == reverse("sheets:mine", args=["acteurs", "incubateur"])
    assert list(made.changes.values_list("field", "before", "after")) == [("summary", "Un petit lieu", "Un grand lieu")]
    assert (made.actor, made.by, made.note) == (incubator, editor, "Nous avons déménagé.")
    assert [mail.recipient for mail in Mail.objects.all()] == [officer]
    incubator.refresh_from_db()
    assert incubator.summary == "Un petit lieu"


def test_a_field_that_moved_meanwhile_is_not_taken_back(signed_in, incubator, editor):
    client = signed_in(editor)
    sent = form_of(client, propose_page(incubator)) | {"city": "Aubagne"}
    Actor.objects.filter(pk=incubator.pk).update(summary="Réécrit entre-temps")

    client.post(propose_page(incubator), sent)

    assert list(Proposal.objects.get().changes.values_list("field", flat=True)) == ["city"]


def test_an_unchanged_form_proposes_nothing(signed_in, incubator, editor):
    client = signed_in(editor)

    page = client.post(propose_page(incubator), form_of(client, propose_page(incubator)))

    assert ("Vous n’avez rien changé." in page.text, Proposal.objects.count()) == (True, 0)


def test_line_ends_of_a_browser_are_no_change(signed_in, incubator, editor):
    Actor.objects.filter(pk=incubator.pk).update(description="Une ligne\nUne autre")
    client = signed_in(editor)
    browser = {"description": "Une ligne\r\nUne autre", "initial-description": "Une ligne\r\nUne autre"}

    client.post(propose_page(incubator), form_of(client, propose_page(incubator)) | browser)

    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"website": "pas une adresse"}, {"summary": "a" * 201}, {"department": "99"}, {"name": ""}, {"city": "a\x00"}],
)
def test_a_wrong_value_is_told_and_what_was_typed_stays(signed_in, incubator, editor, wrong):
    client = signed_in(editor)
    sent = form_of(client, propose_page(incubator)) | {"description": "Texte gardé"} | wrong

    page = client.post(propose_page(incubator), sent)

    assert (page.status_code, Proposal.objects.count()) == (200, 0)
    assert "Texte gardé" in page.text
    assert "<h1>Proposer une modification</h1>" in page.text


def test_a_form_without_its_hidden_part_is_no_breakdown(signed_in, incubator, editor):
    answer = signed_in(editor).post(propose_page(incubator), {"name": "Incubateur", "summary": "Un grand lieu"})

    assert answer.status_code == 302
    assert [change.field for change in Proposal.objects.get().changes.all()] == ["summary"]


def test_a_programme_is_proposed_by_the_house_that_leads_it(signed_in, incubator, editor):
    programme = ProgrammeFactory(lead_actor=incubator)
    client = signed_in(editor)
    sent = form_of(client, propose_page(programme, "programmes")) | {"cohort_size": "12"}

    client.post(propose_page(programme, "programmes"), sent)

    made = Proposal.objects.get()
    assert (made.actor, made.programme) == (incubator, programme)
    assert list(made.changes.values_list("field", "before", "after")) == [("cohort_size", "", "12")]


def test_a_stranger_reaches_none_of_it(signed_in, incubator, proposal):
    other = OrganisationRoleFactory(actor__region=RegionFactory(code="24", name="Centre"), kind="editor").user
    for user in (other, UserFactory(), OrganisationRoleFactory(actor=incubator, kind="officer").user):
        client = signed_in(user)
        assert client.get(propose_page(incubator)).status_code == 404
        assert client.get(reverse("sheets:mine", args=["acteurs", incubator.slug])).status_code == 404
        assert client.get(desk_page(proposal)).status_code in {302, 404}


def test_one_field_is_accepted_and_another_refused(signed_in, incubator, editor, officer, proposal):
    bump()
    before = DirectoryRevision.objects.get().number
    client = signed_in(officer)

    client.post(
        desk_page(proposal),
        decisions_of(client, proposal, summary=("accepted", ""), city=("refused", "Le siège reste à Marseille.")),
    )

    incubator.refresh_from_db()
    proposal.refresh_from_db()
    last = incubator.history.first()
    assert (incubator.summary, incubator.city, incubator.status) == ("Un grand lieu", "Marseille", "declared")
    assert (last.history_user, last.history_change_reason) == (officer, "Modification proposée, acceptée")
    assert (outcomes(proposal), proposal.closed_at is None) == ({"summary": "accepted", "city": "refused"}, False)
    assert DirectoryRevision.objects.get().number == before + 1
    assert [entry.slug for entry in search("grand lieu")] == ["incubateur"]
    assert Mail.objects.get(template="proposal_decided").recipient == editor
    assert "Motif\u00a0: Le siège reste à Marseille." in (
        signed_in(editor).get(reverse("sheets:mine", args=["acteurs", incubator.slug])).text
    )


def test_a_field_left_for_later_keeps_the_proposal_open(signed_in, officer, proposal):
    client = signed_in(officer)

    client.post(desk_page(proposal), decisions_of(client, proposal, city=("accepted", "")))

    proposal.refresh_from_db()
    assert (outcomes(proposal), proposal.closed_at) == ({"summary": "", "city": "accepted"}, None)
    assert not Mail.objects.filter(template="proposal_decided").exists()


def test_a_refusal_needs_its_reason_and_a_decision_is_needed(signed_in, officer, proposal):
    client = signed_in(officer)

    unreasoned = client.post(desk_page(proposal), decisions_of(client, proposal, city=("refused", "")))
    empty = client.post(desk_page(proposal), decisions_of(client, proposal))

    assert "Dites pourquoi" in unreasoned.text
    assert "Acceptez ou refusez au moins une modification." in empty.text
    assert outcomes(proposal) == {"summary": "", "city": ""}


def test_a_sheet_changed_since_shows_the_three_texts(signed_in, incubator, officer, proposal):
    Actor.objects.filter(pk=incubator.pk).update(summary="Un lieu réécrit")

    page = signed_in(officer).get(desk_page(proposal)).text

    assert "La fiche a changé depuis cette proposition" in page
    assert all(text in page for text in ("Un petit lieu", "Un lieu réécrit", "Un grand lieu"))


def test_a_sheet_changed_under_the_eyes_of_the_reader_is_left_alone(signed_in, incubator, officer, proposal):
    client = signed_in(officer)
    sent = decisions_of(client, proposal, summary=("accepted", ""), city=("refused", "Motif gardé"))
    Actor.objects.filter(pk=incubator.pk).update(summary="Un lieu réécrit")

    page = client.post(desk_page(proposal), sent)
    again = client.post(desk_page(proposal), page.context["form"].data)

    assert "Rien n’est appliqué" in page.text
    assert "Motif gardé" in page.text
    assert again.status_code == 302
    incubator.refresh_from_db()
    assert incubator.summary == "Un grand lieu"


def test_two_editors_at_once_decide_each_field_once(signed_in, incubator, officer, proposal):
    other = OrganisationRoleFactory(actor=officer.organisation_roles.get().actor, kind="manager").user
    late = decisions_of(signed_in(officer), proposal, summary=("refused", "Trop long"), city=("accepted", ""))
    client = signed_in(other)
    client.post(desk_page(proposal), decisions_of(client, proposal, summary=("accepted", "")))

    page = signed_in(officer).post(desk_page(proposal), late)

    incubator.refresh_from_db()
    assert (incubator.summary, incubator.city) == ("Un grand lieu", "Marseille")
    assert "Rien n’est appliqué" in page.text
    assert proposal.changes.get(field="summary").decided_by == other


def test_a_decision_of_another_moment_is_refused_by_the_door(incubator, officer, proposal):
    change = proposal.changes.get(field="city")

    with pytest.raises(proposals.Moved):
        proposals.decide(proposal, {change.pk: Decision("accepted", "", mark("Toulon"))}, by=officer, now=NOW)
    with pytest.raises(proposals.Moved):
        proposals.decide(proposal, {0: Decision("accepted", "", mark("Marseille"))}, by=officer, now=NOW)

    assert outcomes(proposal) == {"summary": "", "city": ""}


def test_a_value_that_fits_no_more_is_said(signed_in, incubator, editor, officer):
    DepartmentFactory(code="83", name="Var")
    made = proposals.propose(incubator, {"department": ("", "99")}, by=editor, note="", now=NOW)
    client = signed_in(officer)

    page = client.post(desk_page(made), decisions_of(client, made, department=("accepted", "")))

    assert "La fiche ne peut pas recevoir ce texte." in page.text
    assert outcomes(made) == {"department": ""}


def test_the_house_reads_its_proposal_but_does_not_decide(signed_in, incubator, proposal):
    manager = signed_in(OrganisationRoleFactory(actor=incubator, kind="manager").user)

    page = manager.get(desk_page(proposal))
    answer = manager.post(desk_page(proposal), {f"outcome_{proposal.changes.first().pk}": "accepted"})

    assert ("Enregistrer mes décisions" in page.text, answer.status_code) == (False, 404)
    assert outcomes(proposal) == {"summary": "", "city": ""}


def test_a_checker_corrects_through_the_same_door(signed_in, incubator, officer):
    client = signed_in(officer)

    answer = client.post(
        propose_page(incubator), form_of(client, propose_page(incubator)) | {"city": "Aubagne"}, follow=True
    )
    made = Proposal.objects.get()
    client.post(desk_page(made), decisions_of(client, made, city=("accepted", "")))

    incubator.refresh_from_db()
    assert "Relisez-la, puis acceptez-la." in answer.text
    assert (incubator.city, incubator.status, Mail.objects.count()) == ("Aubagne", "imported", 0)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("Un petit lieu", "Un grand lieu", [("same", "Un "), ("old", "petit "), ("new", "grand "), ("same", "lieu")]),
        ("", "Neuf", [("new", "Neuf")]),
        ("Fini", "", [("old", "Fini")]),
        ("", "", []),
        ("<b>x</b>", "<b>x</b>", [("same", "<b>x</b>")]),
    ],
)
def test_differences_are_told_word_by_word(old, new, pieces):
    assert difference(old, new) == pieces


def test_the_difference_escapes_what_was_typed(signed_in, incubator, editor, officer):
    made = proposals.propose(incubator, {"city": ("Marseille", "<script>x</script>")}, by=editor, note="", now=NOW)

    page = signed_in(officer).get(desk_page(made)).text

    assert "<script>x" not in page
    assert '<ins><span class="vh">ajouté : </span>&lt;script&gt;' in page.replace("\xa0", " ")


@pytest.mark.parametrize("rows", [1, 3, 5])
def test_the_sheet_page_of_an_editor_takes_the_same_queries(
    signed_in, incubator, editor, rows, django_assert_num_queries
):
    for _ in range(rows):
        proposals.propose(incubator, {"city": ("Marseille", "Aubagne")}, by=editor, note="", now=NOW)
        ProgrammeFactory(lead_actor=incubator)
    client = signed_in(editor)

    with django_assert_num_queries(10):
        client.get(reverse("sheets:mine", args=["acteurs", incubator.slug]))


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_list_takes_the_same_queries_whatever_its_length(
    signed_in, incubator, editor, officer, rows, django_assert_num_queries
):
    Proposal.objects.bulk_create(Proposal(actor=incubator, by=editor) for _ in range(rows))
    client = signed_in(officer)

    with django_assert_num_queries(7):
        page = client.get(reverse("admin:actors_proposal_changelist"))

    assert page.context["cl"].result_count == rows
