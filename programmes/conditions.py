"""When a question is asked, when it must be answered: conditions on the answers to earlier questions.

A condition is plain data, {"join": "all" or "any", "tests": [{"code", "operator", "value"}]}; questions are named
by code, so that a copied form keeps its conditions. An answer that is not given meets nothing but « blank »; an
answer to a question that is not asked counts as not given.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from ess_portal.lib import french
from programmes import kinds
from programmes.kinds.base import BLANK, CONTAINS, FILLED, GTE, IS, IS_NOT, LACKS, LTE
from programmes.kinds.texts import has_words
from programmes.models import Question

MOST_TESTS = 3
VERBS = {
    IS: "est",
    IS_NOT: "n’est pas",
    CONTAINS: "contient",
    LACKS: "ne contient pas",
    GTE: "vaut au moins",
    LTE: "vaut au plus",
    FILLED: "a une réponse",
    BLANK: "n’a pas de réponse",
}
ALONE = frozenset({FILLED, BLANK})
JOINS = {"all": "toutes", "any": "une seule suffit"}
Values = Mapping[str, kinds.Value]


def tests_of(condition: dict) -> list[dict]:
    return condition.get("tests", []) if condition else []


def holds(condition: dict, values: Values, by_code: Mapping[str, Question]) -> bool:
    """Whether the answers meet a condition; an empty one is always met."""
    tests = tests_of(condition)
    if not tests:
        return True
    met = (meets(test, by_code.get(test["code"]), values.get(test["code"])) for test in tests)
    return any(met) if condition.get("join") == "any" else all(met)


def meets(test: dict, question: Question | None, value: kinds.Value) -> bool:
    operator, words = test["operator"], test.get("value", "")
    if question is None or kinds.of(question).is_blank(value):
        return operator == BLANK
    if operator in ALONE:
        return operator == FILLED
    if operator in (GTE, LTE):
        size, bound = kinds.of(question).size(value), kinds.of(question).bound(words)
        if size is None or bound is None:
            return False
        return size >= bound if operator == GTE else size <= bound
    found = words in value if isinstance(value, list) else equal_or_has(operator, question, value, words)
    return not found if operator in (IS_NOT, LACKS) else found


def equal_or_has(operator, question, value, words):
    kind = kinds.of(question)
    if operator in (CONTAINS, LACKS):
        return has_words(kind.shown(value), words)
    same_size = kind.size(value) is not None and kind.size(value) == kind.bound(words)
    return value == words or same_size


def asked(questions: Iterable[Question], values: Values) -> list[Question]:
    """Questions that the answers so far call for, in the order of the form."""
    found: list[Question] = []
    known: dict[str, kinds.Value] = {}
    by_code: dict[str, Question] = {}
    for question in questions:
        if holds(question.shown_if, known, by_code):
            found.append(question)
            by_code[question.code] = question
            known[question.code] = values.get(question.code)
    return found


def awaited(questions: Iterable[Question], values: Values, day: date) -> set[str]:
    """Codes of the questions asked that must be answered on `day`."""
    here = asked(questions, values)
    by_code = {question.code: question for question in here}
    known = {code: values.get(code) for code in by_code}
    return {
        question.code
        for question in here
        if question.required
        and (question.required_from is None or day >= question.required_from)
        and holds(question.required_if, known, by_code)
    }


def said(condition: dict, by_code: Mapping[str, Question]) -> str:
    """« “Forme de la structure” est “SCOP” et “Salariés” vaut au moins 3 »; empty for no condition."""
    parts = []
    for test in tests_of(condition):
        question = by_code.get(test["code"])
        about = f"«\u00a0{question.label}\u00a0»" if question else "une question supprimée"
        parts.append(" ".join(filter(None, [about, VERBS[test["operator"]], wording(question, test)])))
    return french.no_break((" ou " if condition and condition.get("join") == "any" else " et ").join(parts))


def wording(question, test):
    if test["operator"] in ALONE or question is None:
        return ""
    value = test["value"] if test["operator"] in (GTE, LTE) else kinds.of(question).shown(test["value"])
    return f"«\u00a0{value}\u00a0»"


def faults(question: Question, condition: dict, earlier: Mapping[str, Question]) -> list[str]:
    """What is wrong with a condition of `question`: it may name earlier questions only, and values that exist."""
    return [sentence for test in tests_of(condition) for sentence in faults_of(test, earlier)]


def faults_of(test, earlier):
    question = earlier.get(test["code"])
    if question is None:
        return ["Une condition porte sur une question qui ne vient pas avant celle-ci."]
    kind = kinds.of(question)
    if test["operator"] not in kind.operators:
        return [f"«\u00a0{question.label}\u00a0» ne peut pas se comparer ainsi."]
    if test["operator"] in ALONE:
        return []
    if not test.get("value"):
        return [f"Dites à quoi comparer «\u00a0{question.label}\u00a0»."]
    if test["operator"] in (GTE, LTE):
        return [] if kind.bound(test["value"]) is not None else [f"«\u00a0{test['value']}\u00a0» ne se compare pas."]
    pairs = getattr(kind, "pairs", None)
    offered = [value for value, _ in pairs(question)] if pairs else None
    if offered is not None and test["value"] not in offered:
        return [f"«\u00a0{test['value']}\u00a0» n’est pas un choix de «\u00a0{question.label}\u00a0»."]
    return []


def faults_by_question(questions: list[Question]) -> dict[int, list[str]]:
    """Every condition of a form that no longer stands, by question: after a move, a deletion, a change of choices."""
    found = {}
    earlier: dict[str, Question] = {}
    for question in questions:
        wrong = faults(question, question.shown_if, earlier) + faults(question, question.required_if, earlier)
        if wrong:
            found[question.pk] = wrong
        earlier[question.code] = question
    return found
