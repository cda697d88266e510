"""Reminders of a draft: once each, at the right day of the right place, whatever the worker went through."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from accounts.models import Mail
from applications import reminders
from applications.models import Application, DraftNotice, Letter
from tests.applications.selection import load_letters
from tests.cast import build_cast
from tests.crowd import together
from tests.factories import QuestionFactory

CLOSES = datetime(2027, 6, 18, 16, tzinfo=UTC)  # 18 h in Paris
NIGHT = datetime(2027, 6, 17, 22, 5, tzinfo=UTC)  # five past midnight in Paris, on the 18th


def begun(closes_at=CLOSES, days_before=30, **call):
    """A draft begun `days_before` the closing, and the letters."""
    load_letters()
    cast = build_cast()
    for name, value in {"opens_at": closes_at - timedelta(days=60), "closes_at": closes_at, **call}.items():
        setattr(cast.call, name, value)
    cast.call.save()
    Application.objects.filter(pk=cast.application.pk).update(created_at=closes_at - timedelta(days=days_before))
    return cast


def night(days_before):
    """Just after midnight in Paris, that many days before the day of the closing."""
    return NIGHT - timedelta(days=days_before)


def run(nights):
    """The duty each of these nights: the word said each time, None for silence."""
    said = []
    for now in nights:
        known = set(DraftNotice.objects.values_list("pk", flat=True))
        reminders.send_due(now)
        said.append(DraftNotice.objects.exclude(pk__in=known).values_list("kind", flat=True).first())
    return said


@pytest.mark.django_db
def test_reminders_come_at_seven_two_and_one_days_then_once_after():
    begun()

    said = run([night(days) for days in range(10, -5, -1)])

    assert said == [None, None, None, "7", None, None, None, None, "2", "1", None, "closed", None, None, None]


@pytest.mark.django_db
def test_the_same_night_twice_says_it_once():
    begun()

    assert [reminders.send_due(night(7)), reminders.send_due(night(7))] == [1, 0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_say_it_once():
    cast = begun()

    told = together([partial(reminders.send_due, night(7)) for _ in range(10)])

    assert (sum(told), Mail.objects.filter(recipient=cast.holder).count(), Letter.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nights", "said"),
    [
        ([5], ["7"]),
        ([3, 2], ["7", "2"]),
        ([1], ["1"]),
        ([0], ["1"]),
        ([8, 1, 0], [None, "1", None]),
        ([-2], ["closed"]),
        ([-40], [None]),
    ],
)
def test_a_worker_that_was_down_says_only_what_holds(nights, said):
    begun()

    assert run([night(days) for days in nights]) == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_before", "said"), [(8, ["7", "2", "1"]), (7, [None, "2", "1"]), (2, [None, None, "1"]), (1, [None] * 3)]
)
def test_a_draft_begun_after_the_day_of_a_reminder_waits_for_the_next(days_before, said):
    begun(days_before=days_before)

    assert run([night(6), night(2), night(1)]) == said


@pytest.mark.django_db
def test_an_extended_call_reminds_again():
    cast = begun()
    run([night(7), night(2)])
    cast.call.closes_at += timedelta(days=10)
    cast.call.save()

    assert run([night(days) for days in (1, -3, -8, -9, -11)]) == [None, "7", "2", "1", "closed"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "closes_at", "days"),
    [
        ("Europe/Paris", CLOSES, 2),
        ("Indian/Reunion", CLOSES, 2),
        ("America/Martinique", CLOSES, 3),
        ("Europe/Paris", datetime(2027, 6, 17, 22, tzinfo=UTC), 1),
        ("Pacific/Noumea", datetime(2027, 6, 18, 12, 59, tzinfo=UTC), 2),
    ],
    ids=["paris", "reunion", "martinique is still the day before", "midnight belongs to the day before", "noumea"],
)
def test_days_are_those_of_the_place(zone, closes_at, days):
    cast = begun(closes_at, time_zone=zone)

    assert reminders.days_left(cast.call, night(2)) == days


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "words"), [(7, "7\u00a0jours"), (1, "1\u00a0jour"), (0, "quelques heures")])
def test_the_letter_counts_the_days_and_says_what_is_missing(days, words):
    cast = begun()
    QuestionFactory(revision=cast.application.revision, label="Votre budget")

    reminders.send_due(night(days))

    letter = Letter.objects.get()
    assert words in letter.subject
    assert "18\u00a0juin\u00a02027, à 18\u00a0h" in letter.body
    assert "- Votre budget" in letter.body


@pytest.mark.django_db
def test_the_mail_is_neutral_and_leads_to_the_letter(signed_in):
    cast = begun()

    reminders.send_due(night(7))

    mail = Mail.objects.get()
    link = f"/candidatures/{cast.application.pk}/lettres/{Letter.objects.get().pk}/"
    assert (mail.recipient, link in mail.body, cast.programme.name in mail.body) == (cast.holder, True, False)
    assert "Encore" in signed_in(cast.holder).get(link).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"state": "submitted", "number": "C-2027-0001"}, {"state": "withdrawn", "number": "1"}]
)
def test_nothing_is_said_of_a_file_that_was_sent(change):
    cast = begun()
    Application.objects.filter(pk=cast.application.pk).update(**change)

    assert run([night(7), night(-1)]) == [None, None]


@pytest.mark.django_db
def test_nothing_is_said_of_a_cancelled_or_endless_call():
    cast = begun(cancelled_at=night(20))

    assert run([night(7), night(-1)]) == [None, None]
    cast.call.cancelled_at = cast.call.closes_at = None
    cast.call.entry = "permanent"
    cast.call.save()
    assert run([night(7), night(-1)]) == [None, None]


@pytest.mark.django_db
def test_minutes_of_grace_are_waited_for():
    begun(grace_minutes=30)

    assert run([CLOSES + timedelta(minutes=29), CLOSES + timedelta(minutes=30)]) == ["1", "closed"]


@pytest.mark.django_db
def test_reader_of_the_team_is_not_reminded():
    cast = begun()

    reminders.send_due(night(7))

    assert not Mail.objects.filter(recipient=cast.colleague).exists()


@pytest.mark.django_db
def test_a_draft_sent_since_it_was_listed_is_left_alone():
    listed = begun().application
    Application.objects.update(state="submitted", number="C-2027-0001")

    assert not reminders.remind(listed, night(7))
