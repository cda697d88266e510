"""A call is cancelled: whoever wrote or sent a file is told once, and keeps everything; the others hear nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Mail
from applications import cancelling, workflow
from applications.models import Application, Letter
from programmes import calls
from programmes.models import InformationMeeting
from tests import factories
from tests.applications.selection import load_letters
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
WHY = "Le financement n’a pas été renouvelé."
TOLD = ["submitted", "admissible", "waitlisted", "admitted", "confirmed"]
OVER = ["inadmissible", "declined", "redirected", "lapsed", "withdrawn"]


def cancelled(cast):
    load_letters()
    calls.cancel(cast.call, note=WHY, by=cast.officer, now=timezone.now())
    return cast


def in_state(state):
    cast = build_cast()
    number = None if state == "draft" else "C-2027-0042"
    Application.objects.filter(pk=cast.application.pk).update(state=state, number=number)
    return cast


def mails(template="call_cancelled"):
    return sorted(Mail.objects.filter(template=template).values_list("address", flat=True))


@pytest.mark.parametrize("state", TOLD)
def test_a_running_file_has_a_letter_with_the_reason_and_its_writers_one_mail_each(state):
    cast = in_state(state)
    factories.TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")

    cancelled(cast)

    letter = Letter.objects.get()
    assert (letter.application, letter.template) == (cast.application, "call_cancelled")
    assert WHY in letter.body
    assert "C-2027-0042" in letter.body
    assert "à préciser" not in letter.body
    assert mails() == ["nour@example.org", "sacha@example.org"]  # writers; the reader of the team is not told


@pytest.mark.parametrize("state", OVER)
def test_a_file_that_was_over_hears_nothing(state):
    cast = in_state(state)

    cancelled(cast)

    cast.application.refresh_from_db()
    assert (Letter.objects.count(), mails(), cancelling.meaning(cast.application)) == (0, [], "")


def test_a_draft_has_a_mail_and_no_letter_and_keeps_its_answers():
    cast = build_cast()
    question = factories.QuestionFactory(revision=cast.application.revision)
    factories.AnswerFactory(application=cast.application, question=question, value="Un texte long.")

    cancelled(cast)

    kept = Application.objects.get()
    assert (Letter.objects.count(), mails()) == (0, ["nour@example.org"])
    assert (kept.state, kept.answers.get().value) == ("draft", "Un texte long.")


def test_the_mail_leads_to_the_file_and_says_neither_the_reason_nor_the_state():
    cast = cancelled(in_state("admitted"))

    mail = Mail.objects.get(template="call_cancelled")

    assert f"/candidatures/{cast.application.pk}" in mail.body
    assert WHY not in mail.body
    assert "place" not in mail.body


def test_files_of_other_calls_hear_nothing():
    cast = build_cast(submitted=True)
    factories.ApplicationFactory(submitted=True, owner=cast.stranger)

    cancelled(cast)

    assert mails() == ["nour@example.org"]


def test_whoever_registered_for_a_meeting_to_come_is_told_and_the_meeting_is_off():
    cast = build_cast()
    soon = factories.InformationMeetingFactory(call=cast.call)
    past = factories.InformationMeetingFactory(call=cast.call, starts_at=timezone.now() - dt.timedelta(days=1))
    for meeting in (soon, past):
        meeting.registrations.create(user=cast.stranger)

    cancelled(cast)

    assert mails("meeting_cancelled") == ["sacha@example.org"]
    assert list(InformationMeeting.objects.filter(cancelled_at=None)) == [past]


@pytest.mark.parametrize(("state", "move"), [("admitted", "confirm"), ("waitlisted", "call_up")])
def test_nobody_enters_a_cancelled_call_any_more(state, move):
    cast = cancelled(in_state(state))
    by = cast.holder if move == "confirm" else cast.officer

    with pytest.raises(workflow.TransitionRefused, match="annulé"):
        workflow.perform(move, cast.application, by=by, now=timezone.now())

    assert Application.objects.get().state == state


def test_a_draft_of_a_cancelled_call_is_not_sent():
    cast = cancelled(build_cast())

    with pytest.raises(workflow.TransitionRefused, match="annulé"):
        workflow.perform("submit", cast.application, by=cast.holder, now=timezone.now())


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "ne peut plus être envoyé"), ("admitted", "place proposée"), ("submitted", "ne sera pas étudié")],
)
def test_the_page_of_the_file_says_what_it_changes(signed_in, state, words):
    cast = in_state(state)
    cancelled(cast)
    cast.application.refresh_from_db()

    assert words in cancelling.meaning(cast.application)
    page = signed_in(cast.holder).get(cast.application.get_absolute_url(), follow=True)
    assert words in page.text.replace("\u00a0", " ")


def test_a_refused_cancellation_tells_nobody():
    cast = build_cast(submitted=True)
    load_letters()

    with pytest.raises(calls.CallRefused, match="pourquoi"):
        calls.cancel(cast.call, note="  ", by=cast.officer, now=timezone.now())

    assert (mails(), Letter.objects.count()) == ([], 0)
