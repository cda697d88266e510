"""Questions under conditions: asked again by the server, kept when hidden, out of what is sent; required in time."""

import datetime as dt

import pytest
from django.urls import reverse

from applications import answers, completeness, draft, reading, submission
from programmes import conditions
from programmes.models import Question
from tests.applications.test_form_kinds import ask, kept, post, step
from tests.factories import QuestionFactory
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db

K = Question.Kind


def when(code, operator, value="", join="all", **other):
    return {"join": join, "tests": [{"code": code, "operator": operator, "value": value, **other}]}


@pytest.fixture
def application(cast):
    return cast.application


@pytest.fixture
def opco(application):
    """A yes or no, and the question that « oui » opens."""
    first = ask(application, K.YES_NO, "opco", label="Un OPCO ?", position=1)
    return first, ask(application, K.SHORT, "nom", label="Lequel ?", position=2, shown_if=when("opco", "is", "oui"))


@pytest.mark.parametrize(
    ("kind", "value", "operator", "words", "met"),
    [
        (K.YES_NO, "oui", "is", "oui", True),
        (K.YES_NO, "non", "is", "oui", False),
        (K.YES_NO, "non", "is_not", "oui", True),
        (K.YES_NO, None, "is_not", "oui", False),
        (K.YES_NO, "", "filled", "", False),
        (K.YES_NO, None, "blank", "", True),
        (K.ONE, "Bois", "is_not", "Fer", True),
        (K.MANY, ["Bois", "Fer"], "contains", "Fer", True),
        (K.MANY, ["Bois"], "contains", "Fer", False),
        (K.MANY, ["Bois"], "lacks", "Fer", True),
        (K.MANY, [], "lacks", "Fer", False),
        (K.NUMBER, "3", "gte", "3", True),
        (K.NUMBER, "2.5", "gte", "3", False),
        (K.NUMBER, "3.0", "is", "3", True),
        (K.NUMBER, "trois", "gte", "3", False),
        (K.AMOUNT, "1250", "lte", "1 250 €", True),
        (K.SCALE, "4", "gte", "4", True),
        (K.DATE, "2027-06-14", "gte", "14/06/2027", True),
        (K.DATE, "2027-06-13", "gte", "14/06/2027", False),
        (K.SHORT, "Une Épicerie", "contains", "epicerie", True),
        (K.COMMUNE, {"code": "97411", "label": "Saint-Denis, La Réunion (974)"}, "contains", "réunion", True),
        (K.GROUP, [{"nom": "Nour"}, {"nom": ""}], "gte", "2", False),
        (K.GROUP, [{"nom": "Nour"}, {"nom": "Idriss"}], "gte", "2", True),
        (K.TABLE, [{"label": "a", "amount": "600"}, {"label": "b", "amount": "400"}], "gte", "1000", True),
    ],
)
def test_a_condition_reads_the_answer(kind, value, operator, words, met):
    question = Question(kind=kind, code="q", label="Une question", options="Bois\nFer")

    assert conditions.holds(when("q", operator, words), {"q": value}, {"q": question}) is met


def test_conditions_join_by_all_or_any():
    questions = {code: Question(kind=K.YES_NO, code=code, label=code) for code in "ab"}
    tests = [{"code": code, "operator": "is", "value": "oui"} for code in "ab"]
    values = {"a": "oui", "b": "non"}

    assert not conditions.holds({"join": "all", "tests": tests}, values, questions)
    assert conditions.holds({"join": "any", "tests": tests}, values, questions)


def test_a_question_hidden_behind_a_hidden_one_is_hidden():
    a = Question(kind=K.YES_NO, code="a", label="a")
    b = Question(kind=K.YES_NO, code="b", label="b", shown_if=when("a", "is", "oui"))
    c = Question(kind=K.SHORT, code="c", label="c", shown_if=when("b", "is", "oui"))

    assert conditions.asked([a, b, c], {"a": "non", "b": "oui", "c": "x"}) == [a]


def test_saving_reveals_the_question_and_asks_again(signed_in, cast, application, opco):
    client = signed_in(cast.holder)

    first = post(client, application, r_opco="oui", r_nom="")
    second = post(client, application, r_opco="oui", r_nom="Uniformation", v_opco=1)

    page = first.content.decode()
    assert first.status_code == 200
    assert "De nouvelles questions s’ouvrent" in page
    assert second.status_code == 302
    assert kept(application, "nom") == "Uniformation"


