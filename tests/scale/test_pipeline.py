"""The officers' list from 200 files in a call to 2,000: what its pages cost beside an empty list, and how that grows.

Processor time only, medians of interleaved rounds in one run, as in `test_lists`. The whole size (100,000 files in the
base) is measured by hand: the figures are in the closing note of issue 5.
"""

import gc
import time
import uuid
from statistics import median

import pytest
from django.db import connection
from django.urls import reverse

from applications.models import Application, Snapshot, Step
from projects.models import Project
from tests import factories
from tests.pipeline.table import LIST, table

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("scale")]
SMALL, LARGE, ROUNDS = 200, 2_000, 5
EMPTY = reverse("admin:applications_committeesession_changelist")
GROWTH = 2.0  # for ten times the files; the page shows fifty at both sizes: only counting and sorting may grow
QUERIES = ["", "p=3", "o=1", "age=5", "suivi=personne"]


def copy_files(cast, first, last):
    """Sent files of the call, with their project, their step and their snapshot, by the thousand."""
    owner, snapshot = cast.project, cast.application.snapshot
    projects = [
        Project(title=f"Projet {n}", sort_title=f"projet {n}", stage=owner.stage, organisation_name="Maison")
        for n in range(first, last)
    ]
    Project.objects.bulk_create(projects)
    files = [
        Application(
            pk=uuid.UUID(int=n + 1),
            call=cast.call,
            project=project,
            revision=cast.application.revision,
            state="submitted",
            number=f"S-{n:06}",
        )
        for n, project in enumerate(projects, first)
    ]
    Application.objects.bulk_create(files)
    at = cast.application.steps.get().at
    Step.objects.bulk_create(
        Step(application=file, name="submit", source="draft", target="submitted", at=at) for file in files
    )
    Snapshot.objects.bulk_create(Snapshot(application=file, data=snapshot.data, taken_at=at) for file in files)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    gc.collect()


def cost(client, address):
    start = time.process_time()
    assert client.get(address).status_code == 200
    return time.process_time() - start


def measured(client):
    """For each page, its cost beside the empty list: the median of the rounds."""
    pages = [f"{LIST}?{query}" for query in QUERIES]
    rounds = {page: [] for page in pages}
    for page in [EMPTY, *pages]:
        client.get(page)
    for _ in range(ROUNDS):
        for page, seen in rounds.items():
            seen.append(cost(client, page) / cost(client, EMPTY))
    return {page: median(seen) for page, seen in rounds.items()}


def test_the_list_grows_little_with_its_files(signed_in):
    cast = table()
    factories.RuleFactory(programme=cast.programme, operator="declared", value="", strength="hard")
    client = signed_in(cast.officer)

    copy_files(cast, 0, SMALL)
    small = measured(client)
    copy_files(cast, SMALL, LARGE)
    large = measured(client)

    assert {page: (small[page], large[page]) for page in small if large[page] > GROWTH * small[page]} == {}
