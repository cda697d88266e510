"""The questions of a call written by an officer: sheet by sheet, moved, copied, corrected, without a code typed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes import calls, filling_time, revisions
from programmes.models import Question
from programmes.questions import copy_questions
from tests import factories
from tests.cast import build_cast

pytestmark = pytest.mark.django_db

K = Question.Kind


@pytest.fixture
def cast():
    return build_cast()


@pytest.fixture
def form(cast):
    return calls.form_of(cast.call)


@pytest.fixture
def desk(signed_in, cast):
    return signed_in(cast.officer)


def address(name, *args):
    return reverse(f"admin:programmes_{name}", args=args)


def typed(**fields):
    return {
        "section": "Votre modèle",
        "kind": "short",
        "label": "Quel prix ?",
        "readers": "all",
        "required": "on",
        **fields,
    }


def ask(form, code, position, **fields):
    return factories.QuestionFactory(revision=form, code=code, position=position, label=code.capitalize(), **fields)


def labels(form):
    return [(question.section, question.label) for question in form.questions.asked_alone()]


def test_a_question_gets_a_place_and_a_code_from_its_words(desk, form):
    ask(form, "besoin", 1, section="Votre modèle")

    answer = desk.post(address("question_add", form.pk), typed(kind="amount", label="Quel prix envisagez-vous ?"))

    question = Question.objects.get(kind="amount")
    assert answer.url == f"{address('formrevision_change', form.pk)}#question-{question.pk}"
    assert (question.code, question.position, question.version) == ("quel-prix-envisagez-vous", 2, 1)
    assert question.label == "Quel prix envisagez-vous\u00a0?"


def test_the_next_question_is_offered_in_the_same_part(desk, form):
    answer = desk.post(address("question_add", form.pk), typed(another="1"))

    assert 'value="Votre modèle"' in desk.get(answer.url).content.decode()


def test_parts_keep_the_order_in_which_they_were_written(desk, form):
    written = [("Votre projet", "Besoin"), ("Votre projet", "Étape"), ("Votre structure", "Équipe")]
    for section, label in [*written, ("Votre structure", "Budget")]:
        desk.post(address("question_add", form.pk), typed(section=section, label=label))

    assert labels(form) == [*written, ("Votre structure", "Budget")]


def test_a_question_that_goes_to_another_part_does_not_bring_it_forward(desk, form):
    first = ask(form, "besoin", 1, section="Votre projet")
    ask(form, "étape", 2, section="Votre projet")
    ask(form, "équipe", 3, section="Votre structure")

    data = typed(section="Votre structure", label="Besoin", version=first.version)
    desk.post(address("question_edit", form.pk, first.pk), data)

    assert labels(form) == [("Votre projet", "Étape"), ("Votre structure", "Équipe"), ("Votre structure", "Besoin")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "one", "options": "Les habitants"}, "au moins deux choix"),
        ({"kind": "scale", "least": "1", "most": "40"}, "de 2 à 11 degrés"),
        ({"kind": "file"}, "Ce champ est obligatoire"),
        ({"kind": "table", "options": ""}, "au moins une ligne"),
        ({"kind": "number", "least": "9", "most": "1"}, "ne peut pas dépasser"),
        ({"kind": "many", "options": "a\nb", "least": "3"}, "pas autant de choix"),
        ({"shown_0_code": "avant", "shown_0_operator": "is", "shown_0_value": "Peut-être"}, "n’est pas un choix"),
        ({"shown_0_code": "avant", "shown_0_operator": "gte", "shown_0_value": "3"}, "ne peut pas se comparer ainsi"),
        ({"shown_0_code": "avant", "shown_0_operator": "is", "shown_0_value": ""}, "Dites à quoi comparer"),
        ({"shown_0_code": "jamais", "shown_0_operator": "filled"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_wrong_sheet_is_refused_with_a_sentence(desk, form, fields, sentence):
    ask(form, "avant", 1, kind=K.YES_NO)

    answer = desk.post(address("question_add", form.pk), typed(**fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert form.questions.count() == 1


def test_a_condition_is_written_in_plain_words(desk, form):
    ask(form, "opco", 1, kind=K.YES_NO)

    desk.post(
        address("question_add", form.pk),
        typed(label="Lequel ?", shown_0_code="opco", shown_0_operator="is", shown_0_value="OUI"),
    )

    question = Question.objects.get(label__startswith="Lequel")
    assert question.shown_if == {"join": "all", "tests": [{"code": "opco", "operator": "is", "value": "oui"}]}
    assert (
        "posée si «\u00a0Opco\u00a0» est «\u00a0Oui\u00a0»"
        in desk.get(address("formrevision_change", form.pk)).content.decode()
    )


def test_a_question_moved_before_what_it_rests_on_is_told(desk, form):
    ask(form, "opco", 1, kind=K.YES_NO)
    condition = {"join": "all", "tests": [{"code": "opco", "operator": "is", "value": "oui"}]}
    second = ask(form, "nom", 2, shown_if=condition)

    desk.post(address("question_act", form.pk, second.pk, "monter"))

    assert "ne vient pas avant celle-ci" in desk.get(address("formrevision_change", form.pk)).content.decode()
    assert "ne vient pas avant celle-ci" in revisions.faults(form)[0]


def test_the_kind_is_changed_without_losing_what_was_typed(desk, form):
    question = ask(form, "prix", 1)

    page = desk.post(
        address("question_edit", form.pk, question.pk),
        typed(kind="one", label="Qui paie, au juste ?", shape="1", version=1),
    ).content.decode()

    assert "Qui paie, au juste ?" in page
    assert 'name="options"' in page
    assert 'name="max_length"' not in page
    assert Question.objects.get().kind == K.LONG


def test_two_officers_never_overwrite_each_other(desk, form):
    question = ask(form, "prix", 1)
    sheet = address("question_edit", form.pk, question.pk)
    desk.post(sheet, typed(label="Premier texte", version=1))

    late = desk.post(sheet, typed(label="Second texte", version=1))
    again = desk.post(sheet, typed(label="Second texte", version=2))

    page = late.content.decode()
    assert late.status_code == 409
    assert "Premier texte" in page
    assert "Second texte" in page
    assert again.status_code == 302


def test_a_question_changed_meanwhile_is_not_deleted(desk, form):
    question = ask(form, "prix", 1)
    Question.objects.update(version=2)

    desk.post(address("question_act", form.pk, question.pk, "supprimer"), {"version": "1"})
    kept = form.questions.count()
    desk.post(address("question_act", form.pk, question.pk, "supprimer"), {"version": "2"})

    assert (kept, form.questions.count()) == (1, 0)


def test_questions_move_from_part_to_part(desk, form):
    ask(form, "un", 1, section="A")
    ask(form, "deux", 2, section="A")
    three = ask(form, "trois", 3, section="B")

    desk.post(address("question_act", form.pk, three.pk, "monter"))
    entered = labels(form)
    desk.post(address("question_act", form.pk, three.pk, "monter"))

    assert entered == [("A", "Un"), ("A", "Deux"), ("A", "Trois")]
    assert labels(form) == [("A", "Un"), ("A", "Trois"), ("A", "Deux")]


def test_a_question_is_put_after_another_in_one_go(desk, form):
    first, *_, last = [ask(form, f"q{number}", number, section="A") for number in range(1, 6)]

    desk.post(
        address("question_edit", form.pk, last.pk),
        typed(section="B", label="Q5", kind="long", after=first.pk, version=1),
    )

    assert labels(form)[:2] == [("A", "Q1"), ("A", "Q5")]


def test_a_group_is_copied_with_its_questions(desk, form):
    group = ask(form, "equipe", 1, kind=K.GROUP)
    ask(form, "nom", 2, parent=group)

    desk.post(address("question_act", form.pk, group.pk, "dupliquer"))

    copied = form.questions.asked_alone().last()
    assert copied.label == "Equipe (copie)"
    assert [sub.label for sub in copied.children.all()] == ["Nom"]
    assert form.questions.count() == 4


def test_a_copied_form_keeps_its_groups_and_conditions(cast, form):
    group = ask(form, "equipe", 2, kind=K.GROUP)
    ask(form, "nom", 1, parent=group)
    other = factories.FormRevisionFactory(call=factories.CallFactory(programme=cast.programme))

    copy_questions(form, other)

    assert other.questions.get(code="nom").parent == other.questions.get(code="equipe")
    assert form.questions.count() == other.questions.count() == 2


def test_the_parts_are_renamed(desk, form):
    ask(form, "un", 1, section="A")

    desk.post(address("form_part", form.pk), {"old": "A", "new": "Votre équipe"})

    assert labels(form) == [("Votre équipe", "Un")]


def test_a_frozen_form_refuses_every_writing(desk, form):
    question = ask(form, "un", 1)
    form.frozen_at = timezone.now()
    form.save()

    page = desk.get(address("formrevision_change", form.pk)).content.decode()
    answers = [
        desk.post(address("question_add", form.pk), typed()).status_code,
        desk.post(address("question_edit", form.pk, question.pk), typed(version=1)).status_code,
        desk.post(address("question_act", form.pk, question.pk, "supprimer"), {"version": "1"}).status_code,
    ]

    assert "Ce formulaire est figé" in page
    assert answers == [403, 403, 403]
    assert labels(form) == [("Votre projet", "Un")]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_questions_takes_the_same_queries(desk, form, count, django_assert_num_queries):
    for number in range(count):
        ask(form, f"q{number}", number)

    with django_assert_num_queries(11):
        desk.get(address("formrevision_change", form.pk))


def test_the_preview_stores_nothing(desk, cast, form):
    ask(form, "opco", 1, kind=K.YES_NO)
    condition = {"join": "all", "tests": [{"code": "opco", "operator": "is", "value": "oui"}]}
    ask(form, "nom", 2, shown_if=condition)
    preview = reverse("admin:applications_form_preview", args=[form.pk])

    page = desk.get(preview)
    tried = desk.post(preview, {"r_opco": "oui"})

    assert "rien n’est enregistré" in page.content.decode()
    assert tried.context["form"].errors == {"r_nom": ["Répondez à cette question."]}
    assert not cast.application.answers.exists()


@pytest.mark.parametrize(
    ("kinds", "minutes"),
    [([], 0), (["yes_no"], 5), (["long"], 5), (["long"] * 6, 30), (["file"] * 3, 10), (["one"] * 40, 10)],
)
def test_the_time_to_fill_grows_with_the_form(kinds, minutes):
    questions = [Question(kind=kind, label="Une question ?", options="a\nb") for kind in kinds]

    assert filling_time.minutes(questions) == minutes


def test_a_question_under_condition_counts_for_half():
    plain = Question(kind=K.LONG, label="Pourquoi ?")
    perhaps = Question(kind=K.LONG, label="Pourquoi ?", shown_if={"tests": [{"code": "x"}]})

    assert filling_time.seconds_of(perhaps) * 2 == filling_time.seconds_of(plain)
