"""What the doors of a form hold, whoever comes by a page opened too early: frozen, published once, told whole."""

import pytest
from django.utils import timezone

from programmes import calls, question_editing, revisions
from programmes.form_changes import difference
from programmes.models import Question
from tests import factories
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


@pytest.fixture
def cast():
    return build_cast()


@pytest.fixture
def frozen(cast):
    """The form of the call, with one question, frozen since the page of that question was opened."""
    form = calls.form_of(cast.call)
    factories.QuestionFactory(revision=form, code="un", label="Un ?")
    form.frozen_at = now()
    form.save()
    return form


@pytest.mark.parametrize(
    "act",
    [
        lambda question: question_editing.create(Question(revision=question.revision, label="Deux ?")),
        lambda question: question_editing.update(question, question.version),
        lambda question: question_editing.delete(question, question.version),
        question_editing.duplicate,
        lambda question: question_editing.rename_part(question.revision, question.section, "Ailleurs"),
    ],
    ids=["create", "update", "delete", "duplicate", "rename"],
)
def test_a_form_frozen_meanwhile_is_not_written_any_more(frozen, act):
    question = frozen.questions.get()

    with pytest.raises(question_editing.QuestionRefused, match="figé"):
        act(question)

    assert [(one.label, one.version) for one in frozen.questions.all()] == [("Un ?", question.version)]


def test_the_page_of_a_published_correction_publishes_no_other(cast, frozen):
    first = revisions.correct(cast.call, by=cast.officer)
    revisions.publish(first, "Premier mot.", by=cast.officer, now=now())
    second = revisions.correct(cast.call, by=cast.officer)

    with pytest.raises(revisions.FormRefused, match="déjà publiée"):
        revisions.publish(first, "Premier mot.", by=cast.officer, now=now())

    second.refresh_from_db()
    assert (second.frozen_at, second.change_note) == (None, "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"required": False}, "ce qui est obligatoire a changé"),
        ({"label": "Deux ?"}, "reformulée"),
        ({"section": "Ailleurs"}, "elle est maintenant dans"),
        ({"help_text": "En une phrase."}, "l’aide a changé"),
        ({"max_length": 12}, "limites"),
        ({"shown_if": {"join": "all", "tests": []}}, "plus posée dans les mêmes cas"),
        ({}, ""),
    ],
)
def test_each_change_of_a_question_is_said(frozen, change, words):
    old = frozen.questions.get()
    new = Question.objects.get(pk=old.pk)
    new.required = old.required = True
    for name, value in change.items():
        setattr(new, name, value)

    said = difference(old, new)

    assert words in said if words else said == ""
