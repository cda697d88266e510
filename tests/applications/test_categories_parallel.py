"""Races that only PostgreSQL shows: a category never holds one file too many, whoever decides at the same instant."""

import pytest
from django.utils import timezone

from applications import categories, continuous, decisions, places, screening, workflow
from applications.committee import CommitteeRefused
from applications.decisions import Wording
from applications.models import AgendaItem, Application, Decision
from applications.states import State
from programmes.models import Call
from projects.models import Project
from tests import factories
from tests.applications.selection import in_committee, load_letters
from tests.cast import build_cast
from tests.crowd import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS, EACH, SOUTH, NORTH, ROUNDS = 10, 40, 3, 5, 5
REFUSALS = (places.NoPlaceLeft, CommitteeRefused, screening.Stale, workflow.TransitionRefused)


def shared(cast, south=SOUTH, north=NORTH, **changes):
    Call.objects.filter(pk=cast.call.pk).update(places=south + north, **changes)
    cast.call.refresh_from_db()
    return [
        cast.call.categories.create(name="Sud", places=south, position=1),
        cast.call.categories.create(name="Nord", places=north, position=2),
    ]


def crowd(cast, category, state=State.ADMISSIBLE, count=EACH):
    """Files of one category, in the same state."""
    stage = factories.StageFactory()
    projects = Project.objects.bulk_create(
        Project(title=f"{category} {n}", sort_title=f"{category} {n}", stage=stage) for n in range(count)
    )
    return Application.objects.bulk_create(
        Application(
            call=cast.call,
            project=project,
            revision=cast.application.revision,
            state=state,
            category=category,
            number=f"{category}-{n:04d}",
        )
        for n, project in enumerate(projects)
    )


def on_the_agenda(cast, files):
    return AgendaItem.objects.bulk_create(AgendaItem(session=cast.session, application=file) for file in files)


def test_eighty_admissions_at_once_in_two_categories_are_exactly_their_places():
    cast = in_committee("discussion")
    south, north = shared(cast)
    items = on_the_agenda(cast, [*crowd(cast, south), *crowd(cast, north)])
    found = []

    for _ in range(ROUNDS):
        together(
            [
                lambda item=item: decisions.decide(
                    item, "admit", by=cast.officer, now=timezone.now(), version=item.version
                )
                for item in items
            ],
            threads=THREADS,
            refusals=REFUSALS,
        )
        found.append([share.taken for share in places.shares(cast.call)])
        Decision.objects.all().delete()
        AgendaItem.objects.update(version=1)

    assert found == [[SOUTH, NORTH]] * ROUNDS


def test_files_that_hold_a_place_moved_at_once_into_the_last_place_of_a_category():
    cast = build_cast()
    south, north = shared(cast, south=1, north=10)
    held = crowd(cast, north, State.CONFIRMED, 10)

    results = together(
        [
            lambda file=file: categories.correct(
                file, south, why="Gap est au sud.", by=cast.officer, now=timezone.now(), version=file.version
            )
            for file in held
        ],
        refusals=REFUSALS,
    )

    assert sum(isinstance(result, places.NoPlaceLeft) for result in results) == 9
    assert [share.taken for share in places.shares(cast.call)] == [1, 9]


def test_an_admission_and_a_move_race_for_the_last_place_and_one_has_it():
    cast = in_committee("discussion")
    south, north = shared(cast, south=1, north=5)
    mover = crowd(cast, north, State.CONFIRMED, 1)[0]
    item = on_the_agenda(cast, crowd(cast, south, count=1))[0]

    for _ in range(ROUNDS):
        now = timezone.now()
        together(
            [
                lambda now=now: decisions.decide(item, "admit", by=cast.officer, now=now, version=item.version),
                lambda now=now: categories.correct(
                    mover, south, why="Gap est au sud.", by=cast.officer, now=now, version=mover.version
                ),
            ],
            refusals=REFUSALS,
        )
        assert places.shares(cast.call)[0].taken == 1
        Decision.objects.all().delete()
        Application.objects.filter(pk=mover.pk).update(category=north)
        for row in (item, mover):
            row.refresh_from_db()


def test_answers_of_a_permanent_call_given_at_once_stay_within_each_category():
    cast = build_cast()
    load_letters()
    south, north = shared(cast, south=2, north=2, entry="permanent", closes_at=None)
    files = [*crowd(cast, south, count=10), *crowd(cast, north, count=10)]
    words = Wording(message="Un projet mûr.")

    results = together(
        [
            lambda file=file: continuous.decide(
                file, "admit", wording=words, by=cast.officer, now=timezone.now(), version=file.version
            )
            for file in files
        ],
        threads=THREADS,
        refusals=REFUSALS,
    )

    refused = [result for result in results if isinstance(result, places.NoPlaceLeft)]
    assert ([share.taken for share in places.shares(cast.call)], len(refused)) == ([2, 2], 16)
