"""Sending again: with a trace, never twice by mistake, and what the officers of a file see of its mails."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as sent
from django.urls import reverse
from django.utils import timezone

from accounts import outbox, resending
from accounts.models import Mail
from accounts.resending import Answer
from tests.cast import build_cast
from tests.factories import MailFactory, UserFactory

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=timezone.get_default_timezone())
BACKEND = "accounts.backends.PasswordBackend"


@pytest.fixture
def given_up(db):
    return MailFactory(
        template="letter",
        given_up_at=NOW,
        failing_since=NOW - timedelta(days=4),
        refusals=8,
        attempts=8,
        last_error="SMTPRecipientsRefused",
    )


def test_a_mail_given_up_leaves_again_with_a_trace(given_up):
    officer = UserFactory()

    answer = resending.resend(given_up, by=officer, now=NOW)
    delivered = outbox.deliver_due(NOW)

    given_up.refresh_from_db()
    assert (answer, delivered, given_up.state) == (Answer.RESENT, (1, 0), Mail.State.SENT)
    assert list(given_up.resends.values_list("by", "at", "sent_before")) == [(officer.pk, NOW, None)]


def test_pressing_twice_sends_once(given_up):
    officer = UserFactory()

    answers = [resending.resend(given_up, by=officer, now=NOW) for _ in range(2)]

    assert answers == [Answer.RESENT, Answer.LEAVING]
    assert outbox.deliver_due(NOW + timedelta(minutes=1)) == (1, 0)


def test_a_mail_already_sent_goes_again_only_when_asked(db):
    mail, officer = MailFactory(template="letter", sent_at=NOW - timedelta(days=1)), UserFactory()

    refused = resending.resend(mail, by=officer, now=NOW)
    nothing = outbox.deliver_due(NOW)
    asked = resending.resend(mail, by=officer, now=NOW, even_sent=True)
    outbox.deliver_due(NOW)

    mail.refresh_from_db()
    assert (refused, nothing, asked, len(sent.outbox)) == (Answer.SENT, (0, 0), Answer.RESENT, 1)
    assert mail.resends.get().sent_before == NOW - timedelta(days=1)
    assert sent.outbox[0].extra_headers["Message-ID"].split("@")[0].endswith(".1")


def test_a_mail_that_a_worker_may_hold_is_left_alone(db):
    mail = MailFactory(template="letter", next_try_at=NOW)
    outbox.claim(NOW)

    answer = resending.resend(mail, by=UserFactory(), now=NOW + timedelta(seconds=1))

    mail.refresh_from_db()
    assert (answer, mail.next_try_at) == (Answer.LEAVING, NOW + outbox.LEASE)


def test_a_code_is_never_sent_again(db):
    mail = MailFactory(template="account/email/login_code", given_up_at=NOW)

    assert resending.resend(mail, by=UserFactory(), now=NOW, even_sent=True) == Answer.CODE


@pytest.fixture
def desk(client, superuser):
    client.force_login(superuser, BACKEND)
    return client


@pytest.fixture
def superuser(db):
    return UserFactory(is_superuser=True)


@pytest.mark.parametrize(
    ("action", "repeated"), [("resend_unsent", {"perdu"}), ("resend_even_sent", {"perdu", "parti"})]
)
def test_many_are_sent_again_from_the_list(desk, action, repeated):
    now = timezone.now()
    lost = MailFactory(template="letter", subject="perdu", given_up_at=now)
    gone = MailFactory(template="letter", subject="parti", sent_at=now)
    data = {"action": action, "_selected_action": [lost.pk, gone.pk]}

    answer = desk.post(reverse("admin:accounts_mail_changelist"), data)

    due = Mail.objects.due(timezone.now()).values_list("subject", flat=True)
    assert (answer.status_code, set(due)) == (302, repeated)


@pytest.mark.parametrize(("data", "count"), [({}, 0), ({"deja-parti": "oui"}, 1)])
def test_one_is_sent_again_from_its_page(desk, data, count):
    mail = MailFactory(template="letter", sent_at=timezone.now())

    desk.post(reverse("admin:accounts_mail_resend", args=[mail.pk]), data)

    assert mail.resends.count() == count


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"etat": "sent"}, {"parti"}),
        ({"etat": "given_up"}, {"perdu"}),
        ({"etat": "failing"}, {"retenté"}),
        ({"etat": "waiting"}, {"code"}),
        ({"categorie": "security"}, {"code"}),
        ({"categorie": "decision"}, {"parti", "perdu"}),
        ({"raison": "SMTPRecipientsRefused"}, {"perdu"}),
        ({"raison": "ailleurs"}, {"retenté"}),
        ({"q": "perdue@"}, {"perdu"}),
    ],
)
def test_the_outbox_is_filtered_by_state_category_reason_and_person(desk, filters, found):
    now = timezone.now()
    MailFactory(template="letter", subject="parti", sent_at=now)
    MailFactory(
        template="letter",
        subject="perdu",
        given_up_at=now,
        last_error="SMTPRecipientsRefused",
        address="perdue@example.org",
        failing_since=now,
    )
    MailFactory(template="new_application", subject="retenté", failing_since=now, last_error="TimeoutError")
    MailFactory(template="account/email/login_code", subject="code", body="1234-5678")

    response = desk.get(reverse("admin:accounts_mail_changelist"), filters)

    assert {mail.subject for mail in response.context["cl"].result_list} == found
    assert "1234-5678" not in response.content.decode()


def test_officers_of_a_call_read_what_was_sent_about_their_files(signed_in, cast_with_mail):
    cast = cast_with_mail
    page = reverse("admin:applications_application_change", args=[cast.application.pk])

    html = signed_in(cast.officer).get(page).content.decode()
    stranger = signed_in(cast.other_officer).get(page)

    assert ("Votre dossier vous attend" in html, "Ailleurs" in html) == (True, False)
    assert stranger.status_code == 404


@pytest.fixture
def cast_with_mail(db):
    cast = build_cast(submitted=True)
    MailFactory(about=f"application:{cast.application.pk}", subject="Votre dossier vous attend", recipient=cast.holder)
    MailFactory(about="application:autre", subject="Ailleurs")
    return cast


def test_the_state_of_a_row_and_of_a_list_say_the_same(db):
    now = timezone.now()
    for fields in [
        {},
        {"sent_at": now},
        {"given_up_at": now},
        {"failing_since": now},
        {"sent_at": now, "failing_since": now},
    ]:
        MailFactory(**fields)

    by_row = {mail.pk: mail.state for mail in Mail.objects.all()}
    by_list = {mail.pk: state for state in Mail.State for mail in Mail.objects.in_state(state)}

    assert by_row == by_list
