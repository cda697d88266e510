"""Who sits, the agenda, who may read what, opening and closing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail, User
from applications import committee
from applications.committee import CommitteeRefused
from applications.models import Assignment, CommitteeMember, CommitteeSession, Review
from tests import factories
from tests.applications.selection import another_file, decided, in_committee
from tests.cast import build_cast, seat_of

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def planned():
    cast = build_cast(admissible=True)
    cast.session = factories.CommitteeSessionFactory(call=cast.call)
    return cast


def phase(cast):
    return CommitteeSession.objects.get(pk=cast.session.pk).phase


def test_an_outsider_is_invited_with_an_account_without_password_and_one_mail():
    cast = planned()

    member = committee.invite(cast.session, "Experte@Example.org", first_name="Odile", last_name="Vidal")
    again = committee.invite(cast.session, "experte@example.org")

    assert member == again
    assert not User.objects.get(email="experte@example.org").has_usable_password()
    assert [(mail.template, "login/code" in mail.body) for mail in Mail.objects.all()] == [
        ("committee_invitation", True)
    ]


def test_an_invited_outsider_signs_in_with_the_code_she_receives(client):
    cast = planned()
    committee.invite(cast.session, "experte@example.org", first_name="Odile")
    ask = reverse("account_request_login_code") + "?next=/comite/"

    confirm = client.post(ask, {"email": "experte@example.org"})["Location"]
    code = re.search(r"\d{4}-\d{4}", Mail.objects.exclude(template="committee_invitation").get().body)[0]
    page = client.post(confirm, {"code": code}, follow=True)

    assert page.request["PATH_INFO"] == "/comite/"
    assert cast.call.title in page.content.decode()


def test_there_is_one_chair_and_the_last_named_is_the_one():
    cast = planned()
    committee.seat(cast.session, cast.chair, chair=True)

    committee.seat(cast.session, cast.member, chair=True)

    assert [seat.user for seat in CommitteeMember.objects.filter(chair=True)] == [cast.member]


def test_a_member_who_leaves_gives_her_files_back():
    cast = in_committee()

    committee.unseat(seat_of(cast, "member"), now=now())

    assert not Assignment.objects.filter(member__user=cast.member).exists()
    assert cast.member not in [seat.user for seat in committee.sitting(cast.session)]


def test_only_admissible_files_of_the_call_come_on_the_agenda_and_on_one_running_session():
    cast = planned()
    elsewhere = factories.ApplicationFactory(admissible=True)
    received = factories.ApplicationFactory(submitted=True, call=cast.call, revision=cast.application.revision)

    added = committee.put_on_agenda(cast.session, [cast.application, elsewhere, received])
    again = committee.put_on_agenda(factories.CommitteeSessionFactory(call=cast.call), [cast.application])

    assert (added, again) == (1, 0)


def test_a_file_already_opened_by_a_member_stays_on_the_agenda():
    cast = in_committee()

    with pytest.raises(CommitteeRefused, match="déjà été ouvert"):
        committee.take_off_agenda(cast.item)


def test_a_file_nobody_opened_leaves_the_agenda():
    cast = planned()
    committee.put_on_agenda(cast.session, [cast.application])

    committee.take_off_agenda(cast.session.items.get())

    assert not cast.session.items.exists()


def test_team_same_organisation_and_declared_interest_bar_from_a_file():
    cast = in_committee()
    cast.project.organisation = factories.ActorFactory()
    cast.project.save()
    teammate = factories.CommitteeMemberFactory(session=cast.session, user=cast.colleague)
    seat = factories.CommitteeMemberFactory(session=cast.session, organisation=cast.project.organisation)
    employee = factories.CommitteeMemberFactory(session=cast.session)
    factories.OrganisationRoleFactory(user=employee.user, actor=cast.project.organisation)

    found = committee.barriers(cast.session)

    assert found == {
        (cast.item.pk, seat_of(cast, "conflicted").pk): "a déclaré un lien",
        (cast.item.pk, teammate.pk): "fait ou a fait partie de l’équipe",
        (cast.item.pk, seat.pk): "même structure que le projet",
        (cast.item.pk, employee.pk): "même structure que le projet",
    }


def test_a_file_is_never_given_to_somebody_it_is_barred_from():
    cast = in_committee()

    with pytest.raises(CommitteeRefused, match="a déclaré un lien"):
        committee.assign_files(cast.session, {(cast.item.pk, seat_of(cast, "conflicted").pk)})


def test_files_are_given_and_taken_back_as_the_table_says():
    cast = in_committee()
    other = another_file(cast)
    chair, member = seat_of(cast, "chair"), seat_of(cast, "member")

    committee.assign_files(cast.session, {(cast.item.pk, chair.pk), (other.pk, member.pk)})

    assert set(Assignment.objects.values_list("item", "member")) == {(cast.item.pk, chair.pk), (other.pk, member.pk)}


def test_a_pair_of_another_session_is_refused():
    cast = in_committee()
    foreign = factories.AgendaItemFactory()

    with pytest.raises(CommitteeRefused, match="ne fait plus partie"):
        committee.assign_files(cast.session, {(foreign.pk, seat_of(cast, "member").pk)})


def test_each_sitting_member_is_convened_once():
    cast = in_committee()

    committee.convene(cast.session)
    committee.convene(cast.session)

    assert sorted(mail.recipient.first_name for mail in Mail.objects.all()) == ["Ariane", "Bakary", "Colette"]


def test_a_session_opens_with_an_agenda_only():
    cast = planned()

    with pytest.raises(CommitteeRefused, match="ordre du jour est vide"):
        committee.open_discussion(cast.session, now=now())


def test_a_session_does_not_close_while_a_file_is_undecided():
    cast = in_committee("discussion")

    with pytest.raises(CommitteeRefused, match="aucune décision"):
        committee.close(cast.session, now=now())

    assert phase(cast) == "discussion"


def test_a_session_does_not_close_below_the_quorum_of_a_file():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())
    committee.attend(cast.session, {seat_of(cast, "chair").pk, seat_of(cast, "conflicted").pk})

    with pytest.raises(CommitteeRefused, match="quorum"):
        committee.close(cast.session, now=now())


def test_a_file_withdrawn_meanwhile_does_not_hold_the_session():
    cast = in_committee("discussion", submitted=True)

    assert committee.gaps_before_closing(cast.session) == []


def test_a_closed_session_reopens_until_the_decisions_are_published():
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", now())
    committee.close(cast.session, now=now())
    committee.reopen(cast.session)
    reopened = phase(cast)
    cast.session.phase = "published"
    cast.session.save()

    with pytest.raises(CommitteeRefused):
        committee.reopen(cast.session)

    assert reopened == "discussion"


@pytest.mark.parametrize("phase", ["closed", "published"])
def test_nothing_of_the_composition_changes_after_the_session(phase):
    cast = in_committee(phase)

    for change in [
        lambda: committee.seat(cast.session, cast.stranger),
        lambda: committee.unseat(seat_of(cast, "member"), now=now()),
        lambda: committee.assign_files(cast.session, set()),
        lambda: committee.attend(cast.session, set()),
        lambda: committee.put_on_agenda(cast.session, []),
    ]:
        with pytest.raises(CommitteeRefused):
            change()
    assert Review.objects.count() == 0
