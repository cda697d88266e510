"""Drafts never sent: told a month before, then erased; nothing that somebody took up again."""

from datetime import UTC, datetime, timedelta

import pytest

from applications import draft, retention
from applications.models import Application, DraftPage, Letter
from tests.applications.selection import load_letters
from tests.cast import build_cast
from tests.factories import AttachmentFactory, QuestionFactory

pytestmark = pytest.mark.django_db
WRITTEN = datetime(2027, 1, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LAST = WRITTEN + retention.KEPT


def resting(closes_at=None, cancelled_at=None):
    """A draft last written in January."""
    load_letters()
    cast = build_cast()
    cast.call.opens_at, cast.call.closes_at, cast.call.cancelled_at = WRITTEN - 90 * DAY, closes_at, cancelled_at
    cast.call.entry = "session" if closes_at else "permanent"
    cast.call.save()
    Application.objects.filter(pk=cast.application.pk).update(updated_at=WRITTEN)
    return cast


def nightly(now):
    return retention.announce(now), retention.erase(now)


@pytest.mark.parametrize(
    ("call", "starts"),
    [
        ({}, WRITTEN),
        ({"closes_at": WRITTEN - 5 * DAY}, WRITTEN),
        ({"closes_at": WRITTEN + 40 * DAY}, WRITTEN + 40 * DAY),
        ({"closes_at": WRITTEN + 40 * DAY, "cancelled_at": WRITTEN + 3 * DAY}, WRITTEN + 3 * DAY),
    ],
    ids=["no closing", "closed before", "closed after", "cancelled"],
)
def test_six_months_run_from_the_last_writing_or_the_closing(call, starts):
    resting(**call)

    assert nightly(starts + retention.KEPT - 31 * DAY) == (0, 0)
    assert nightly(starts + retention.KEPT - 30 * DAY) == (1, 0)
    assert nightly(starts + retention.KEPT - DAY) == (0, 0)
    assert nightly(starts + retention.KEPT) == (0, 1)


def test_draft_of_a_call_that_is_still_open_is_kept():
    resting(closes_at=WRITTEN + 400 * DAY)

    assert nightly(LAST + 100 * DAY) == (0, 0)


def test_team_is_told_a_month_before_even_by_a_late_worker():
    resting()

    assert nightly(LAST + 60 * DAY) == (1, 0)
    assert nightly(LAST + 89 * DAY) == (0, 0)
    assert nightly(LAST + 90 * DAY) == (0, 1)


def test_letter_says_the_day():
    resting()

    retention.announce(LAST - 30 * DAY)

    assert "12\u00a0juillet\u00a02027" in Letter.objects.get().body


def test_draft_taken_up_again_begins_its_six_months_anew():
    cast = resting()
    retention.announce(LAST - 30 * DAY)
    question = QuestionFactory(revision=cast.application.revision)
    draft.save_answers(cast.application, {question: "De nouveau"}, {}, by=cast.holder)

    assert nightly(LAST + DAY)[1] == 0
    assert Application.objects.filter(pk=cast.application.pk).exists()


def test_draft_written_in_since_it_was_listed_is_kept():
    cast = resting()
    listed = retention.resting().get()
    question = QuestionFactory(revision=cast.application.revision)
    draft.save_answers(cast.application, {question: "De nouveau"}, {}, by=cast.holder)

    assert not retention.erase_one(listed)
    assert Application.objects.filter(pk=cast.application.pk).exists()


def test_documents_stay_with_the_project():
    cast = resting()
    document = AttachmentFactory(application=cast.application).document
    retention.announce(LAST - 30 * DAY)

    retention.erase(LAST)

    assert not Application.objects.filter(pk=cast.application.pk).exists()
    assert type(document).objects.filter(pk=document.pk).exists()


def test_sent_file_is_not_a_draft():
    cast = resting()
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")

    assert nightly(LAST + 365 * DAY) == (0, 0)


def test_pages_nobody_writes_any_more_are_forgotten():
    cast = resting()
    page = DraftPage.objects.create(application=cast.application, user=cast.holder, writer="a" * 16, number=1)

    retention.erase(page.updated_at + retention.PAGES_KEPT)
    assert DraftPage.objects.exists()
    retention.erase(page.updated_at + retention.PAGES_KEPT + DAY)
    assert not DraftPage.objects.exists()
