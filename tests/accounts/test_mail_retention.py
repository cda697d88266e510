"""The text of a mail is erased after its delay, the row stays, and what is not over keeps its text."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import mail_retention, outbox, resending
from accounts.models import Mail
from ess_portal import duties
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LINK = "http://testserver/espace/"


def mail(template="team_joined", **dates):
    """A mail owed, then as old as `dates` says, in days."""
    row = outbox.owe(UserFactory(), template, key=f"{template}:{Mail.objects.count()}", link=LINK)
    ages = {name: timezone.now() - dt.timedelta(days=days, minutes=1) for name, days in dates.items()}
    Mail.objects.filter(pk=row.pk).update(**ages)
    return Mail.objects.get(pk=row.pk)


def code(**dates):
    row = mail(**dates)
    Mail.objects.filter(pk=row.pk).update(template="account/email/login_code")
    return row


@pytest.mark.parametrize(
    ("made", "dates", "is_kept"),
    [
        (mail, {"sent_at": 89}, True),
        (mail, {"sent_at": 90}, False),
        (mail, {"given_up_at": 90}, False),
        (mail, {"created_at": 400}, True),
        (mail, {"created_at": 400, "failing_since": 300}, True),
        (mail, {"given_up_at": 400, "sent_at": 1}, True),
        (code, {"sent_at": 0}, True),
        (code, {"sent_at": 1}, False),
        (code, {"given_up_at": 1}, False),
    ],
)
def test_the_text_lasts_its_delay_and_the_row_stays(made, dates, is_kept):
    row = made(**dates)

    mail_retention.erase(timezone.now())

    kept = Mail.objects.get(pk=row.pk)
    assert (bool(kept.body), bool(kept.unsubscribe)) == (is_kept, is_kept)
    assert (kept.subject, kept.dedupe_key, kept.address) == (row.subject, row.dedupe_key, row.address)


def test_an_erased_mail_is_not_sent_again_nor_owed_twice():
    row = mail(sent_at=100)
    mail_retention.erase(timezone.now())
    by = UserFactory()

    answer = resending.resend(row, by=by, now=timezone.now(), even_sent=True)
    outbox.owe(row.recipient, row.template, key=row.dedupe_key, link=LINK)

    assert (answer, Mail.objects.count()) == (resending.Answer.ERASED, 1)
    assert Mail.objects.get().sent_at is not None


def test_the_sweep_says_how_many_and_a_dry_run_erases_nothing(tmp_path):
    mail(sent_at=100)

    said = [swept(dry_run=True), swept(), swept()]

    assert [words.splitlines()[1:] for words in said] == [
        ["1\u00a0texte de courriel à effacer."],
        ["1\u00a0texte de courriel effacé."],
        [],
    ]


def swept(**options):
    out = StringIO()
    call_command("sweep", stdout=out, older_than=10**6, **options)
    return out.getvalue()


def test_the_worker_does_it_every_day():
    row = mail(sent_at=100)

    duties.perform(timezone.now())

    assert Mail.objects.get(pk=row.pk).body == ""
