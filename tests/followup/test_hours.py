"""Hours go down with meetings, never below zero; an officer alone grants more, with a reason."""

import pytest
from django.db import IntegrityError, transaction

from followup import hours
from followup.models import HourEntry, HourPackage


def test_use_takes_minutes_and_leaves_a_row(referent_package, referent, now):
    entry = hours.use(referent_package, 90, by=referent, now=now)

    referent_package.refresh_from_db()
    assert (referent_package.used_minutes, referent_package.left_minutes) == (90, 1110)
    assert (entry.minutes, entry.by, entry.override) == (90, referent, False)


def test_use_stops_exactly_at_zero(mentor_package, mentor, now):
    hours.use(mentor_package, 540, by=mentor, now=now)

    with pytest.raises(hours.PackageExhausted, match="épuisé") as refusal:
        hours.use(mentor_package, 1, by=mentor, now=now)

    assert refusal.value.left == 0
    assert HourEntry.objects.count() == 1


def test_use_says_what_is_left_when_too_short(mentor_package, mentor, now):
    hours.use(mentor_package, 510, by=mentor, now=now)

    with pytest.raises(hours.PackageExhausted, match="Il reste 30\N{NO-BREAK SPACE}min") as refusal:
        hours.use(mentor_package, 60, by=mentor, now=now)

    assert refusal.value.left == 30


def test_use_reads_the_package_again_under_the_lock(mentor_package, mentor, now):
    stale = HourPackage.objects.get(pk=mentor_package.pk)
    hours.use(mentor_package, 540, by=mentor, now=now)

    with pytest.raises(hours.PackageExhausted):
        hours.use(stale, 60, by=mentor, now=now)


def test_database_itself_refuses_hours_below_zero(mentor_package):
    with pytest.raises(IntegrityError, match="hours_never_below_zero"), transaction.atomic():
        HourPackage.objects.filter(pk=mentor_package.pk).update(used_minutes=541)


def test_grant_by_an_officer_with_a_reason_opens_more(mentor_package, officer, mentor, now):
    hours.use(mentor_package, 540, by=mentor, now=now)

    entry = hours.grant(mentor_package, 60, reason="Un rendez-vous avec la Région à préparer.", by=officer, now=now)

    assert (entry.override, entry.by) == (True, officer)
    hours.use(mentor_package, 60, by=mentor, now=now)
    mentor_package.refresh_from_db()
    assert (mentor_package.total_minutes, mentor_package.left_minutes) == (600, 0)


@pytest.mark.parametrize("reason", ["", "   "])
def test_grant_without_a_reason_is_refused(mentor_package, officer, now, reason):
    with pytest.raises(hours.GrantRefused, match="pourquoi"):
        hours.grant(mentor_package, 60, reason=reason, by=officer, now=now)

    mentor_package.refresh_from_db()
    assert mentor_package.override_minutes == 0


@pytest.mark.parametrize("person", ["referent", "mentor", "holder", "stranger", "other_officer", "partner_officer"])
def test_grant_by_anybody_but_an_officer_of_the_call_is_refused(cast, mentor_package, now, person):
    with pytest.raises(hours.GrantRefused, match="équipe"):
        hours.grant(mentor_package, 60, reason="Besoin", by=cast.person(person), now=now)


def test_grant_of_nothing_is_refused(mentor_package, officer, now):
    with pytest.raises(hours.GrantRefused, match="au moins une minute"):
        hours.grant(mentor_package, 0, reason="Besoin", by=officer, now=now)


def test_override_without_a_reason_is_refused_by_the_database(mentor_package):
    with pytest.raises(IntegrityError, match="override_has_a_reason"), transaction.atomic():
        mentor_package.entries.create(minutes=60, override=True, reason="")
