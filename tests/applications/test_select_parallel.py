"""Races that only PostgreSQL shows: places are never exceeded and never lost, whoever decides at the same instant."""

import pytest
from django.utils import timezone

from accounts.models import Mail
from applications import decisions, places, waiting, workflow
from applications.committee import CommitteeRefused
from applications.models import AgendaItem, Application, Decision, Letter
from applications.states import State
from projects.models import Project
from tests import factories
from tests.applications.selection import another_file, close, decided, in_committee, publish, sit
from tests.crowd import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS, FILES, PLACES, ROUNDS = 10, 200, 7, 10
REFUSALS = (places.NoPlaceLeft, CommitteeRefused, workflow.TransitionClosed)


def crowd(cast):
    """Two hundred admissible files on the agenda."""
    stage = factories.StageFactory()
    projects = Project.objects.bulk_create(Project(title=f"Projet {n}", stage=stage) for n in range(FILES))
    files = Application.objects.bulk_create(
        Application(
            call=cast.call,
            project=project,
            revision=cast.application.revision,
            state=State.ADMISSIBLE,
            number=f"C-2027-{n:04d}",
        )
        for n, project in enumerate(projects, 1000)
    )
    return AgendaItem.objects.bulk_create(AgendaItem(session=cast.session, application=file) for file in files)


def test_two_hundred_admissions_at_once_for_seven_places_are_exactly_seven_in_ten_rounds():
    cast = sit(in_committee("discussion"), PLACES)
    items = crowd(cast)
    found = []

    for _ in range(ROUNDS):
        results = together(
            [
                lambda item=item: decisions.decide(
                    item, "admit", by=cast.officer, now=timezone.now(), version=item.version
                )
                for item in items
            ],
            threads=THREADS,
            refusals=REFUSALS,
        )
        refused = sum(isinstance(result, places.NoPlaceLeft) for result in results)
        found.append((Decision.objects.filter(superseded_at=None).count(), refused, places.left(cast.call)))
        Decision.objects.all().delete()
        AgendaItem.objects.update(version=1)

    assert found == [(PLACES, FILES - PLACES, 0)] * ROUNDS


def one_free_place_and_two_waiting():
    cast = sit(in_committee("discussion"), 1)
    decided(cast, cast.item, "admit", timezone.now())
    for title in ("Recousu", "Toits"):
        decided(cast, another_file(cast, title), "waitlist", timezone.now())
    close(cast)
    return cast


def test_the_same_session_published_ten_times_at_once_is_published_once():
    cast = one_free_place_and_two_waiting()

    results = together([lambda: publish(cast)] * THREADS, refusals=REFUSALS)

    assert [result for result in results if result == 3] == [3]
    assert (Letter.objects.count(), Mail.objects.count()) == (3, 3)


def test_ten_officers_calling_up_at_once_fill_one_place():
    cast = one_free_place_and_two_waiting()
    publish(cast)
    workflow.perform("withdraw", cast.application, by=cast.holder, now=timezone.now())

    together([lambda: waiting.call_up(cast.call, by=cast.officer, now=timezone.now())] * THREADS, refusals=REFUSALS)

    states = dict(Application.objects.values_list("project__title", "state"))
    assert states == {"Conciergerie des collines": "withdrawn", "Recousu": "admitted", "Toits": "waitlisted"}
    assert places.left(cast.call) == 0
