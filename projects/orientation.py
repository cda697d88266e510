"""Orientation answers kept with a project: those that rules read, never the sensitive ones (decisions.md 12)."""

from django.http import QueryDict

from programmes import asking
from programmes.models import OrientationQuestion

FROM_THE_FILE = frozenset({"lieu", "etape"})  # the département and the stage have their own fields


def questions():
    """Questions asked in the project file, in order."""
    return OrientationQuestion.objects.exclude(pk__in=FROM_THE_FILE).exclude(kind=OrientationQuestion.Kind.PLACE)


def choices(question: OrientationQuestion) -> list[tuple[str, str]]:
    """(code, label) of the answers that may be stored."""
    return [(answer.code, answer.label) for answer in question.answers.all() if not answer.sensitive]


def labels(answers: dict[str, list[str]]) -> list[tuple[OrientationQuestion, list[str]]]:
    """What the person answered, question by question, in words."""
    rows = []
    for question in questions().prefetch_related("answers"):
        given = [label for code, label in choices(question) if code in answers.get(question.pk, [])]
        if given:
            rows.append((question, given))
    return rows


def carried(query: QueryDict) -> dict[str, object]:
    """First values of a project's form, from the answers of an orientation held by the address."""
    answers = asking.AnswersForm(asking.questions(), query)
    place = asking.whereabouts(answers.place_text).place
    first = {
        f"answer_{code}": given for code, given in answers.cleaned_data.items() if given and code not in FROM_THE_FILE
    }
    if answers.cleaned_data.get(asking.STAGE):
        first["stage"] = answers.cleaned_data[asking.STAGE]
    if place and place.department:
        first["department"] = place.department.pk
        first["city"] = place.name if place.kind == "commune" else ""
    return first
