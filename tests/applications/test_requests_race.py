"""At the same instant: a team and its officer on one file; PostgreSQL says who wins, and the other reads a sentence."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from applications import completing, draft, reading, reopening, requests, screening
from applications.models import Application, CompletenessRequest, ItemReply, Reopening
from tests.applications.asking import BEFORE, ask, item, sent, version
from tests.crowd import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REFUSALS = (
    screening.Stale,
    screening.ScreeningRefused,
    reopening.ReopeningRefused,
    draft.NotADraft,
    completing.RequestClosed,
    completing.TimeRefused,
)


def assign(cast, seen):
    return screening.assign(cast.application, cast.officer, now=timezone.now(), version=seen)


@pytest.mark.parametrize("_", range(5))
def test_officer_starting_and_team_sending_again_one_wins_and_the_file_is_whole(_):
    cast = sent(editable_after_sending=True)
    reopening.reopen(cast.application, by=cast.holder, now=timezone.now())
    answer = cast.application.answers.get()
    draft.save_answers(cast.application, {answer.question: "Nouveau."}, {answer.question_id: 1}, by=cast.holder)

    results = together(
        [
            partial(assign, cast, version(cast)),
            partial(reopening.send_again, cast.application, by=cast.holder, now=timezone.now()),
        ],
        refusals=REFUSALS,
    )

    officer_lost, team_lost = (isinstance(result, REFUSALS) for result in results)
    ((_, words),) = reading.read(Application.objects.get(pk=cast.application.pk)).parts[0].answers
    assert officer_lost != team_lost
    assert (words, Reopening.objects.get().end) == ((BEFORE, "overtaken") if team_lost else ("Nouveau.", "sent"))


def test_fifty_answers_to_one_item_are_one_and_tell_the_officer_once():
    cast = sent()
    wanted = item(ask(cast, documents=False, correction=False), "question")

    results = together(
        [
            partial(completing.answer_in_words, wanted, f"Texte {n}", by=cast.holder, now=timezone.now())
            for n in range(50)
        ],
        refusals=REFUSALS,
    )

    late = sum(isinstance(result, completing.RequestClosed) for result in results)
    assert (ItemReply.objects.count(), late) == (1, 49)


def test_answer_and_confirmed_silence_at_once_are_one_or_the_other():
    cast = sent()
    asked = ask(cast, documents=False, correction=False)
    CompletenessRequest.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    wanted = item(asked, "question")

    answered, expired = together(
        [
            partial(completing.answer_in_words, wanted, "Nour.", by=cast.holder, now=timezone.now()),
            partial(requests.expire, asked, by=cast.officer, now=timezone.now(), version=version(cast)),
        ],
        refusals=REFUSALS,
    )

    refused = [isinstance(answered, REFUSALS), isinstance(expired, REFUSALS)]
    asked.refresh_from_db()
    assert refused.count(True) == 1
    assert (ItemReply.objects.count(), asked.expired_at is not None) == ((0, True) if refused[0] else (1, False))


def test_fifty_wishes_for_time_are_one():
    cast = sent()
    asked = ask(cast)
    wanted_on = asked.due_on + dt.timedelta(days=5)

    results = together(
        [
            partial(completing.ask_for_time, asked, wanted_on=wanted_on, words="", by=cast.holder, now=timezone.now())
            for _ in range(50)
        ],
        refusals=REFUSALS,
    )

    assert sum(isinstance(result, completing.TimeRefused) for result in results) == 49
