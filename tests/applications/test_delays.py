"""The usual delay against figures worked out by hand; hidden under five answers, the same on both engines."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import delays
from tests.cast import build_cast
from tests.factories import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def file(cast, sent, waited=None, name="admit_to_review", call=None):
    """A file sent `sent` days ago, answered after `waited` days (never when None)."""
    application = ApplicationFactory(call=call or cast.call, submitted=True)
    at = NOW - dt.timedelta(days=sent)
    application.steps.create(name="submit", source="draft", target="submitted", at=at)
    if waited is not None:
        application.steps.create(name=name, source="submitted", target="admissible", at=at + dt.timedelta(days=waited))
    return application


def figures(cast):
    found = delays.usual(cast.programme, NOW)
    return found and (found.cases, found.median, found.nine_in_ten)


def test_median_and_nine_in_ten_of_ten_files():
    cast = build_cast()
    for waited in (3, 5, 8, 10, 12, 14, 20, 21, 30, 45):
        file(cast, 100, waited)

    assert figures(cast) == (10, 12, 30)


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_nothing_is_said_under_five_answers(count, shown):
    cast = build_cast()
    for _ in range(count):
        file(cast, 50, 6)
    for _ in range(3):
        file(cast, 2)

    assert (figures(cast) is not None) == shown


def test_files_that_still_wait_lengthen_the_delay():
    cast = build_cast()
    for waited in (2, 4, 6, 8, 10):
        file(cast, 100, waited)
    before = figures(cast)
    for _ in range(5):
        file(cast, 60)

    assert (before, figures(cast)) == ((5, 6, 10), (10, 10, None))
    assert "plus de 60\u00a0jours" in delays.usual(cast.programme, NOW).words


def test_file_just_sent_says_nothing_of_the_delay():
    cast = build_cast()
    for waited in (2, 4, 6, 8, 10):
        file(cast, 100, waited)
    file(cast, 0)

    assert figures(cast) == (6, 6, 10)


def test_withdrawal_ends_the_wait_without_being_an_answer():
    cast = build_cast()
    for waited in (2, 4, 6, 8, 10):
        file(cast, 100, waited)
    file(cast, 100, 3, name="withdraw")

    assert figures(cast) == (6, 6, 10)


def test_other_programmes_and_older_files_do_not_count():
    cast = build_cast()
    for waited in (2, 4, 6, 8, 10):
        file(cast, 100, waited)
        file(cast, 800, 90)
        file(cast, 100, 90, call=CallFactory())

    assert figures(cast) == (5, 6, 10)


def test_applicant_and_officer_read_the_same_words_and_nobody_is_named(signed_in):
    cast = build_cast()
    for waited in (2, 4, 6, 8, 10):
        file(cast, 100, waited)
    mine = file(cast, 1)
    mine.project.team.create(user=cast.holder, role="owner")
    words = delays.usual(cast.programme, timezone.now()).words

    team = signed_in(cast.holder).get(mine.get_absolute_url()).text
    sending = signed_in(cast.holder).get(reverse("applications:review", args=[cast.application.pk])).text
    desk = signed_in(cast.officer).get(reverse("admin:applications_application_change", args=[mine.pk])).text

    assert (words in team, words in sending, words in desk) == (True, True, True)


def test_officer_is_told_when_there_is_too_little_to_say(signed_in):
    cast = build_cast(submitted=True)

    text = (
        signed_in(cast.officer).get(reverse("admin:applications_application_change", args=[cast.application.pk])).text
    )

    assert delays.UNKNOWN in text
