"""Files given back, and the balanced proposal that an officer corrects before giving."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import committee, review, sharing
from applications.committee import CommitteeRefused
from applications.models import Assignment, ReadingRefusal
from applications.review import ReviewRefused
from tests import factories
from tests.applications.selection import another_file, give_marks, in_committee
from tests.cast import seat_of

pytestmark = pytest.mark.django_db
TITLE = "Conciergerie des collines"


def now():
    return timezone.now()


def give_back(cast, reason="", role="member"):
    return review.give_back(cast.item, seat_of(cast, role), reason, now=now())


def address(name, cast, *more):
    return reverse(f"admin:applications_session_{name}", args=[cast.session.pk, *more])


@pytest.mark.parametrize("reason", ["", "Je manque de temps."])
def test_a_member_gives_a_file_back_with_or_without_a_reason(signed_in, reason):
    cast = in_committee()
    client = signed_in(cast.member)
    page = reverse("committee:give_back", args=[cast.session.pk, cast.item.pk])

    answer = client.post(page, {"reason": reason}, follow=True)

    assert "Le dossier est rendu" in answer.content.decode()
    assert ReadingRefusal.objects.get().reason == reason
    assert not Assignment.objects.filter(member__user=cast.member).exists()
    assert client.get(reverse("committee:file", args=[cast.session.pk, cast.item.pk])).status_code == 404


def test_the_mail_to_officers_names_neither_the_file_nor_the_member():
    cast = in_committee()

    give_back(cast, "Je manque de temps.")

    mail = Mail.objects.get(template="committee_given_back")
    assert mail.recipient == cast.officer
    assert [word for word in (TITLE, "Bakary", "temps") if word in mail.subject + mail.body] == []


def test_a_final_review_is_not_given_back_and_a_draft_never_counts():
    cast = in_committee()
    give_marks(cast.item, seat_of(cast, "chair"), (4, 4), now())
    criterion = cast.call.criteria.first()
    draft = {"comment": "", "recommendation": "", "version": 1}
    review.save_draft(cast.item, seat_of(cast, "member"), {criterion.pk: review.Given(0)}, **draft)

    with pytest.raises(ReviewRefused, match="déjà rendu"):
        give_back(cast, role="chair")
    give_back(cast)

    assert review.with_average(cast.session.items.all()).get().average == 16.0


def test_a_file_given_back_is_proposed_to_the_least_loaded_who_may_read_it(signed_in):
    cast = in_committee()
    busy = factories.CommitteeMemberFactory(session=cast.session)
    free = factories.CommitteeMemberFactory(session=cast.session)
    factories.AssignmentFactory(item=another_file(cast), member=busy)
    give_back(cast)

    shown = signed_in(cast.officer).get(reverse("admin:applications_committeesession_change", args=[cast.session.pk]))
    answer = signed_in(cast.officer).post(address("give", cast, cast.item.pk, free.pk), follow=True)

    assert f"Confier à {free}" in shown.content.decode()
    assert "est confié à" in answer.content.decode()
    assert sharing.given_back(cast.session, set()) == []


def test_a_file_given_back_is_not_offered_to_the_same_person_again():
    cast = in_committee()
    give_back(cast)

    with pytest.raises(CommitteeRefused, match="rendu ce dossier sans avis"):
        committee.give(cast.item, seat_of(cast, "member"))

    assert (cast.item.pk, seat_of(cast, "member").pk) in committee.barriers(cast.session)


def test_an_officer_with_a_link_does_not_see_who_gave_her_file_back(signed_in):
    cast = in_committee()
    seat = factories.CommitteeMemberFactory(session=cast.session, user=cast.officer)
    factories.InterestDeclarationFactory(item=cast.item, member=seat, kind="support")
    give_back(cast, "Je manque de temps.")
    reader = factories.CommitteeMemberFactory(session=cast.session)

    page = signed_in(cast.officer).get(reverse("admin:applications_committeesession_change", args=[cast.session.pk]))
    forged = signed_in(cast.officer).post(address("give", cast, cast.item.pk, reader.pk))

    assert "Je manque de temps." not in page.content.decode()
    assert forged.status_code == 404


def test_the_proposal_writes_nothing_says_why_and_what_is_missing(signed_in):
    cast = in_committee()
    cast.item.assignments.all().delete()
    knowing = seat_of(cast, "member")
    knowing.stages.add(cast.project.stage)

    page = signed_in(cast.officer).get(address("proposal", cast), {"lecteurs": 3, "presidence": "on"})

    text = page.content.decode()
    assert f"connaît\u00a0: étape {cast.project.stage}" in text
    assert "équilibre\u00a0: 1\u00a0dossier en tout" in text
    assert "2\u00a0lecteurs possibles sur 3" in text
    assert "a déclaré un lien" in text
    assert not Assignment.objects.exists()


def test_the_chair_reads_only_when_the_officer_says_so():
    cast = in_committee()
    cast.item.assignments.all().delete()

    lines = sharing.propose(cast.session, 2, chair_reads=False).lines

    assert [cell.member.user for cell in lines[0].cells if cell.chosen] == [cast.member]


def test_the_officer_corrects_the_proposal_then_gives(signed_in):
    cast = in_committee()
    other = another_file(cast)
    cast.item.assignments.all().delete()
    client = signed_in(cast.officer)

    page = client.get(address("proposal", cast), {"lecteurs": 1, "presidence": "on"})
    proposed = [cell.pair for line in page.context["proposal"].lines for cell in line.cells if cell.chosen]
    client.post(address("assign", cast), {"pairs": proposed[:1]})

    assert len(proposed) == 2
    assert [f"{one.item_id}:{one.member_id}" for one in Assignment.objects.all()] == proposed[:1]
    assert other.assignments.count() == 0


def test_a_number_of_readers_that_is_no_number_is_refused_in_words(signed_in):
    cast = in_committee()

    page = signed_in(cast.officer).get(address("proposal", cast), {"lecteurs": "deux"})

    assert (page.status_code, "Saisissez un nombre entier" in page.content.decode()) == (422, True)


def test_what_a_member_knows_is_typed_on_her_seat(signed_in):
    cast = in_committee()
    seat = seat_of(cast, "member")

    signed_in(cast.officer).post(address("seat", cast, seat.pk), {"stages": [cast.project.stage_id]})

    assert list(seat.stages.all()) == [cast.project.stage]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_proposal_makes_the_same_queries_whatever_the_files(signed_in, django_assert_num_queries, rows):
    cast = in_committee()
    for number in range(rows - 1):
        another_file(cast, f"Projet {number}", owner=factories.UserFactory())
    client = signed_in(cast.officer)

    with django_assert_num_queries(24):
        client.get(address("proposal", cast), {"lecteurs": 2})
