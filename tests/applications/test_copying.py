"""Taking up a former application: answers by code, documents that still hold, and what stays said with its reason."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import copying, draft
from applications.models import Application, Reuse
from tests.applications.asking import BEFORE, sent
from tests.factories import (
    ApplicationFactory,
    CallDocumentFactory,
    CallFactory,
    ProjectFactory,
    QuestionFactory,
    RuleFactory,
    TeamMemberFactory,
)
from tests.factories.helping import agreement_by

COPY, ELSEWHERE = 8, 6

pytestmark = pytest.mark.django_db


def scene(project=None, **question):
    """A file sent, and a draft of another call that asks one same question and the same document."""
    cast = sent()
    call = CallFactory(programme=cast.programme)
    application = ApplicationFactory(call=call, project=project(cast) if project else cast.project)
    QuestionFactory(revision=application.revision, **{"code": "besoin", "label": "Le besoin", **question})
    kind = cast.call.documents.get().kind
    CallDocumentFactory(call=call, kind=kind)
    return cast, application


def copy(cast, application):
    return copying.copy(application, cast.application, by=cast.holder, now=timezone.now())


def text_of(application):
    return list(application.answers.values_list("value", flat=True))


def test_same_code_and_valid_document_follow():
    cast, application = scene()

    reuse = copy(cast, application)

    assert text_of(application) == [BEFORE]
    assert application.attachments.get().document == cast.application.attachments.get().document
    assert (reuse.copied, reuse.left) == (["Le besoin", "Justificatif d’adhésion à la CRESS"], [])


def test_question_that_the_call_does_not_ask_and_conditions_stay_and_say_so():
    cast, application = scene(code="autre")
    RuleFactory(programme=cast.programme, operator="declared", value="")

    reuse = copy(cast, application)

    assert [why for _, why in reuse.left] == [
        "cet appel ne pose pas cette question",
        "à redire\u00a0: elles peuvent avoir changé",
    ]
    assert text_of(application) == []


@pytest.mark.parametrize(
    "question",
    [{"kind": "one", "options": "Oui\nNon"}, {"kind": "number"}, {"kind": "date"}],
)
def test_kind_that_cannot_hold_the_answer_leaves_it(question):
    cast, application = scene(**question)

    reuse = copy(cast, application)

    assert text_of(application) == []
    assert reuse.left[0] == ("Le besoin", "la réponse ne tient pas dans la question de cet appel")


def test_answer_already_written_is_never_replaced():
    cast, application = scene()
    question = application.revision.questions.get()
    draft.save_answers(application, {question: "Déjà écrit"}, {}, by=cast.holder)

    reuse = copy(cast, application)

    assert (text_of(application), reuse.left[0][1]) == (["Déjà écrit"], "vous y avez déjà répondu")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("valid_until", timezone.localdate() - dt.timedelta(days=1), "n’est plus valable"),
        ("removed_at", timezone.now(), "a quitté le projet"),
    ],
)
def test_document_that_no_longer_holds_stays_with_its_reason(field, value, why):
    cast, application = scene()
    document = cast.application.attachments.get().document
    setattr(document, field, value)
    document.save()

    reuse = copy(cast, application)

    assert (application.attachments.count(), why in reuse.left[0][1]) == (0, True)


def test_another_project_of_hers_gives_its_answers_and_not_its_documents():
    cast, application = scene(project=lambda cast: ProjectFactory(owner=cast.holder))

    reuse = copy(cast, application)

    assert (text_of(application), application.attachments.count()) == ([BEFORE], 0)
    assert "autre projet" in reuse.left[0][1]


def answered(project):
    application = ApplicationFactory(project=project)
    application.answers.create(question=QuestionFactory(revision=application.revision), value="Oui")
    return application


def test_sources_are_those_that_the_person_may_write_her_project_first():
    cast, application = scene()
    other = answered(ProjectFactory(owner=cast.holder))
    foreign = answered(ProjectFactory(owner=cast.stranger))

    assert list(copying.of_draft(application, cast.holder)) == [cast.application, other]
    assert list(copying.of_draft(application, cast.colleague)) == []
    with pytest.raises(copying.CopyRefused):
        copying.copy(application, foreign, by=cast.holder, now=timezone.now())


def test_who_fills_files_for_two_people_carries_nothing_from_one_to_the_other():
    cast, _ = scene()
    office = cast.prescriber.organisation_roles.get().actor
    one, another = (agreement_by(cast.prescriber, office).project for _ in range(2))
    theirs, again, foreign = answered(one), ApplicationFactory(project=one), answered(another)

    assert list(copying.of_draft(again, cast.prescriber)) == [theirs]
    with pytest.raises(copying.CopyRefused):
        copying.copy(again, foreign, by=cast.prescriber, now=timezone.now())


def test_hidden_question_is_not_said_to_be_filled():
    cast, application = scene(shown_if={"join": "all", "tests": [{"code": "avant", "operator": "is", "value": "oui"}]})
    QuestionFactory(revision=application.revision, code="avant", kind="yes_no", position=0)

    reuse = copy(cast, application)

    assert (text_of(application), reuse.left[0]) == ([], ("Le besoin", "elle ne se pose pas ici"))


@pytest.mark.parametrize(("days", "follows"), [(1, True), (-1, False)])
def test_file_that_answers_a_question_follows_while_it_is_valid(days, follows):
    cast, application = scene()
    document = cast.application.attachments.get().document
    document.valid_until = timezone.localdate() + dt.timedelta(days=days)
    document.save()
    for one in (cast.application, application):
        QuestionFactory(revision=one.revision, code="plan", kind="file", label="Le plan", document_kind=document.kind)
    held = {"document": str(document.pk), "name": "plan.pdf", "size": 20}
    cast.application.answers.create(question=cast.application.revision.questions.get(code="plan"), value=held)

    reuse = copy(cast, application)

    assert ("Le plan" in reuse.copied, held in text_of(application)) == (follows, follows)
    assert application.attachments.filter(question__code="plan").exists() is follows


def test_through_the_pages_from_the_call_to_what_was_copied(signed_in):
    cast = sent()
    call = CallFactory(programme=cast.programme)
    QuestionFactory(revision=call.revisions.create(number=1), code="besoin", label="Le besoin")
    client = signed_in(cast.holder)
    start = reverse("applications:start", args=[call.slug])

    offered = "reprise" in client.get(start).text
    page = client.post(start, {"projet": cast.project.pk, "reprise": "1"}).url
    client.post(page, {"source": cast.application.pk})

    application = Application.objects.get(call=call)
    assert (offered, page) == (True, reverse("applications:copy", args=[application.pk]))
    assert "Le besoin" in client.get(page).text
    assert text_of(application) == [BEFORE]


def test_application_of_somebody_else_is_not_found(signed_in):
    cast, application = scene()
    foreign = answered(ProjectFactory(owner=cast.stranger))
    client = signed_in(cast.holder)
    start = reverse("applications:start", args=[CallFactory(programme=cast.programme).slug])
    sent_there = {"projet": cast.project.pk, "de": foreign.pk}

    found = [
        client.post(reverse("applications:copy", args=[application.pk]), {"source": foreign.pk}),
        client.get(start, {"de": foreign.pk, "projet": "autre"}),
        client.get(start, sent_there),
        client.post(start, sent_there),
    ]

    assert [response.status_code for response in found] == [404] * 4
    assert Reuse.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "n’importe quoi"])
def test_no_choice_asks_for_one(signed_in, typed):
    cast, application = scene()

    response = signed_in(cast.holder).post(reverse("applications:copy", args=[application.pk]), {"source": typed})

    assert "Choisissez la candidature à reprendre." in response.text


def test_from_the_former_application_to_a_draft_of_another_call(signed_in):
    cast = sent()
    call = CallFactory(programme=cast.programme)
    QuestionFactory(revision=call.revisions.create(number=1), code="besoin", label="Le besoin")
    client = signed_in(cast.holder)
    elsewhere = reverse("applications:elsewhere", args=[cast.application.pk])
    link = f"{reverse('applications:start', args=[call.slug])}?projet={cast.project.pk}"

    shown = [
        elsewhere in client.get(cast.application.get_absolute_url()).text,
        f"{link}&amp;de={cast.application.pk}" in client.get(elsewhere).text,
        "Commencer avec ces réponses" in client.get(f"{link}&de={cast.application.pk}").text,
    ]
    client.post(link, {"projet": cast.project.pk, "de": cast.application.pk})

    assert shown == [True] * 3
    assert text_of(Application.objects.get(call=call)) == [BEFORE]


def test_what_was_copied_names_the_former_application_only_to_who_may_read_it(signed_in):
    cast, application = scene(project=lambda cast: ProjectFactory(owner=cast.holder))
    copy(cast, application)
    TeamMemberFactory(project=application.project, user=cast.stranger, role="editor")
    page = reverse("applications:copy", args=[application.pk])

    assert cast.project.title in signed_in(cast.holder).get(page).text
    assert cast.project.title not in signed_in(cast.stranger).get(page).text


@pytest.mark.parametrize("rows", [1, 3, 15])
def test_pages_ask_the_same_queries_at_any_number_of_rows(signed_in, django_assert_num_queries, rows):
    cast, application = scene()
    for _ in range(rows):
        answered(ProjectFactory(owner=cast.holder))
        CallFactory()
    copy(cast, application)
    client = signed_in(cast.holder)

    with django_assert_num_queries(COPY):
        client.get(reverse("applications:copy", args=[application.pk]))
    with django_assert_num_queries(ELSEWHERE):
        client.get(reverse("applications:elsewhere", args=[application.pk]))


def test_sent_file_takes_nothing_up(signed_in):
    cast, application = scene()

    response = signed_in(cast.holder).post(
        reverse("applications:copy", args=[cast.application.pk]), {"source": application.pk}
    )

    assert response.url == cast.application.get_absolute_url()
    with pytest.raises(draft.NotADraft):
        copying.copy(cast.application, application, by=cast.holder, now=timezone.now())
