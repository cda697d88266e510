"""Letters on paper: who has no address gets hers printed, by the helper or the officer, and handed over once."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import correspondence, letters, paper, reminders, requests, workflow
from applications.models import Application, CompletenessRequest, PaperLetter
from programmes.models import Call
from projects import helping
from tests.factories import (
    ApplicationFactory,
    CallFactory,
    DocumentKindFactory,
    OrganisationRoleFactory,
    letter_templates,
)
from tests.factories.helping import agreement_by


@pytest.fixture
def helped(cast):
    return agreement_by(
        cast.prescriber, cast.prescriber.organisation_roles.get().actor, postal_address="3, rue Haute\n13001 Marseille"
    )


@pytest.fixture
def sent(cast, helped):
    """A draft sent by the helper: its receipt is a letter."""
    letter_templates()
    application = ApplicationFactory(project=helped.project, call=cast.call)
    workflow.perform("submit", application, by=cast.prescriber, now=timezone.now())
    application.refresh_from_db()
    return application


def listed(client):
    return [row.letter.template for row in client.get(reverse("applications:papers")).context["page"]]


def test_receipt_of_somebody_without_address_is_to_print_and_the_helper_is_told(cast, sent, helped):
    (row,) = PaperLetter.objects.all()

    assert (row.person, row.letter.template) == (helped.person, "application_received")
    assert Mail.objects.filter(recipient=cast.prescriber, template="letter_for").count() == 1
    assert not Mail.objects.filter(recipient=helped.person).exists()


def test_step_says_who_sent_it_for_which_organisation(cast, sent, helped):
    step = sent.steps.get()

    assert (step.by, step.for_actor) == (cast.prescriber, helped.actor)


def test_helper_and_officer_find_the_letter_and_nobody_else_does(signed_in, cast, sent, helped):
    colleague = OrganisationRoleFactory(actor=helped.actor, kind="editor").user
    people = [cast.prescriber, cast.officer, colleague, cast.other_officer, cast.partner_officer, cast.stranger]

    found = [len(listed(signed_in(person))) for person in people]

    assert found == [1, 1, 0, 0, 0, 0]


def test_sheet_bears_the_address_and_the_letter(signed_in, cast, sent):
    page = signed_in(cast.prescriber).get(PaperLetter.objects.get().get_absolute_url())

    assert "3, rue Haute" in page.text
    assert "Léa Roux" in page.text
    assert sent.number in page.text


@pytest.mark.parametrize(("body", "shown"), [("Voyez {} pour la suite.", True), ("À bientôt.", False)])
def test_sheet_says_who_reads_an_address_of_the_portal_without_an_account(signed_in, cast, sent, settings, body, shown):
    row = PaperLetter.objects.get()
    row.letter.body = body.format(f"{settings.SITE_ADDRESS}/candidatures/")
    row.letter.save(update_fields=["body"])

    page = signed_in(cast.prescriber).get(row.get_absolute_url()).text

    assert (page.count("Cette adresse s’ouvre avec un compte") == 1) is shown


def test_letter_is_handed_over_once_with_its_date_and_who(signed_in, cast, sent):
    row = PaperLetter.objects.get()
    today = timezone.localdate()
    client = signed_in(cast.prescriber)
    client.post(row.get_absolute_url(), {"day": today})
    paper.hand_over(row, today, by=cast.officer, now=timezone.now())

    row.refresh_from_db()
    assert (row.handed_on, row.handed_by) == (today, cast.prescriber)
    assert listed(client) == []


@pytest.mark.parametrize("shift", [-1, 1])
def test_day_before_the_letter_or_to_come_is_refused(signed_in, cast, sent, shift):
    row = PaperLetter.objects.get()
    page = signed_in(cast.prescriber).post(
        row.get_absolute_url(), {"day": timezone.localdate() + dt.timedelta(days=shift)}
    )

    row.refresh_from_db()
    assert (list(page.context["form"].errors), row.handed_on) == (["day"], None)


def test_letters_leave_the_helper_with_her_agreement(signed_in, cast, sent, helped):
    helping.leave(helped, by=cast.prescriber, now=timezone.now())

    assert listed(signed_in(cast.prescriber)) == []
    assert listed(signed_in(cast.officer)) == ["application_received"]


def test_somebody_with_an_address_has_nothing_to_print(cast):
    letter_templates()
    letters.write(cast.application, "application_received", key="k", now=timezone.now(), date="aujourd’hui")

    assert not PaperLetter.objects.exists()


def test_letter_is_no_longer_to_print_once_she_has_an_address(signed_in, cast, sent, helped):
    helped.person.email = "lea@example.org"
    helped.person.save()

    assert listed(signed_in(cast.officer)) == []


def test_officer_reads_by_whom_and_for_whom_it_was_sent(signed_in, cast, sent):
    page = signed_in(cast.officer).get(reverse("admin:applications_application_change", args=[sent.pk]))

    assert "Déposée par" in page.text
    assert "à imprimer" in page.text
    assert "Léa Roux" in page.text


def test_officer_notes_several_letters_from_the_back_office(signed_in, cast, sent):
    client = signed_in(cast.officer)
    url = reverse("admin:applications_paperletter_changelist")
    client.post(url, {"action": "hand_over", "_selected_action": [PaperLetter.objects.get().pk]})

    assert PaperLetter.objects.get().handed_by == cast.officer


def test_a_letter_noted_by_mistake_is_to_hand_over_again_with_the_reason(signed_in, cast, sent):
    row = PaperLetter.objects.get()
    today = timezone.localdate()
    client = signed_in(cast.officer)
    paper.hand_over(row, today, by=cast.prescriber, now=timezone.now())

    unsaid = client.post(row.get_absolute_url(), {"why": "  "})
    client.post(row.get_absolute_url(), {"why": "Notée sur la mauvaise lettre."})
    page = client.get(row.get_absolute_url()).text

    row.refresh_from_db()
    undone = row.undone.get()
    assert list(unsaid.context["form"].errors) == ["why"]
    assert (row.handed_on, row.handed_by) == (None, None)
    assert (undone.handed_on, undone.handed_by, undone.by) == (today, cast.prescriber, cast.officer)
    assert "Notée sur la mauvaise lettre." in page
    assert listed(client) == ["application_received"]


def test_only_a_letter_handed_over_is_taken_back(cast, sent):
    with pytest.raises(paper.CannotHand, match="pas notée remise"):
        paper.take_back(PaperLetter.objects.get(), "Une erreur", by=cast.officer, now=timezone.now())


# What the others receive by mail


def notices():
    return list(PaperLetter.objects.exclude(letter__notice_key="").order_by("pk"))


def test_a_message_to_somebody_without_address_is_printed_with_its_words(signed_in, cast, sent, helped):
    body = "Passez nous voir mardi."
    correspondence.send(sent, "staff", body, key=uuid.uuid4(), by=cast.officer, now=timezone.now())

    (row,) = notices()
    sheet = signed_in(cast.officer).get(row.get_absolute_url()).text
    assert (row.person, row.letter.template) == (helped.person, "message_received")
    assert all(words in sheet for words in (body, "3, rue Haute", "elle vous lit la page"))
    assert listed(signed_in(cast.officer)) == ["message_received", "application_received"]
    assert Mail.objects.filter(recipient=cast.prescriber, template="letter_for").count() == 2


def test_the_words_of_a_delicate_call_stay_out_of_the_paper(cast, sent):
    Call.objects.update(discreet=True)
    sent.refresh_from_db()

    correspondence.send(sent, "staff", "Votre situation", key=uuid.uuid4(), by=cast.officer, now=timezone.now())

    assert "Votre situation" not in notices()[0].letter.body


def test_a_reminder_is_printed_once_and_is_no_letter_of_the_others(signed_in, cast, sent):
    request = sent.requests.create(due_on=timezone.localdate() + dt.timedelta(days=3), asked_by=cast.officer)
    request.items.create(kind=DocumentKindFactory(name="Le budget"))
    Application.objects.filter(pk=sent.pk).update(state="submitted")
    CompletenessRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=9))

    for _ in range(2):
        requests.remind(timezone.localdate())

    (row,) = notices()
    assert "Le budget" in row.letter.body
    assert row.letter not in sent.letters.read_online()


def test_the_letters_about_a_draft_are_printed_too(cast, helped):
    letter_templates()
    call = CallFactory(closes_at=timezone.now() + dt.timedelta(days=2))
    draft = ApplicationFactory(project=helped.project, call=call, created_at=timezone.now() - dt.timedelta(days=20))

    reminders.send_due(timezone.now())

    assert PaperLetter.objects.get(letter__application=draft).person == helped.person


def test_who_has_an_address_gets_no_paper(cast, sent):
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0099")

    correspondence.send(
        Application.objects.get(pk=cast.application.pk), "staff", "Bonjour", key=uuid.uuid4(), by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip

    assert notices() == []


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_list_query_count(signed_in, cast, helped, rows, django_assert_num_queries):
    letter_templates()
    for _ in range(rows):
        application = ApplicationFactory(project=helped.project, submitted=True, call=CallFactory())
        letters.write(application, "application_received", key=f"k{application.pk}", now=timezone.now(), date="-")
    client = signed_in(cast.prescriber)

    with django_assert_num_queries(4):
        response = client.get(reverse("applications:papers"))

    assert response.context["page"].paginator.count == rows
