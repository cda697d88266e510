"""Races that only PostgreSQL shows: one answer to a report, one decision on a change, one reminder."""

import pytest
from django.utils import timezone

from accounts.models import Mail
from actors import checking, proposals, reports
from actors.models import Actor, SheetReminder
from actors.proposals import Decision, mark
from tests.crowd import together
from tests.factories import ActorFactory, ActorKindFactory, OrganisationRoleFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 10


@pytest.fixture
def incubator():
    return ActorFactory(kind=ActorKindFactory(code="incubator"), city="Marseille")


@pytest.fixture
def officer():
    return OrganisationRoleFactory(actor__checked_on=timezone.localdate()).user


def test_ten_answers_at_once_keep_one(incubator, officer):
    now = timezone.now()
    report = reports.receive(incubator, part="nom", words="-", source_words="", email="lectrice@example.org", now=now)

    results = together(
        [lambda n=n: reports.answer(report, "corrected", f"Réponse {n}", by=officer, now=now) for n in range(THREADS)],
        refusals=reports.AlreadyAnswered,
    )

    winners = [result for result in results if not isinstance(result, reports.AlreadyAnswered)]
    report.refresh_from_db()
    assert [winner.answer for winner in winners] == [report.answer]
    assert Mail.objects.filter(template="report_answered").count() == 1


def test_ten_decisions_at_once_write_the_sheet_once(incubator, officer):
    now = timezone.now()
    made = proposals.propose(incubator, {"city": ("Marseille", "Aubagne")}, by=officer, note="", now=now)
    decision = {made.changes.get().pk: Decision("accepted", "", mark("Marseille"))}

    results = together(
        [lambda: proposals.decide(made, decision, by=officer, now=now)] * THREADS, refusals=proposals.Moved
    )

    assert sum(not isinstance(result, proposals.Moved) for result in results) == 1
    assert (Actor.objects.get(pk=incubator.pk).city, incubator.history.count()) == ("Aubagne", 2)


def test_ten_workers_at_once_remind_once(incubator, officer):
    editor = OrganisationRoleFactory(actor=incubator, kind="editor").user
    day = timezone.localdate()

    together([lambda: checking.remind(day)] * THREADS)

    assert list(Mail.objects.values_list("recipient", "template")) == [(editor.pk, "sheet_reminder")]
    assert SheetReminder.objects.count() == 1
