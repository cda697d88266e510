"""The end of an agreement: to the instant, by the person's word or her helper's; renewed, narrowed, never rewritten."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from projects import access, helping
from projects.models import Agreement
from tests.factories.helping import agreement_by
from tests.projects.helped import posted

NOON = dt.datetime(2027, 3, 10, 11, tzinfo=dt.UTC)


def test_agreement_ends_to_the_instant_then_is_read_for_thirty_days(cast, office):
    with time_machine.travel(NOON, tick=False):
        agreement = agreement_by(cast.prescriber, office, until=dt.date(2027, 3, 20))
    end = dt.datetime(2027, 3, 20, 23, tzinfo=dt.UTC)  # midnight in Paris

    def rights(at):
        with time_machine.travel(at, tick=False):
            return access.reads(cast.prescriber, agreement.project), access.writes(cast.prescriber, agreement.project)

    instant = dt.timedelta(microseconds=1)
    assert (agreement.ends_at, agreement.last_day) == (end, dt.date(2027, 3, 20))
    assert rights(end - instant) == (True, True)
    assert rights(end) == (True, False)
    assert rights(end + dt.timedelta(days=30) - instant) == (True, False)
    assert rights(end + dt.timedelta(days=30)) == (False, False)


def test_expired_file_is_read_with_a_sentence_and_the_way_to_renew(signed_in, cast, office):
    agreement = agreement_by(cast.prescriber, office)
    now = timezone.now()
    Agreement.objects.update(starts_at=now - dt.timedelta(days=9), ends_at=now - dt.timedelta(minutes=1))
    client = signed_in(cast.prescriber)

    page = client.get(agreement.project.get_absolute_url())
    edit = client.post(reverse("projects:edit", args=[agreement.project.pk]), {"title": "Changé"})

    assert "a pris fin le" in page.text
    assert reverse("projects:agreement_renew", args=[agreement.pk]) in page.text
    assert edit.status_code == 403


def test_renewal_replaces_the_agreement_and_keeps_the_former(signed_in, cast, office, helped):
    data = posted(cast, office, scope="answer", manner="signed")
    url = reverse("projects:agreement_renew", args=[helped.pk])
    response = signed_in(cast.prescriber).post(url, data)

    former, renewed = Agreement.objects.order_by("pk")
    assert response.url == reverse("projects:agreement", args=[renewed.pk])
    assert (former.closing, renewed.closing, renewed.scope, renewed.person) == (
        "replaced",
        "",
        "answer",
        helped.person,
    )


def test_revoked_agreement_closes_the_file_at_the_next_request(signed_in, cast, helped):
    client = signed_in(cast.prescriber)
    before = client.get(helped.project.get_absolute_url()).status_code
    helping.decide(helped, "", by=helped.person, now=timezone.now())

    after = {
        client.get(url).status_code
        for url in [
            helped.project.get_absolute_url(),
            reverse("projects:edit", args=[helped.project.pk]),
            reverse("projects:agreement", args=[helped.pk]),
            reverse("projects:agreement_renew", args=[helped.pk]),
        ]
    }

    assert (before, after) == (200, {404})


def test_person_narrows_the_agreement_and_the_helper_is_told(cast, helped):
    kept = helping.decide(helped, "read", by=helped.person, now=timezone.now())

    assert (kept.scope, kept.manner, kept.ends_at) == ("read", "online", helped.ends_at)
    assert not access.writes(cast.prescriber, helped.project)
    assert Mail.objects.get(template="help_changed").recipient == cast.prescriber


def test_only_the_owner_decides(cast, helped):
    for person in [cast.prescriber, cast.stranger, cast.superuser]:
        assert helping.decide(helped, "answer", by=person, now=timezone.now()) is None

    assert Agreement.objects.get().scope == "write"


def test_nobody_stops_in_the_place_of_the_helper(signed_in, cast, helped):
    for person in [helped.person, cast.stranger, cast.superuser]:
        assert helping.leave(helped, by=person, now=timezone.now()) is False
    answer = signed_in(cast.stranger).post(reverse("projects:agreement_leave", args=[helped.pk]))

    assert answer.status_code == 404
    assert access.writes(cast.prescriber, helped.project)


def test_helper_who_stops_has_no_access_any_more(signed_in, cast, helped):
    client = signed_in(cast.prescriber)
    client.post(reverse("projects:agreement_leave", args=[helped.pk]))

    assert client.get(helped.project.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"closed_at": NOON},
        {"closing": "left"},
        {"ends_at": NOON - dt.timedelta(days=9000)},
    ],
)
def test_database_refuses_what_cannot_be(helped, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=helped.pk).update(**change)


def test_database_refuses_two_open_agreements_and_helping_oneself(helped):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=helped.pk).update(helper=helped.person)
    helped.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        helped.save()
