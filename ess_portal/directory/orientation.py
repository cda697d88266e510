"""Tables of the orientation: questions, answers, rules of the programmes, test visitors."""

from collections import defaultdict

from actors.models import Department, Region
from programmes.eligibility import pairs
from programmes.models import OrientationAnswer, OrientationQuestion, Profile, Programme, Rule

from .organisations import code, sources
from .rows import Row, columns
from .tables import Table

THRESHOLDS = {"years", "eur"}


def _question(row: Row):
    return {
        "code": row.needed("code"),
        "order": row.number("order"),
        "label": row.needed("question_fr"),
        "help_text": row.text("help_fr"),
        "kind": row.choice("kind", {value: value for value in OrientationQuestion.Kind.values}),
        "skippable": row.yes("skippable"),
    }


def _answer(row: Row):
    return {
        "question": row.needed_one("question", OrientationQuestion),
        "code": row.needed("code"),
        "order": row.number("order"),
        "label": row.needed("label_fr"),
        "help_text": row.text("help_fr"),
        "sensitive": row.yes("sensitive"),
    }


def _rules():
    """`fields` of the rules: the position follows the order of the file, programme by programme."""
    positions: dict[str, int] = defaultdict(int)

    def rule(row: Row):
        operator = row.choice("operator", {value: value for value in Rule.Operator.values})
        _check_value(row, operator)
        positions[row.text("programme")] += 1
        sentence = row.text if operator == Rule.Operator.ALWAYS else row.needed
        return {
            "programme": row.needed_one("programme", Programme),
            "code": row.needed("code"),
            "position": positions[row.text("programme")],
            "kind": row.needed("kind"),
            "operator": operator,
            "value": row.text("value"),
            "strength": row.choice("strength", {value: value for value in Rule.Strength.values}),
            "met": row.needed("met_fr"),
            "not_met": sentence("not_met_fr"),
            "unknown": sentence("unknown_fr"),
            "remedy": row.text("remedy_fr"),
        }

    return rule


def _check_value(row, operator):
    try:
        listed = pairs(row.text("value"))
    except ValueError as error:
        raise row.refuse(f"« value » : {error}") from error
    if operator in {Rule.Operator.GTE, Rule.Operator.LTE}:
        if len(listed) != 1 or listed[0][0] not in THRESHOLDS or not listed[0][1].isdecimal():
            raise row.refuse("« value » d’un seuil s’écrit years:N ou eur:N")
    elif operator in {Rule.Operator.IN, Rule.Operator.NOT_IN}:
        if not listed:
            raise row.refuse("« value » est vide")
        for question, answer in listed:
            _check_answer(row, question, answer)


def _check_answer(row, question, answer):
    models = {"region": Region, "lieu": Department}
    model = models.get(question, OrientationAnswer)
    key = answer if question in models else f"{question}:{answer}"
    if row.known.find(model, key) is None:
        raise row.refuse(f"« value » renvoie à « {question}:{answer} », réponse inconnue")


def _profile(row: Row):
    row.all("expected_programmes", Programme)
    for refusal in row.many("expected_refusals"):
        if row.known.find(Rule, refusal) is None:
            raise row.refuse(f"« expected_refusals » renvoie à « {refusal} », règle inconnue")
    for question, answer in pairs(row.text("answers")):
        _check_answer(row, question, answer)
    return {
        "code": row.needed("code"),
        "story": row.needed("story_fr"),
        "answers": row.needed("answers"),
        "expected_programmes": row.text("expected_programmes"),
        "expected_refusals": row.text("expected_refusals"),
    }


RULE_COLUMNS = columns(
    "programme code kind operator value strength met_fr not_met_fr unknown_fr remedy_fr redirect_programmes source"
)


def tables():
    """The tables, new at each load: the rules count their positions."""
    return [
        Table(
            "questions.csv",
            OrientationQuestion,
            {"code", "order", "question_fr", "help_fr", "kind", "skippable"},
            code,
            _question,
        ),
        Table(
            "question_answers.csv",
            OrientationAnswer,
            {"question", "code", "order", "label_fr", "help_fr", "sensitive"},
            lambda answer: f"{answer.question_id}:{answer.code}",
            _answer,
        ),
        Table(
            "rules.csv",
            Rule,
            RULE_COLUMNS,
            lambda rule: f"{rule.programme.slug}:{rule.code}",
            _rules(),
            scope={"programme__isnull": False},
            links=lambda row: sources(row) | {"redirects": row.all("redirect_programmes", Programme)},
            related=("programme",),
        ),
        Table(
            "profiles.csv",
            Profile,
            {"code", "story_fr", "answers", "expected_programmes", "expected_refusals"},
            code,
            _profile,
        ),
    ]
