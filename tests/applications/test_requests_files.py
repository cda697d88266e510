"""A file that answers a question is asked again, and given again, like any other answer."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import draft, reading, screening, workflow
from applications.forms.requests import AskForm
from applications.models import Application, Attachment, ItemReply
from programmes.models import Question
from tests.applications.asking import version
from tests.applications.ready import build_ready
from tests.factories import DocumentKindFactory, QuestionFactory
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(signed_in):
    """A sent file whose budget is a file; the officer asks for another one."""
    cast = build_ready()
    QuestionFactory(
        revision=cast.application.revision,
        section="Le budget",
        position=9999,
        code="budget",
        label="Votre budget",
        kind=Question.Kind.FILE,
        document_kind=DocumentKindFactory(code="budget"),
    )
    step = reverse("applications:step", args=[cast.application.pk, 2])
    signed_in(cast.holder).post(step, {"r_budget": upload("avant.pdf", pdf(b"avant")), "continue": "1"})
    workflow.perform("submit", cast.application, by=cast.holder, now=timezone.now())
    return cast


def ask(cast, readers="all"):
    Question.objects.filter(code="budget").update(readers=readers)
    return screening.ask_for_documents(
        cast.application,
        [],
        corrections=[(Question.objects.get(code="budget"), "Sur trois ans")],
        message="",
        due_on=timezone.localdate() + dt.timedelta(days=9),
        by=cast.officer,
        now=timezone.now(),
        version=version(cast),
    ).items.get()


def page(cast, item):
    return reverse("applications:request_item", args=[cast.application.pk, item.pk])


def give(client, cast, item, name="apres.pdf"):
    return client.post(page(cast, item), {"r_budget": upload(name, pdf(name.encode())), "v_budget": 1})


def test_the_officer_may_tick_a_question_that_holds_a_file(cast):
    form = AskForm(subject=Application.objects.get(), officer=cast.officer)

    assert "Votre budget" in [label for _, label in form.fields["corrections"].choices]


def test_another_file_is_given_and_both_are_read(signed_in, cast):
    item = ask(cast)
    client = signed_in(cast.holder)

    shown = client.get(page(cast, item)).content.decode()
    answer = give(client, cast, item)

    reply = ItemReply.objects.get()
    names = [one.document.name for one in Attachment.objects.sent().filter(question__code="budget").order_by("pk")]
    words = dict(reading.read(Application.objects.get()).parts[1].answers)["Votre budget"]
    assert answer.status_code == 302
    assert all(sentence in shown for sentence in ("Sur trois ans", "avant.pdf", "Déposer la pièce"))
    assert (reply.former["name"], reply.value["name"], reply.attachment.document.name) == (
        "avant.pdf",
        "apres.pdf",
        "apres.pdf",
    )
    assert names == ["avant.pdf", "apres.pdf"]
    assert words.startswith("apres.pdf")
    assert "réponse revue depuis l’envoi" in words


def test_the_officer_opens_the_new_file_and_a_stranger_does_not(signed_in, cast):
    item = ask(cast)
    give(signed_in(cast.holder), cast, item)
    desk = reverse("admin:applications_requests", args=[cast.application.pk])
    document = reverse("admin:applications_document", args=[cast.application.pk, ItemReply.objects.get().attachment_id])

    read = signed_in(cast.officer).get(desk).content.decode()
    opened = signed_in(cast.officer).get(document)
    refused = signed_in(cast.other_officer).get(document)

    assert document in read
    assert "avant.pdf" in read
    assert (opened.status_code, refused.status_code) == (200, 404)
    assert opened.getvalue().startswith(b"%PDF")


def test_a_file_for_the_staff_stays_out_of_the_committee(signed_in, cast):
    item = ask(cast, readers="staff")

    give(signed_in(cast.holder), cast, item)

    assert not Attachment.objects.sent().for_committee().filter(question__code="budget").exists()


def test_the_same_file_is_no_new_answer(signed_in, cast):
    item = ask(cast)

    answer = signed_in(cast.holder).post(page(cast, item), {"v_budget": 1})

    assert answer.context["form"].errors == {"r_budget": ["Choisissez le nouveau fichier."]}
    assert not ItemReply.objects.exists()


def test_a_hostile_file_is_refused_at_its_field_and_the_good_one_accepted_after(signed_in, cast):
    item = ask(cast)
    client = signed_in(cast.holder)

    refused = client.post(page(cast, item), {"r_budget": upload("virus.pdf", b"MZ" + b"x" * 200), "v_budget": 1})
    accepted = give(client, cast, item)

    assert "r_budget" in refused.context["form"].errors
    assert (accepted.status_code, ItemReply.objects.count()) == (302, 1)


def test_only_its_question_opens(signed_in, cast):
    item = ask(cast)

    signed_in(cast.holder).post(page(cast, item), {"r_besoin": "Autre chose", "v_besoin": 1})

    assert not ItemReply.objects.exists()
    assert draft.existing(cast.project, cast.call).answers.get(question__code="besoin").version == 1
