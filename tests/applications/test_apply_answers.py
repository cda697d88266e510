import pytest

from applications import answers
from programmes.models import Question

Kind = Question.Kind


def question(kind, **fields):
    return Question(kind=kind, label="Une question", **fields)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.SHORT, "  Une épicerie  ", "Une épicerie"),
        (Kind.LONG, "Ligne\r\nsuivante", "Ligne\nsuivante"),
        (Kind.NUMBER, "1 250", "1250"),
        (Kind.NUMBER, "3,5", "3.5"),
        (Kind.NUMBER, "trois", "trois"),
        (Kind.NUMBER, "1e3", "1000"),
        (Kind.NUMBER, "NaN", "NaN"),
        (Kind.NUMBER, "1e999999", "1e999999"),
        (Kind.AMOUNT, "12 500,50 €", "12500.50"),
        (Kind.DATE, "2027-06-14", "2027-06-14"),
        (Kind.DATE, "14/06/2027", "2027-06-14"),
        (Kind.DATE, "31/02/2027", "31/02/2027"),
        (Kind.MANY, ["Le statut"], ["Le statut"]),
        (Kind.MANY, None, []),
        (Kind.YES_NO, "oui", "oui"),
        (Kind.SHORT, None, ""),
    ],
)
def test_read_keeps_what_was_typed(kind, typed, kept):
    assert answers.read(question(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (Kind.NUMBER, "trois", "Écrivez un nombre, par exemple 12."),
        (Kind.NUMBER, "NaN", "Écrivez un nombre, par exemple 12."),
        (Kind.AMOUNT, "-5", "Écrivez un montant en euros, par exemple 1 250."),
        (Kind.AMOUNT, "beaucoup", "Écrivez un montant en euros, par exemple 1 250."),
        (Kind.DATE, "31/02/2027", "Écrivez une date, par exemple 14/06/2027."),
        (Kind.ONE, "Peut-être", "Choisissez parmi les réponses proposées."),
        (Kind.MANY, ["Le statut", "Autre"], "Choisissez parmi les réponses proposées."),
        (Kind.YES_NO, "peut-être", "Choisissez parmi les réponses proposées."),
    ],
)
def test_problem_says_what_to_mend(kind, value, sentence):
    assert answers.problem(question(kind, options="Le statut\nLe modèle"), value) == sentence


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.SHORT, "Une épicerie"),
        (Kind.NUMBER, "-3.5"),
        (Kind.AMOUNT, "0"),
        (Kind.DATE, "2027-06-14"),
        (Kind.ONE, "Le statut"),
        (Kind.MANY, ["Le statut", "Le modèle"]),
        (Kind.YES_NO, "non"),
        (Kind.LONG, ""),
        (Kind.NUMBER, None),
    ],
)
def test_no_problem(kind, value):
    assert answers.problem(question(kind, options="Le statut\nLe modèle"), value) == ""


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        (10, ""),
        (11, "Ce texte compte 11 caractères, la limite est de 10. Raccourcissez-le de 1 caractère."),
        (1_612, "Ce texte compte 1 612 caractères, la limite est de 10. Raccourcissez-le de 1 602 caractères."),
    ],
)
def test_problem_of_a_text_too_long(length, sentence):
    assert answers.problem(question(Kind.LONG, max_length=10), "é" * length) == sentence


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.AMOUNT, "12500.50", "12 500,50 €"),
        (Kind.NUMBER, "3.5", "3,5"),
        (Kind.NUMBER, "trois", "trois"),
        (Kind.DATE, "2027-09-01", "1er septembre 2027"),
        (Kind.DATE, "bientôt", "bientôt"),
        (Kind.YES_NO, "oui", "Oui"),
        (Kind.MANY, ["Le statut", "Le modèle"], "Le statut, Le modèle"),
        (Kind.LONG, None, ""),
    ],
)
def test_shown_in_words(kind, value, words):
    assert answers.shown(kind, value) == words
