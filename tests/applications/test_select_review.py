"""Interests, marks out of 20 and who sees them."""

import pytest
from django.utils import timezone

from applications import review
from applications.models import AgendaItem, Application, Assignment, Mark, Review
from applications.review import Given, ReviewRefused
from tests import factories
from tests.applications.selection import another_file, give_marks, in_committee
from tests.cast import seat_of

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def draft(cast, role="member", values=(4, 2), version=1, **fields):
    given = {criterion.pk: Given(value) for criterion, value in zip(cast.call.criteria.all(), values, strict=True)}
    fields = {"comment": "", "recommendation": "favourable", "version": version, **fields}
    return review.save_draft(cast.item, seat_of(cast, role), given, **fields)


def test_a_declared_interest_takes_the_file_away_at_once():
    cast = in_committee()

    review.declare(cast.item, seat_of(cast, "member"), "funding", now=now())

    assert not Assignment.objects.filter(item=cast.item, member=seat_of(cast, "member")).exists()
    assert not Application.objects.read_in_committee_by(cast.member).exists()
    with pytest.raises(ReviewRefused, match="pas confié"):
        draft(cast)


def test_an_interest_is_not_taken_back_by_the_member_herself():
    cast = in_committee()

    with pytest.raises(ReviewRefused, match="présidence"):
        review.declare(cast.item, seat_of(cast, "conflicted"), "none", now=now())


@pytest.mark.parametrize("phase", ["closed", "published"])
def test_interests_no_longer_change_after_the_session(phase):
    cast = in_committee(phase)

    with pytest.raises(ReviewRefused, match="close"):
        review.declare(cast.item, seat_of(cast, "member"), "funding", now=now())


def test_the_marks_of_somebody_who_declared_a_link_afterwards_no_longer_count():
    cast = in_committee("discussion")
    give_marks(cast.item, seat_of(cast, "chair"), (4, 4), now())
    give_marks(cast.item, seat_of(cast, "member"), (0, 0), now())

    review.declare(cast.item, seat_of(cast, "member"), "personal", now=now())

    item = review.with_average(AgendaItem.objects.all()).get()
    assert (item.average, item.spread, item.read) == (16.0, 0.0, 1)


@pytest.mark.parametrize(
    ("values", "on_20", "words"),
    [
        ((4, 2), 10.0, "10"),
        ((5, None), 20.0, "20"),
        ((None, None), None, "–"),
        ((0, 1), 3.0, "3"),
        ((3, 4), 15.0, "15"),
    ],
)
def test_the_database_and_python_compute_the_same_score(values, on_20, words):
    cast = in_committee()
    given = give_marks(cast.item, seat_of(cast, "member"), values, now())
    pairs = [(mark.value, mark.criterion.weight) for mark in given.marks.all()]

    scored = review.with_score(Review.objects.all()).get()

    assert scored.score == on_20
    assert review.out_of_20(pairs) == on_20
    assert review.shown(scored.score) == words


@pytest.mark.parametrize(("score", "words"), [(14.05, "14,1"), (14.04, "14"), (11.666666, "11,7"), (0.0, "0")])
def test_a_score_is_shown_with_one_decimal_half_up(score, words):
    assert review.shown(score) == words


def test_the_average_of_a_file_is_the_mean_of_its_readers_scores():
    cast = in_committee()
    give_marks(cast.item, seat_of(cast, "chair"), (5, 4), now())
    give_marks(cast.item, seat_of(cast, "member"), (1, 2), now())
    draft_only = factories.CommitteeMemberFactory(session=cast.session)
    Review.objects.create(item=cast.item, member=draft_only)

    item = review.with_average(AgendaItem.objects.all()).get()

    assert (item.average, item.lowest, item.highest, item.spread, item.read) == (12.0, 7.0, 17.0, 10.0, 2)


def test_a_draft_of_marks_is_kept_and_then_made_final():
    cast = in_committee()

    kept = draft(cast, values=(4, None))
    review.submit(kept, now=now())

    assert [mark.value for mark in kept.marks.all()] == [4, None]
    with pytest.raises(ReviewRefused, match="déjà rendu"):
        draft(cast, version=2)


def test_marks_are_final_only_when_every_criterion_is_answered():
    cast = in_committee()
    kept = draft(cast)
    Mark.objects.filter(review=kept).first().delete()

    with pytest.raises(ReviewRefused, match="chaque critère"):
        review.submit(kept, now=now())


def test_marks_are_final_only_with_a_recommendation():
    cast = in_committee()

    with pytest.raises(ReviewRefused, match="favorable"):
        review.submit(draft(cast, recommendation=""), now=now())


def test_marks_saved_from_an_old_page_are_refused_and_the_newer_ones_kept():
    cast = in_committee()
    draft(cast, values=(4, 4))

    with pytest.raises(ReviewRefused, match="ailleurs"):
        draft(cast, values=(0, 0), version=1)

    assert [mark.value for mark in Mark.objects.all()] == [4, 4]


def test_a_member_without_the_file_gives_no_marks():
    cast = in_committee()
    cast.item = another_file(cast)

    with pytest.raises(ReviewRefused, match="pas confié"):
        draft(cast)


@pytest.mark.parametrize("phase", ["closed", "published"])
def test_marks_no_longer_change_after_the_session(phase):
    cast = in_committee(phase)

    with pytest.raises(ReviewRefused, match="close"):
        draft(cast)


@pytest.mark.parametrize(
    ("role", "phase", "own_given", "seen"),
    [
        ("member", "reading", True, 0),
        ("member", "discussion", False, 0),
        ("member", "discussion", True, 2),
        ("chair", "reading", False, 1),
        ("officer", "reading", False, 1),
        ("superuser", "reading", False, 1),
        ("conflicted", "discussion", True, 0),
        ("other_officer", "discussion", False, 0),
        ("partner_officer", "discussion", False, 0),
        ("holder", "discussion", False, 0),
    ],
)
def test_who_sees_the_marks_of_the_others(role, phase, own_given, seen):
    cast = in_committee(phase)
    colleague = factories.CommitteeMemberFactory(session=cast.session)
    give_marks(cast.item, colleague, (3, 3), now())
    if own_given:
        give_marks(cast.item, seat_of(cast, role), (2, 2), now())

    assert review.marks_seen_by(cast.person(role), cast.item).count() == seen


@pytest.mark.parametrize("role", ["chair", "officer"])
def test_a_declared_interest_hides_the_marks_from_the_chair_and_from_officers_too(role):
    cast = in_committee("discussion")
    give_marks(cast.item, seat_of(cast, "member"), (3, 3), now())
    if role == "officer":
        factories.CommitteeMemberFactory(session=cast.session, user=cast.officer)

    review.declare(cast.item, seat_of(cast, role), "support", now=now())

    assert not review.marks_seen_by(cast.person(role), cast.item).exists()
    assert not Application.objects.visible_to(cast.person(role)).exists()
