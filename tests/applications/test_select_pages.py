"""The pages of the selection: what their forms do, what they refuse, how many queries they make."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import decisions
from applications.models import Application, CommitteeMember, Review
from tests import factories
from tests.applications.selection import another_file, decided, give_marks, in_committee, load_letters, states
from tests.cast import build_cast, seat_of

pytestmark = pytest.mark.django_db


def received():
    load_letters()
    cast = build_cast(submitted=True)
    cast.rule = factories.RuleFactory(programme=cast.programme)
    return cast


def act(cast, name, **data):
    address = reverse("admin:applications_act", args=[cast.application.pk, name])
    return address, {"version": Application.objects.get(pk=cast.application.pk).version, **data}


def sit(name, cast, *more):
    return reverse(f"admin:applications_session_{name}", args=[cast.session.pk, *more])


def text(response):
    return response.content.decode()


# An officer on a file


def test_an_officer_notes_the_rules_then_declares_the_file_admissible(signed_in):
    cast = received()
    client = signed_in(cast.officer)

    client.post(*act(cast, "avis", **{f"rule_{cast.rule.pk}": "met", f"note_{cast.rule.pk}": "Vu au téléphone."}))
    answer = client.post(*act(cast, "recevable"), follow=True)

    assert "recevable" in text(answer)
    assert cast.application.opinions.get().note == "Vu au téléphone."
    assert states(cast) == {"Conciergerie des collines": "admissible"}


def test_a_refused_action_says_why_and_keeps_what_was_typed(signed_in):
    cast = received()

    answer = signed_in(cast.officer).post(
        *act(cast, "non-recevable", rule=cast.rule.pk, sentence="Votre structure est hors de la région.")
    )

    assert answer.status_code == 422
    assert "Votre structure est hors de la région." in text(answer)
    assert "Autres pistes" in text(answer)


def test_the_second_officer_of_the_same_page_is_told_and_may_send_again(signed_in):
    cast = received()
    client = signed_in(cast.officer)
    address, data = act(cast, "demander", kinds=[factories.DocumentKindFactory().pk], message="Merci.")
    data["due_on"] = timezone.localdate() + dt.timedelta(days=5)
    client.post(*act(cast, "attribuer", officer_choice=cast.officer.pk))

    stale = client.post(address, data)
    again = stale.context["tried"]["version"].value()
    accepted = client.post(address, {**data, "version": again})

    assert (stale.status_code, "Quelqu’un d’autre a modifié" in text(stale), "Merci." in text(stale)) == (
        422,
        True,
        True,
    )
    assert accepted.status_code == 302
    assert cast.application.requests.count() == 1


def test_a_state_never_changes_by_the_admin_form(signed_in):
    cast = received()
    address = reverse("admin:applications_application_change", args=[cast.application.pk])

    signed_in(cast.officer).post(address, {"state": "admitted", "_save": "1"})

    assert states(cast) == {"Conciergerie des collines": "submitted"}


def test_files_are_taken_from_the_list(signed_in):
    cast = received()

    client = signed_in(cast.officer)
    asked = client.post(
        reverse("admin:applications_application_changelist"),
        {"action": "prendre", "_selected_action": [cast.application.pk]},
    )
    client.post(reverse("admin:applications_bulk", args=["prendre"]), {"dossiers": pairs_of(asked)})

    assert Application.objects.get().assigned_to == cast.officer


def pairs_of(page):
    """What the confirmation sends: each file with the version that it showed."""
    files = [outcome.application for outcome in page.context["outcomes"]]
    return [f"{file.pk}:{file.version}" for file in files]


# An officer and a committee


def test_a_committee_is_planned_composed_and_given_its_files(signed_in):
    load_letters()
    cast = build_cast(admissible=True)
    client = signed_in(cast.officer)
    add = reverse("admin:applications_committeesession_add")

    client.post(add, {"call": cast.call.pk, "meets_at": "2030-06-24T14:00", "quorum": 1, "place": "Marseille"})
    cast.session = cast.call.sessions.get()
    client.post(sit("invite", cast), {"email": "odile@example.org", "first_name": "Odile", "chair": "on"})
    member = CommitteeMember.objects.get()
    client.post(sit("agenda", cast), {"applications": [cast.application.pk]})
    item = cast.session.items.get()
    client.post(sit("assign", cast), {"pairs": [f"{item.pk}:{member.pk}"]})
    client.post(sit("convene", cast))

    assert (member.user.email, member.chair) == ("odile@example.org", True)
    assert [assignment.member for assignment in item.assignments.all()] == [member]
    assert sorted(Mail.objects.values_list("template", flat=True)) == ["committee_convened", "committee_invitation"]


def test_a_session_is_decided_closed_and_published_from_its_pages(signed_in):
    cast = in_committee()
    client = signed_in(cast.officer)

    client.post(sit("open", cast))
    client.post(
        sit("decide", cast, cast.item.pk), {"version": 1, "outcome": "admit", "note": "Solide.", "message": "Oui."}
    )
    client.post(sit("close", cast))
    preview = text(client.get(sit("publication", cast)))
    client.post(sit("publish", cast))
    after = text(client.get(sit("publication", cast)))

    assert "Une place vous attend" in preview
    assert states(cast) == {"Conciergerie des collines": "admitted"}
    assert "à confirmer avant le" in after


def test_a_full_call_refuses_one_more_and_keeps_the_words(signed_in):
    cast = in_committee("discussion")
    cast.call.places = 1
    cast.call.save()
    decided(cast, another_file(cast), "admit", timezone.now())

    answer = signed_in(cast.officer).post(
        sit("decide", cast, cast.item.pk), {"version": 1, "outcome": "admit", "message": "Une enquête solide."}
    )

    assert answer.status_code == 422
    assert "Il n’y a plus de place" in text(answer)
    assert "Une enquête solide." in text(answer)


def test_the_second_secretary_is_told_and_her_words_are_on_the_page(signed_in):
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", timezone.now())

    answer = signed_in(cast.officer).post(
        sit("decide", cast, cast.item.pk), {"version": 1, "outcome": "decline", "note": "Mon texte."}
    )

    assert (answer.status_code, "Mon texte." in text(answer)) == (422, True)
    assert decisions.current(cast.application).outcome == "admit"


def test_a_file_with_a_recusal_opens_once_the_exit_is_noted_and_never_says_why(signed_in):
    cast = in_committee("discussion")
    cast.item.declarations.update(left_room_at=None)
    client = signed_in(cast.officer)
    opened = f"{sit('room', cast)}?dossier={cast.item.pk}"

    before = text(client.get(opened))
    client.post(sit("exit", cast, cast.item.pk))
    after = text(client.get(opened))

    assert ("Note de discussion" in before, "Note de discussion" in after) == (False, True)
    assert "J’y travaille" not in before + after


def test_the_room_stays_closed_while_a_file_is_undecided_and_says_so(signed_in):
    cast = in_committee("discussion")
    client = signed_in(cast.officer)

    page = text(client.get(sit("room", cast)))
    client.post(sit("close", cast))

    assert "aucune décision n’est prise" in page
    cast.session.refresh_from_db()
    assert cast.session.phase == "discussion"


# A member


def test_a_member_declares_reads_marks_and_gives_her_opinion(signed_in):
    cast = in_committee()
    member = factories.CommitteeMemberFactory(session=cast.session)
    factories.AssignmentFactory(item=cast.item, member=member)
    client = signed_in(member.user)
    grid = {
        f"mark_{criterion.pk}": value for criterion, value in zip(cast.call.criteria.all(), ("4", "sans"), strict=True)
    }

    client.post(reverse("committee:declare", args=[cast.session.pk, cast.item.pk]), {"kind": "none"})
    mark = reverse("committee:mark", args=[cast.session.pk, cast.item.pk])
    client.post(mark, {"version": 1, **grid})
    refused = client.post(mark, {"version": 2, **grid, "rendre": "1"})
    client.post(mark, {"version": 3, **grid, "recommendation": "favourable", "rendre": "1"})

    given = Review.objects.get(member=member)
    assert (refused.status_code, "Choisissez votre avis" in text(refused)) == (422, True)
    assert [(mark.value, given.submitted_at is not None) for mark in given.marks.all()] == [(4, True), (None, True)]


def test_a_member_sees_others_marks_only_once_hers_are_given_and_the_session_open(signed_in):
    cast = in_committee()
    give_marks(cast.item, seat_of(cast, "chair"), (1, 1), timezone.now())
    give_marks(cast.item, seat_of(cast, "member"), (5, 5), timezone.now())
    client = signed_in(cast.member)
    file = reverse("committee:file", args=[cast.session.pk, cast.item.pk])

    before = text(client.get(file))
    cast.session.phase = "discussion"
    cast.session.save()
    after = text(client.get(file))

    assert (f"{cast.chair}" in before, f"{cast.chair}" in after) == (False, True)


def test_somebody_who_does_not_sit_finds_no_committee(signed_in):
    cast = in_committee("discussion")
    client = signed_in(cast.holder)

    pages = ["session", "room"]

    assert [client.get(reverse(f"committee:{name}", args=[cast.session.pk])).status_code for name in pages] == [
        404,
        404,
    ]


def test_an_absent_member_does_not_enter_the_room(signed_in):
    cast = in_committee("discussion")
    CommitteeMember.objects.filter(user=cast.member).update(present=False)

    assert signed_in(cast.member).get(reverse("committee:room", args=[cast.session.pk])).status_code == 404
