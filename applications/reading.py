"""A sent file as officers and committee read it: the project, the answers by part, the documents."""

from dataclasses import dataclass
from datetime import date

from applications import answers as answers_in_words
from applications.models import Application, ItemReply
from applications.submission import describe
from ess_portal.lib import french
from programmes.models import Question

BLANK = "non renseigné"
Readers = Question.Readers
LABELS = [
    ("pitch", "En quelques phrases"),
    ("stage", "Étape"),
    ("organisation", "Structure"),
    ("legal_form", "Forme juridique"),
    ("siret", "SIRET"),
    ("created_on", "Créée le"),
    ("city", "Commune"),
    ("department", "Département"),
]


@dataclass(frozen=True)
class Part:
    """One part of the form: (question, answer in words) pairs."""

    name: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """What was sent, in words; `taken_at` is None for a file without snapshot."""

    title: str
    facts: list[tuple[str, str]]
    parts: list[Part]
    team: list[tuple[str, str]]
    taken_at: object


def read(application: Application, *, whole: bool = False, live: bool = False) -> Reading:
    """The file as it was sent: from its snapshot, never from the project as it is today.

    `whole` adds the answers that only staff reads: for the team and for officers, never for a committee. `live`
    reads what the team is writing instead: a draft, or a sent file taken up again.
    """
    snapshot = None if live else getattr(application, "snapshot", None)
    data = corrected(application, snapshot.data) if snapshot else describe(application)
    project = data["project"]
    return Reading(
        title=project["title"],
        facts=[(label, fact(key, project.get(key))) for key, label in LABELS],
        parts=parts([answer for answer in data["answers"] if whole or answer.get("readers") != Readers.STAFF]),
        team=[(person["name"], person["role"]) for person in data["team"]],
        taken_at=snapshot.taken_at if snapshot else None,
    )


def corrected(application: Application, data: dict) -> dict:
    """What was sent, with the answers given since at an officer's request; the page of requests shows both."""
    given = ItemReply.objects.filter(item__request__application=application, item__question__isnull=False).exclude(
        verdict=ItemReply.Verdict.AGAIN
    )
    values = dict(given.order_by("pk").values_list("item__question__code", "value"))
    if not values:
        return data
    return {
        **data,
        "answers": [
            {**answer, "value": values.get(answer["code"], answer["value"]), "corrected": answer["code"] in values}
            for answer in data["answers"]
        ],
    }


def in_words(answer: dict) -> str:
    """An answer as readers see it; one given since the sending says so."""
    words = answers_in_words.shown(answer["kind"], answer["value"], answer.get("columns", ())) or BLANK
    return f"{words}\n(réponse revue depuis l’envoi)" if answer.get("corrected") else words


def fact(key: str, value: str | None) -> str:
    if not value:
        return BLANK
    return french.day(date.fromisoformat(value)) if key == "created_on" else value


def parts(answers: list[dict]) -> list[Part]:
    """Answers grouped by part, in the order of the form."""
    names = dict.fromkeys(answer["section"] for answer in answers)
    return [
        Part(
            name,
            [(answer["label"], in_words(answer)) for answer in answers if answer["section"] == name],
        )
        for name in names
    ]


def attachments(application: Application, *, whole: bool = False):
    """The documents sent with the file, in the order of the call; `whole` as in `read`."""
    files = application.attachments.sent()
    return in_order(files if whole else files.for_committee())


def given(application: Application):
    """The documents of what its team is writing, in the same order."""
    return in_order(application.attachments.filter(left_out_at=None))


def in_order(attachments):
    return attachments.select_related("document__kind", "document__replaced_by", "call_document", "question").order_by(
        "call_document__position", "document__kind__name", "pk"
    )
