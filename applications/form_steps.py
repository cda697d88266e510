"""The steps of a draft: one per part of the questions, then conditions, documents, and the whole to read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from applications import answers
from applications.completeness import Gap, missing
from applications.models import Application
from programmes.models import FormRevision, Question, Rule

CONDITIONS, DOCUMENTS, REVIEW = "conditions", "pieces", "relire"
LONGEST_KEY = 15
ANCHORS = {"question": "id_r_", "rule": "id_r_", "document": "piece-"}
TITLES = {CONDITIONS: "Les conditions", DOCUMENTS: "Les pièces", REVIEW: "Relire et envoyer"}


@dataclass(frozen=True)
class FormStep:
    """One page of the draft; `key` is its number or its word in the address."""

    key: str
    title: str
    url: str
    questions: tuple[Question, ...] = ()
    gaps: tuple[Gap, ...] = field(default=())

    @property
    def is_done(self) -> bool:
        return not self.gaps and self.key != REVIEW

    @property
    def places(self) -> list[tuple[Gap, str]]:
        """Each thing that lacks, with the address of the very field where it is given."""
        return [(gap, f"{self.url}#{ANCHORS[gap.kind]}{gap.key}") for gap in self.gaps]


def steps(application: Application) -> list[FormStep]:
    """Every step in order, each with what it still lacks; a part of which nothing is asked is left out."""
    sheet = answers.sheet(application)
    gaps = missing(application, sheet=sheet)
    shown = {question.section for question in sheet.asked}
    built = [step for step in question_steps(application, sheet.questions, gaps) if step.title in shown]
    asked = application.category_id or any(gap.kind == "rule" for gap in gaps)
    if asked or Rule.objects.of_call(application.call).exists():
        built.append(fixed_step(application, CONDITIONS, [gap for gap in gaps if gap.kind == "rule"]))
    if application.call.documents.exists():
        built.append(fixed_step(application, DOCUMENTS, [gap for gap in gaps if gap.kind == "document"]))
    return [*built, fixed_step(application, REVIEW, [])]


def question_steps(application: Application, questions: Iterable[Question], gaps: Iterable[Gap] = ()) -> list[FormStep]:
    """One step per part, hidden ones too: a part keeps its number, whatever the answers hide."""
    return [
        question_step(application, number, section, inside, gaps)
        for number, (section, inside) in enumerate(parts(questions).items(), start=1)
    ]


def posted(application: Application, number: int, data: Mapping) -> FormStep | None:
    """The part that a page was showing: of the form that it posts, corrected or not since, hidden or not by now."""
    revision = application.revision
    if str(data.get("revision", revision.pk)) != str(revision.pk):
        revision = earlier(application, data["revision"]) or revision
    return find(question_steps(application, answers.form(revision)), str(number))


def earlier(application: Application, pk: str) -> FormRevision | None:
    """A former version of the same form, which this draft may have answered."""
    former = FormRevision.objects.filter(call=application.call_id, number__lt=application.revision.number)
    return former.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < LONGEST_KEY else None


def parts(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Questions by part, parts and questions in the order of the form."""
    grouped: dict[str, list[Question]] = {}
    for question in questions:
        grouped.setdefault(question.section, []).append(question)
    return grouped


def question_step(application, number, section, questions, gaps):
    return FormStep(
        key=str(number),
        title=section,
        url=reverse("applications:step", args=[application.pk, number]),
        questions=tuple(questions),
        gaps=tuple(gap for gap in gaps if gap.kind == "question" and gap.section == section),
    )


def fixed_step(application, key, gaps):
    names = {CONDITIONS: "conditions", DOCUMENTS: "documents", REVIEW: "review"}
    url = reverse(f"applications:{names[key]}", args=[application.pk])
    return FormStep(key, TITLES[key], url, gaps=tuple(gaps))


def find(built: list[FormStep], key: str) -> FormStep | None:
    return next((step for step in built if step.key == key), None)


def neighbour(built: list[FormStep], current: FormStep, distance: int) -> FormStep:
    """The step before (-1) or after (1); the first and the last are their own neighbours."""
    index = next((number for number, step in enumerate(built) if step.key == current.key), 0) + distance
    return built[min(max(index, 0), len(built) - 1)]


def first_undone(built: list[FormStep]) -> FormStep:
    """Where to take the draft up again."""
    return next((step for step in built if not step.is_done), built[-1])
