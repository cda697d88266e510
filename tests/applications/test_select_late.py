"""Late members are told once, three days before, and by hand once a day; a file is never named."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import late
from ess_portal import duties
from tests.applications.selection import give_marks, in_committee
from tests.cast import seat_of

pytestmark = pytest.mark.django_db
MEETS = dt.datetime(2027, 6, 24, 9, 30, tzinfo=dt.UTC)


def scene(meets_at=MEETS):
    cast = in_committee()
    cast.session.meets_at = meets_at
    cast.session.save()
    return cast


def told():
    return sorted(mail.recipient.first_name for mail in Mail.objects.filter(template="committee_late"))


def before(**distance):
    return MEETS - dt.timedelta(**distance)


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (before(days=4), []),
        (before(days=3), ["Ariane", "Bakary"]),
        (before(hours=2), ["Ariane", "Bakary"]),
        (MEETS + dt.timedelta(hours=1), []),
    ],
)
def test_the_automatic_reminder_goes_from_three_days_before_to_the_session(moment, names):
    scene()

    late.send_due(moment)

    assert told() == names  # Colette has declared a link: nothing awaits her


def test_the_automatic_reminder_goes_once_and_again_when_the_session_moves():
    cast = scene()
    late.send_due(before(days=3))
    late.send_due(before(days=2))
    once = told()
    cast.session.meets_at = MEETS + dt.timedelta(days=7)
    cast.session.save()

    late.send_due(before(days=-5))

    assert (once, told()) == (["Ariane", "Bakary"], ["Ariane", "Ariane", "Bakary", "Bakary"])


def test_whoever_has_given_her_review_hears_nothing_and_no_file_is_named():
    cast = scene()
    give_marks(cast.item, seat_of(cast, "chair"), (4, 4), timezone.now())

    late.send_due(before(days=3))

    mail = Mail.objects.get(template="committee_late")
    assert mail.recipient == cast.member
    assert "1\u00a0avis" in mail.body
    assert cast.project.title not in mail.subject + mail.body


def test_a_reminder_by_hand_goes_once_a_day(signed_in):
    cast = scene(timezone.now() + dt.timedelta(days=20))
    client, page = signed_in(cast.officer), reverse("admin:applications_session_remind", args=[cast.session.pk])

    first = client.post(page, follow=True).content.decode()
    second = client.post(page, follow=True).content.decode()
    late.remind(cast.session, timezone.now() + dt.timedelta(days=1))

    assert "2\u00a0rappels envoyés" in first
    assert "le rappel du jour est déjà parti" in second
    assert told() == ["Ariane", "Ariane", "Bakary", "Bakary"]


@pytest.mark.parametrize("phase", ["discussion", "closed", "published"])
def test_nobody_is_reminded_once_the_session_has_begun(phase):
    cast = scene()
    cast.session.phase = phase
    cast.session.save()

    assert late.remind(cast.session, before(days=1)) == 0


def test_the_worker_reminds():
    scene(timezone.now() + dt.timedelta(days=2))

    duties.perform(timezone.now())

    assert told() == ["Ariane", "Bakary"]
