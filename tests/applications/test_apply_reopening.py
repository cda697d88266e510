"""A sent file taken up again before its examination: same number, former version kept, one of two at once wins."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import changes, draft, reading, reopening, screening, workflow
from applications.models import Application, Attachment, Reopening
from applications.states import State
from tests.applications.ready import build_ready
from tests.factories import DocumentKindFactory, ProjectDocumentFactory

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "Les habitants le demandent.", "Trois villages le demandent."


def sent(**call):
    cast = build_ready(**{"editable_after_sending": True, **call})
    workflow.perform("submit", cast.application, by=cast.holder, now=timezone.now())
    cast.application.refresh_from_db()
    return cast


def page(cast, name, *more):
    return reverse(f"applications:{name}", args=[cast.application.pk, *more])


def write(cast, text=AFTER):
    answer = cast.application.answers.get()
    draft.save_answers(cast.application, {answer.question: text}, {answer.question_id: answer.version}, by=cast.holder)


def fresh(cast):
    return Application.objects.get(pk=cast.application.pk)


def read_by_officers(cast):
    ((_, words),) = reading.read(fresh(cast)).parts[0].answers
    return words


def assign(cast, version=None):
    version = version or fresh(cast).version
    return screening.assign(cast.application, cast.officer, now=timezone.now(), version=version)


def test_through_the_pages_number_and_former_version_stay(signed_in):
    cast = sent()
    number, client = cast.application.number, signed_in(cast.holder)

    client.post(page(cast, "reopen"))
    client.post(page(cast, "step", 1), {"r_besoin": AFTER, "v_besoin": 1, "continue": "1"})
    before = read_by_officers(cast)
    response = client.post(page(cast, "send_again"))

    row = Reopening.objects.get()
    assert (before, read_by_officers(cast)) == (BEFORE, AFTER)
    assert (response.url, fresh(cast).number, fresh(cast).state) == (page(cast, "receipt"), number, "submitted")
    assert (row.end, row.before["answers"][0]["value"]) == ("sent", BEFORE)
    assert Mail.objects.filter(template="application_sent_again").count() == 1
    assert "renvoyée le" in client.get(response.url).text


def test_officer_reads_that_it_was_modified_and_what(signed_in):
    cast = sent()
    reopening.reopen(cast.application, by=cast.holder, now=timezone.now())
    write(cast)
    reopening.send_again(cast.application, by=cast.holder, now=timezone.now())
    client = signed_in(cast.officer)

    file = client.get(reverse("admin:applications_application_change", args=[cast.application.pk])).text
    files = client.get(reverse("admin:applications_application_changelist")).text

    assert ("Modifié après l’envoi" in file, BEFORE in file, AFTER in file, "modifiée le" in files) == (True,) * 4


def test_changes_name_project_answers_conditions_and_documents():
    cast = sent()
    before = cast.application.snapshot.data
    after = {
        **before,
        "project": {**before["project"], "city": "Forcalquier"},
        "answers": [{**before["answers"][0], "value": AFTER}],
        "declarations": {"temps": "oui"},
        "documents": [],
    }

    found = changes.between(before, after, {"temps": "Vous avez le temps."})

    assert [(change.label, change.before, change.after) for change in found] == [
        ("Commune", reading.BLANK, "Forcalquier"),
        ("À quel besoin répond l’activité ?", BEFORE, AFTER),
        ("Vous avez le temps.", "rien", "oui"),
        ("Justificatif d’adhésion à la CRESS", "attestation.pdf (14\u00a0octets)", "rien"),
    ]


def test_document_replaced_is_read_by_officers_only_once_sent_again(signed_in):
    cast = sent()
    wanted, old = cast.call.documents.get(), Attachment.objects.get()
    new = ProjectDocumentFactory(project=cast.project, kind=wanted.kind, name="nouvelle.pdf")
    reopening.reopen(cast.application, by=cast.holder, now=timezone.now())
    draft.attach(cast.application, wanted, new, now=timezone.now())
    added = Attachment.objects.exclude(pk=old.pk).get()

    before = list(reading.attachments(cast.application))
    hidden = signed_in(cast.officer).get(page(cast, "attachment", added.pk)).status_code
    reopening.send_again(cast.application, by=cast.holder, now=timezone.now())

    assert (before, hidden) == ([old], 404)
    assert list(reading.attachments(cast.application)) == [added]
    download = signed_in(cast.officer).get(page(cast, "attachment", added.pk))
    assert download.getvalue()
    assert download.status_code == 200


def test_document_taken_out_and_given_again_stays_with_the_file():
    cast = sent()
    wanted, given = cast.call.documents.get(), Attachment.objects.get()
    reopening.reopen(cast.application, by=cast.holder, now=timezone.now())

    draft.detach(cast.application, wanted, now=timezone.now())
    gone = list(reading.given(cast.application))
    draft.attach(cast.application, wanted, given.document, now=timezone.now())

    assert (gone, list(reading.given(cast.application))) == ([], [given])
    assert list(reading.attachments(cast.application)) == [given]


ACTS = {
    "assign": lambda cast, version: assign(cast, version),
    "opinion": lambda cast, version: screening.give_opinions(
        cast.application, {}, by=cast.officer, now=timezone.now(), version=version
    ),
    "ask": lambda cast, version: screening.ask_for_documents(
        cast.application,
        [(DocumentKindFactory(), "")],
        message="",
        due_on=timezone.localdate() + dt.timedelta(days=9),
        by=cast.officer,
        now=timezone.now(),
        version=version,
    ),
    "admissible": lambda cast, version: screening.declare_admissible(
        cast.application, by=cast.officer, now=timezone.now(), version=version
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_first_act_of_an_officer_ends_it_and_what_was_sent_is_read(act):
    cast = sent()
    reopening.reopen(cast.application, by=cast.holder, now=timezone.now())
    write(cast)

    ACTS[act](cast, fresh(cast).version)

    with pytest.raises(reopening.ReopeningRefused, match="ne se modifie plus"):
        reopening.send_again(cast.application, by=cast.holder, now=timezone.now())
    with pytest.raises(draft.NotADraft):
        write(cast, "Trop tard")
    assert (Reopening.objects.get().end, read_by_officers(cast)) == ("overtaken", BEFORE)
    assert Mail.objects.filter(template="examination_started").count() == 1


def test_what_was_being_typed_when_the_examination_started_is_shown(signed_in):
    cast = sent()
    client = signed_in(cast.holder)
    client.post(page(cast, "reopen"))
    assign(cast)

    response = client.post(page(cast, "step", 1), {"r_besoin": "Ce que j’écrivais", "v_besoin": 1})

    assert "Ce que j’écrivais" in response.text
    assert read_by_officers(cast) == BEFORE


def test_officer_whose_page_is_older_than_the_new_sending_is_told():
    cast = sent()
    version = cast.application.version
    reopening.reopen(cast.application, by=cast.holder, now=timezone.now())
    reopening.send_again(cast.application, by=cast.holder, now=timezone.now())

    with pytest.raises(screening.Stale):
        assign(cast, version)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"editable_after_sending": False}, "ne permet pas"),
        ({"closes_at": timezone.now() - dt.timedelta(minutes=1)}, "a fermé le"),
    ],
)
def test_call_that_does_not_allow_it_or_has_closed_says_so(signed_in, change, words):
    cast = sent()
    type(cast.call).objects.filter(pk=cast.call.pk).update(**change)

    response = signed_in(cast.holder).post(page(cast, "reopen"), follow=True)

    assert words in next(str(message) for message in response.context["messages"])
    assert not Reopening.objects.exists()


@pytest.mark.parametrize("state", sorted(set(State) - {State.SUBMITTED, State.DRAFT}))
def test_no_other_state_is_opened_again(state):
    cast = sent()
    Application.objects.filter(pk=cast.application.pk).update(state=state)

    with pytest.raises(reopening.ReopeningRefused, match="ne se modifie plus"):
        reopening.reopen(cast.application, by=cast.holder, now=timezone.now())


def test_incomplete_changes_are_not_sent_and_the_file_stays_as_it_was(signed_in):
    cast = sent()
    client = signed_in(cast.holder)
    client.post(page(cast, "reopen"))
    write(cast, "")

    response = client.post(page(cast, "send_again"))

    assert (response.url, read_by_officers(cast)) == (page(cast, "review"), BEFORE)


def test_given_up_changes_leave_the_file_and_wait_in_the_form(signed_in):
    cast = sent()
    client = signed_in(cast.holder)
    client.post(page(cast, "reopen"))
    write(cast)

    client.post(page(cast, "give_up"))

    assert (Reopening.objects.get().end, read_by_officers(cast)) == ("given_up", BEFORE)
    assert client.get(page(cast, "step", 1)).status_code == 302
