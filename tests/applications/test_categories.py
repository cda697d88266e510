"""Places of a call shared between categories: the team chooses, the officer corrects, nobody exceeds."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import categories, completeness, places, screening
from applications.models import Application, Decision
from applications.waiting import next_in_line
from programmes import checklist
from programmes.models import Call
from tests import factories
from tests.applications.selection import decided, in_committee
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


def shared(cast, south=1, north=2):
    Call.objects.filter(pk=cast.call.pk).update(places=south + north)
    cast.call.refresh_from_db()
    made = [
        cast.call.categories.create(name="Sud", places=south, position=1),
        cast.call.categories.create(name="Nord", places=north, position=2),
    ]
    cast.application.refresh_from_db()
    return made


def file_in(cast, category, **traits):
    return factories.ApplicationFactory(call=cast.call, category=category, **traits)


def category_of_another_call(cast):
    return factories.CallFactory(programme=cast.programme).categories.create(name="Ailleurs", places=1, position=1)


def test_a_draft_lacks_its_category_until_the_team_chooses_one():
    cast = build_cast()
    south, _ = shared(cast)

    before = [gap.key for gap in completeness.missing(cast.application)]
    categories.choose(cast.application, south)
    after = completeness.missing(Application.objects.get())

    assert "_categorie" in before
    assert "_categorie" not in [gap.key for gap in after]


def test_the_conditions_ask_for_the_category_and_keep_it(signed_in):
    cast = build_cast()
    south, _ = shared(cast)
    address = reverse("applications:conditions", args=[cast.application.pk])
    client = signed_in(cast.holder)

    page = client.get(address).content.decode()
    client.post(address, {"r__categorie": south.pk, "continue": ""})

    assert "De quel territoire est votre projet" in page
    assert Application.objects.get().category == south


def test_a_category_is_full_though_the_call_has_places():
    cast = in_committee("discussion")
    south, north = shared(cast)
    file_in(cast, south, confirmed=True)
    Application.objects.filter(pk=cast.application.pk).update(category=south)

    with pytest.raises(places.NoPlaceLeft):
        decided(cast, cast.item, "admit", timezone.now())
    Application.objects.filter(pk=cast.application.pk).update(category=north)
    decided(cast, cast.item, "admit", timezone.now())

    assert [(share.category.name, share.taken) for share in places.shares(cast.call)] == [("Sud", 1), ("Nord", 1)]


def test_the_officer_corrects_with_a_reason_that_the_team_reads():
    cast = build_cast(submitted=True)
    south, north = shared(cast)
    Application.objects.update(category=south)
    cast.application.refresh_from_db()

    change = categories.correct(
        cast.application, north, why="Gap est au nord.", by=cast.officer, now=timezone.now(), version=1
    )

    assert (change.before, change.after, Application.objects.get().category) == (south, north, north)
    with pytest.raises(screening.Stale):
        categories.correct(cast.application, south, why="-", by=cast.officer, now=timezone.now(), version=1)


def test_a_file_that_holds_a_place_enters_no_full_category():
    cast = build_cast(confirmed=True)
    south, north = shared(cast)
    file_in(cast, south, confirmed=True)
    Application.objects.filter(pk=cast.application.pk).update(category=north)
    cast.application.refresh_from_db()

    with pytest.raises(places.NoPlaceLeft):
        categories.correct(cast.application, south, why="-", by=cast.officer, now=timezone.now(), version=1)


def test_a_correction_that_does_not_stand_is_refused():
    cast = build_cast(submitted=True)
    south, north = shared(cast)
    file, elsewhere = cast.application, category_of_another_call(cast)
    Application.objects.update(category=south)
    for category, why in [(north, "  "), (elsewhere, "Gap."), (south, "Gap.")]:
        with pytest.raises(screening.ScreeningRefused):
            categories.correct(file, category, why=why, by=cast.officer, now=timezone.now(), version=1)

    Application.objects.update(state="withdrawn")
    with pytest.raises(screening.ScreeningRefused, match="clos"):
        categories.correct(file, north, why="Gap.", by=cast.officer, now=timezone.now(), version=1)

    assert (Application.objects.get().category, file.category_changes.count()) == (south, 0)


def test_the_team_chooses_among_the_categories_of_its_call():
    cast = build_cast()
    shared(cast)

    categories.choose(cast.application, category_of_another_call(cast))

    assert Application.objects.get().category is None


def test_a_category_may_be_exceeded_though_its_call_is_not():
    cast = build_cast()
    south, _ = shared(cast)
    file_in(cast, south, confirmed=True)
    before = places.exceeded(cast.call)
    file_in(cast, south, confirmed=True)

    assert (before, places.exceeded(cast.call)) == (False, True)


def test_a_full_call_has_no_place_though_the_category_has():
    cast = build_cast(admissible=True)
    south, _ = shared(cast)
    for _ in range(3):
        file_in(cast, None, confirmed=True)
    Application.objects.filter(pk=cast.application.pk).update(category=south)
    cast.application.refresh_from_db()

    with pytest.raises(places.NoPlaceLeft):
        places.require_one(cast.application)


def test_the_checklist_wants_the_categories_to_count_the_places_of_the_call():
    cast = build_cast()
    shared(cast)
    Call.objects.update(places=5)
    cast.call.refresh_from_db()

    assert "categories" in [line.part for line in checklist.lacks(cast.call, timezone.now())]


def test_shares_never_exceed_the_places_of_the_call(signed_in):
    cast = build_cast()
    Call.objects.update(published_at=None, places=3)
    data = {
        "programme": cast.programme.pk, "title": cast.call.title, "slug": cast.call.slug, "entry": "session",
        "grace_minutes": 0, "places": 3, "confirmation_days": 10,
        "categories-TOTAL_FORMS": 1, "categories-INITIAL_FORMS": 0, "categories-0-kind": "territory",
        "categories-0-name": "Sud", "categories-0-places": 4, "categories-0-position": 1,
        "documents-TOTAL_FORMS": 0, "documents-INITIAL_FORMS": 0,
        "criteria-TOTAL_FORMS": 0, "criteria-INITIAL_FORMS": 0,
    }  # fmt: skip

    page = signed_in(cast.officer).post(reverse("admin:programmes_call_change", args=[cast.call.pk]), data)

    assert "Les catégories comptent 4 places en tout, et l’appel 3." in page.content.decode()
    assert cast.call.categories.count() == 0


def test_the_waiting_list_is_called_up_within_the_category():
    cast = build_cast(waitlisted=True)
    south, north = shared(cast)
    file_in(cast, south, confirmed=True)
    second = file_in(cast, north, waitlisted=True)
    Application.objects.filter(pk=cast.application.pk).update(category=south)
    for rank, file in enumerate([cast.application, second], 1):
        Decision.objects.create(application=file, outcome="waitlist", rank=rank, published_at=timezone.now())

    found = next_in_line(cast.call)

    assert found.application == second