def test_an_optional_question_is_shown_again_too_unless_the_page_had_opened_it(signed_in, cast, application, opco):
    Question.objects.filter(code="nom").update(required=False)
    client = signed_in(cast.holder)

    without_script = post(client, application, r_opco="oui", r_nom="")
    application.answers.all().delete()
    with_script = post(client, application, r_opco="oui", r_nom="", live="1")

    assert (without_script.status_code, with_script.status_code) == (200, 302)


def test_a_hidden_answer_is_kept_and_nobody_reads_it(signed_in, cast, application, opco):
    client = signed_in(cast.holder)
    post(client, application, r_opco="oui", r_nom="Uniformation", live="1")

    answer = post(client, application, r_opco="non", r_nom="Uniformation", v_opco=1, v_nom=1)

    application.refresh_from_db()
    told = str(submission.describe(application)) + str(reading.read(application, whole=True))
    assert answer.status_code == 302
    assert kept(application, "nom") == "Uniformation"
    assert completeness.missing(application) == []
    assert "Uniformation" not in told
    assert "Lequel ?" not in told


def test_a_hidden_question_is_in_the_page_but_not_to_be_seen(signed_in, cast, application, opco):
    page = signed_in(cast.holder).get(step(application)).content.decode()

    assert "&quot;name&quot;: &quot;r_opco&quot;" in page
    assert " hidden>" in page.split("data-asked-if")[1].split("<label")[0]


def other_part(application):
    condition = when("opco", "is", "oui")
    return QuestionFactory(revision=application.revision, section="Votre OPCO", code="plus", shown_if=condition)


def test_a_part_of_which_nothing_is_asked_is_no_step(signed_in, cast, application, opco):
    QuestionFactory(
        revision=application.revision, section="Votre OPCO", code="plus", shown_if=when("opco", "is", "oui")
    )
    client = signed_in(cast.holder)
    hidden = client.get(step(application)).context["stops"]
    post(client, application, r_opco="oui", r_nom="x", live="1")

    shown = client.get(step(application)).context["stops"]

    assert [stop["label"] for stop in hidden] == ["Votre projet", "Relire et envoyer"]
    assert [stop["label"] for stop in shown] == ["Votre projet", "Votre OPCO", "Relire et envoyer"]


def test_text_sent_to_a_part_hidden_meanwhile_is_kept(signed_in, cast, application, opco):
    QuestionFactory(
        revision=application.revision, section="Votre OPCO", code="plus", shown_if=when("opco", "is", "oui")
    )

    answer = signed_in(cast.holder).post(
        reverse("applications:step", args=[application.pk, 2]), {"r_plus": "Écrit trop tard", "continue": "1"}
    )

    assert answer.status_code == 302
    assert kept(application, "plus") == "Écrit trop tard"


@pytest.mark.parametrize(
    ("day", "missing"), [(dt.date(2027, 3, 1), []), (dt.date(2027, 3, 2), ["q"]), (dt.date(2028, 1, 1), ["q"])]
)
def test_an_answer_is_awaited_from_a_day_on(application, day, missing):
    ask(application, K.SHORT, required_from=dt.date(2027, 3, 2))

    assert [gap.key for gap in completeness.missing(application, day)] == missing


def test_an_answer_is_awaited_under_a_condition(cast, application):
    first = ask(application, K.NUMBER, "salaries", position=1)
    ask(application, K.SHORT, "accord", position=2, required_if=when("salaries", "gte", "11"))

    found = []
    for version, figure in enumerate(["3", "11"]):
        draft.save_answers(application, {first: figure}, {first.pk: version}, by=cast.holder)
        found.append([gap.key for gap in completeness.missing(application)])

    assert found == [[], ["accord"]]


def test_a_file_under_a_condition_leaves_with_it(signed_in, cast, application):
    ask(application, K.YES_NO, "budget", position=1)
    ask(application, K.FILE, position=2, shown_if=when("budget", "is", "oui"))
    client = signed_in(cast.holder)
    post(client, application, files={"r_q": upload("budget.pdf", pdf())}, r_budget="oui")
    given = application.attachments.count()

    post(client, application, r_budget="non", v_budget=1, v_q=1)

    assert (given, application.attachments.count()) == (1, 0)
    assert answers.values(application, answers.form(application.revision))["q"]["name"] == "budget.pdf"
