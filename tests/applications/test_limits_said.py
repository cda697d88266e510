"""Every limit is said before: on the page of each kind of question, and beside every control that takes a file."""

import pytest
from django.urls import reverse

from applications import answers
from programmes.models import Question
from tests import factories
from tests.applications.asking import ask as ask_the_team
from tests.applications.asking import item, sent
from tests.applications.test_form_kinds import ask, group, kept, post, step
from tests.uploads import HOSTILE, pdf, upload

pytestmark = pytest.mark.django_db
K = Question.Kind
FILES = "PDF, document bureautique (docx, xlsx, pptx, odt, ods, odp) ou image (jpg, png, webp)"
WEIGHT = "10 Mo"
FAMILIES = ["html named pdf", "empty", "zip bomb", "macro inside", "double extension", "cut pdf"]
SAID = {
    K.SHORT: ({"least": 3, "max_length": 40}, "3 caractères au moins. 40 caractères au plus."),
    K.LONG: ({"least": 3, "max_length": 40}, "40 caractères au plus"),
    K.NUMBER: ({"least": 1, "most": 9}, "1 au moins, 9 au plus."),
    K.AMOUNT: ({"most": 5000}, "0 € au moins, 5 000 € au plus."),
    K.MANY: ({"options": "Bois\nFer\nLin", "least": 1, "most": 2}, "1 réponse au moins, 2 réponses au plus."),
    K.COMMUNE: ({}, "commune"),
    K.SIRET: ({}, "14 chiffres"),
    K.SIREN: ({}, "9 chiffres"),
    K.FILE: ({}, f"{FILES}, {WEIGHT} au plus."),
    K.TABLE: (
        {"options": "Loyer", "free_rows": True, "most": 2},
        "Vous pouvez ajouter 2 lignes au plus, d’un nom de 120 caractères au plus.",
    ),
}
BY_THEMSELVES = {K.DATE, K.ONE, K.YES_NO, K.SCALE}  # what is offered is the limit
USUAL = {K.SHORT: "300 caractères au plus.", K.LONG: "10 000 caractères au plus"}


def words(response):
    """The text of a page without no-break spaces."""
    return response.text.replace("\u00a0", " ")


def test_every_kind_is_looked_at():
    assert set(SAID) | BY_THEMSELVES | {K.GROUP} == set(K)


@pytest.mark.parametrize("kind", SAID)
def test_the_limit_of_a_question_is_on_its_page_before_anything_is_typed(signed_in, cast, kind):
    fields, sentence = SAID[kind]
    ask(cast.application, kind, **fields)

    assert sentence in words(signed_in(cast.holder).get(step(cast.application)))


@pytest.mark.parametrize("kind", USUAL)
def test_a_text_without_a_limit_of_its_own_says_the_usual_one(signed_in, cast, kind):
    ask(cast.application, kind)

    assert USUAL[kind] in words(signed_in(cast.holder).get(step(cast.application)))


def test_a_group_says_how_many_entries_it_takes(signed_in, cast):
    group(cast.application, least=1, most=4)

    page = words(signed_in(cast.holder).get(step(cast.application)))

    assert "1 au moins, 4 au plus." in page
    assert "300 caractères au plus." in page  # of the text inside


def test_the_name_of_a_free_line_is_never_cut(signed_in, cast):
    question = ask(cast.application, K.TABLE, options="Loyer", free_rows=True, most=2)
    name = "Une ligne au nom très long, " * 6

    answer = post(
        signed_in(cast.holder),
        cast.application,
        r_q__0___=1,
        r_q__0__amount="10",
        r_q__1___=1,
        r_q__1__label=name,
        r_q__1__amount="5",
    )

    assert [row["label"] for row in kept(cast.application)] == ["Loyer", name.strip()]
    assert "120 caractères au plus" in answer.context["form"].errors["r_q"][0]
    assert answers.words(question, kept(cast.application)).count(name.strip()) == 1


# Every control that takes a file


def of_a_draft(cast):
    wanted = factories.CallDocumentFactory(call=cast.call)
    page = reverse("applications:documents", args=[cast.application.pk])
    return page, reverse("applications:document_give", args=[cast.application.pk, wanted.pk]), f"d{wanted.pk}-file", {}


def of_a_question(cast):
    ask(cast.application, K.FILE)
    return step(cast.application), step(cast.application), "r_q", {"continue": "1"}


def of_a_project(cast):
    page = reverse("projects:document_add", args=[cast.project.pk])
    return page, page, "file", {"kind": factories.DocumentKindFactory().pk}


def newer_version(cast):
    document = factories.ProjectDocumentFactory(project=cast.project)
    page = reverse("projects:document_replace", args=[document.pk])
    return page, page, "file", {}


def of_a_message(cast):
    factories.ApplicationFactory._meta.model.objects.filter(pk=cast.application.pk).update(
        state="submitted", number="C-2027-0001"
    )
    page = reverse("applications:thread", args=[cast.application.pk])
    return page, page, "files", {"body": "Bonjour", "key": "7e1f8a52-5a1c-4d3e-9f5b-2f8f1d1c0a01"}


DOORS = [of_a_draft, of_a_question, of_a_project, newer_version, of_a_message]


@pytest.mark.parametrize("door", DOORS)
def test_a_control_says_its_formats_and_weight_then_refuses_by_a_sentence_and_takes_the_good_file(
    signed_in, cast, door
):
    page, address, name, fields = door(cast)
    client = signed_in(cast.holder)
    before = words(client.get(page))
    refused = {}

    for case in FAMILIES:
        answer = client.post(address, {**fields, name: upload(*HOSTILE[case])})
        errors = answer.context["form"].errors if answer.status_code == 200 else {}
        refused[case] = [sentence.endswith(".") for sentences in errors.values() for sentence in sentences]
    taken = client.post(address, {**fields, name: upload("statuts.pdf", pdf())})

    assert FILES in before
    assert WEIGHT in before
    assert refused == {case: [True] for case in FAMILIES}
    assert taken.status_code == 302


def test_an_item_that_officers_ask_for_says_the_same_limits(signed_in):
    cast = sent()
    asked = item(ask_the_team(cast), "document")
    page = reverse("applications:request_item", args=[cast.application.pk, asked.pk])
    client = signed_in(cast.holder)

    before = words(client.get(page))
    refused = [client.post(page, {"file": upload(*HOSTILE[case])}).context["form"].errors for case in FAMILIES]
    taken = client.post(page, {"file": upload("rib.pdf", pdf())})

    assert f"{FILES}, {WEIGHT} au plus." in before
    assert [list(errors) for errors in refused] == [["file"]] * len(FAMILIES)
    assert taken.status_code == 302


def test_a_thread_says_how_many_files_and_characters_a_message_holds(signed_in, cast):
    page, *_ = of_a_message(cast)

    text = words(signed_in(cast.holder).get(page))

    assert "5 fichiers au plus, 10 Mo chacun." in text
    assert "5 000 caractères au plus" in text
