"""The grid: levels with words, criteria outside the total, marks changed in session beside the first ones."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from applications import review
from applications.models import AgendaItem, Review
from applications.review import Given, ReviewRefused
from programmes.models.call import check_levels, read_levels
from tests import factories
from tests.applications.selection import another_file, give_marks, in_committee
from tests.cast import seat_of

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def marked(phase="discussion", values=(4, 2), role="member"):
    cast = in_committee(phase)
    cast.review = give_marks(cast.item, seat_of(cast, role), values, now())
    return cast


def change(cast, values, version=1):
    given = {criterion.pk: Given(value) for criterion, value in zip(cast.call.criteria.all(), values, strict=True)}
    return review.change(cast.review, given, version=version, now=now())


def scores(cast):
    scored = review.with_score(Review.objects.all()).get(pk=cast.review.pk)
    return scored.first_score, scored.score


@pytest.mark.parametrize("values", [(5, 1), (0, 0), (None, 3), (2, None)])
def test_an_informative_criterion_is_outside_the_total_in_sql_and_in_python(values):
    cast = in_committee()
    factories.CallCriterionFactory(call=cast.call, name="Lien avec le territoire", weight=9, informative=True)
    given = give_marks(cast.item, seat_of(cast, "member"), (*values, 5), now())
    pairs = [(mark.value, mark.criterion.counted_weight) for mark in given.marks.select_related("criterion")]

    scored = review.with_score(Review.objects.all()).get()

    assert scored.score == review.out_of_20(pairs) == review.out_of_20([*zip(values, (1, 3), strict=True)])


def test_a_grid_of_informative_criteria_has_no_score():
    cast = in_committee()
    cast.call.criteria.update(informative=True)
    give_marks(cast.item, seat_of(cast, "member"), (5, 5), now())

    assert review.with_score(Review.objects.all()).get().score is None
    assert review.with_average(AgendaItem.objects.all()).get().average is None
    assert review.out_of_20([(5, 0), (5, 0)]) is None


def test_levels_are_read_line_by_line():
    assert read_levels("0 : rien n’est dit\n\n 5: démontré") == {0: "rien n’est dit", 5: "démontré"}


@pytest.mark.parametrize("text", ["6 : trop", "démontré", "1 : un\n1 : deux", "3 :"])
def test_levels_that_cannot_be_read_are_refused(text):
    with pytest.raises(ValidationError, match="un niveau par ligne"):
        check_levels(text)


def test_the_grid_shows_the_levels_and_what_only_informs(signed_in):
    cast = in_committee()
    factories.CallCriterionFactory(call=cast.call, name="Territoire", informative=True, levels="5 : démontré")

    page = signed_in(cast.member).get(reverse("committee:file", args=[cast.session.pk, cast.item.pk]))

    assert "<strong>5</strong> démontré" in page.content.decode()
    assert "Territoire (pour information, hors du total)" in page.content.decode()


def test_the_public_page_says_which_criteria_only_inform(client):
    cast = in_committee()
    factories.CallCriterionFactory(call=cast.call, name="Territoire", weight=4, informative=True)

    page = client.get(cast.call.get_absolute_url()).content.decode()

    assert ("pour information" in page, "poids 3" in page, "poids 4" in page) == (True, True, False)


def test_a_change_in_session_keeps_the_first_marks_and_counts_the_last():
    cast = marked(values=(4, 2))

    change(cast, (4, 4))
    change(cast, (5, None), version=2)

    kept = [(mark.first_value, mark.is_changed, mark.value) for mark in cast.review.marks.all()]
    assert kept == [(4, True, 5), (2, True, None)]
    assert scores(cast) == (10.0, 20.0)
    assert review.with_average(AgendaItem.objects.all()).get().average == 20.0


def test_no_opinion_before_the_change_is_kept_as_no_opinion():
    cast = marked(values=(4, None))

    change(cast, (4, 0))

    assert scores(cast) == (16.0, 4.0)


@pytest.mark.parametrize("phase", ["reading", "closed", "published"])
def test_final_marks_change_in_session_only(phase):
    cast = marked(phase)

    with pytest.raises(ReviewRefused, match="pendant la séance"):
        change(cast, (0, 0))

    assert scores(cast) == (10.0, 10.0)


def test_marks_saved_elsewhere_meanwhile_are_not_overwritten():
    cast = marked()
    change(cast, (4, 4))

    with pytest.raises(ReviewRefused, match="ailleurs"):
        change(cast, (0, 0))


def test_a_link_declared_since_closes_the_change():
    cast = marked()
    review.declare(cast.item, seat_of(cast, "member"), "personal", now=now())

    with pytest.raises(ReviewRefused, match="plus confié"):
        change(cast, (0, 0))


def test_officers_and_the_chair_see_both_scores_and_other_members_only_the_last(signed_in):
    cast = marked(values=(4, 2))
    give_marks(cast.item, seat_of(cast, "chair"), (3, 3), now())
    other = factories.CommitteeMemberFactory(session=cast.session, present=True)
    factories.AssignmentFactory(item=cast.item, member=other)
    factories.InterestDeclarationFactory(item=cast.item, member=other)
    give_marks(cast.item, other, (3, 3), now())
    change(cast, (5, 5))
    file = reverse("committee:file", args=[cast.session.pk, cast.item.pk])
    room = reverse("admin:applications_session_room", args=[cast.session.pk])

    officer = signed_in(cast.officer).get(room, {"dossier": cast.item.pk}).content.decode()
    chair = signed_in(cast.chair).get(file).content.decode()
    member = signed_in(other.user).get(file).content.decode()

    assert ["d’abord 10" in page for page in (officer, chair, member)] == [True, True, False]


def test_a_member_changes_her_marks_from_her_page(signed_in):
    cast = marked()
    client, page = signed_in(cast.member), reverse("committee:change", args=[cast.session.pk, cast.item.pk])
    first, second = cast.call.criteria.all()
    data = {"version": 1, f"mark_{first.pk}": "5", f"mark_{second.pk}": "sans", f"why_{first.pk}": "Entendu."}

    refused = client.post(page, data | {f"mark_{second.pk}": ""})
    done = client.post(page, data, follow=True).content.decode()

    assert (refused.status_code, "Entendu." in refused.content.decode()) == (422, True)
    assert "Les premières sont gardées." in done
    assert "d’abord 4" in done


def test_a_wide_spread_is_flagged_from_five_points(signed_in):
    cast = in_committee("discussion")
    for item, lowest in [(cast.item, 3), (another_file(cast), 4)]:
        give_marks(item, seat_of(cast, "chair"), (5, 5), now())
        give_marks(item, seat_of(cast, "member"), (lowest, lowest), now())

    page = signed_in(cast.officer).get(reverse("admin:applications_session_room", args=[cast.session.pk]))

    assert page.content.decode().count("badge--warn") == 1
    assert "à partir de 5 points sur 20" in page.content.decode()
