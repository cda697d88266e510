"""Taking up answers of a former application in a draft: they follow by the code of their question, nothing is replaced.

What could not follow is said with its reason, and the former application stays as it is.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from applications import answers, carrying, completeness, draft
from applications.models import Answer, Application, Reuse
from applications.states import State
from ess_portal.lib import french
from programmes import conditions, kinds
from programmes.models import Question
from projects.models import Project, ProjectDocument, TeamMember

MOST = 20
Left = tuple[str, str]
NOT_HERS = "Cette candidature n’est pas d’un de vos projets."


class CopyRefused(Exception):
    """The sentence says why, in French."""


def sources(project: Project, user: User) -> QuerySet[Application]:
    """Applications that hold an answer and may be taken up for `project`, its own first, then the newest.

    Those of the project, and of the others whose team the person writes in: who fills files for several people
    carries nothing from one to another.
    """
    hers = TeamMember.objects.active().filter(user=user, role__in=TeamMember.WRITERS)
    theirs = Project.objects.editable_by(user).filter(pk__in={project.pk, *hers.values_list("project", flat=True)})
    held = Application.objects.filter(project__in=theirs, pk__in=Answer.objects.values("application"))
    own_first = Case(When(project=project, then=Value(0)), default=Value(1))
    return held.select_related("call__programme", "project").order_by(own_first, "-created_at", "pk")


def of_draft(application: Application, user: User) -> QuerySet[Application]:
    return sources(application.project, user).exclude(pk=application.pk)


@transaction.atomic
def copy(application: Application, source: Application, *, by: User, now: datetime) -> Reuse:
    """Fill what the draft leaves blank from `source`; returns what was copied and what was not, and keeps it.

    Raises draft.NotADraft once the draft is sent, CopyRefused when the person may not take `source` up.
    """
    held = draft.lock(application)
    if held.state != State.DRAFT:
        raise draft.NotADraft
    if not of_draft(held, by).filter(pk=source.pk).exists():
        raise CopyRefused(NOT_HERS)
    day = timezone.localdate(now)
    values, left = answers_that_follow(held, source, day)
    draft.save_answers(held, values, {}, by=by)
    given, not_given = documents_that_follow(held, source, now)
    left += not_given
    if completeness.declared_rules(held).exists():
        left.append(("Les conditions", "à redire\u00a0: elles peuvent avoir changé"))
    copied = [question.label for question in values] + given
    return Reuse.objects.create(application=held, source=source, copied=copied, left=left, by=by, at=now)


def answers_that_follow(application: Application, source: Application, day: date) -> tuple[dict, list[Left]]:
    """Values by question of the draft, and (label, why) for those that stay."""
    sheet = answers.sheet(application)
    targets = {question.code: question for question in sheet.questions}
    values, left = {}, []
    for question, value in answers.asked(source):
        if answers.lacks(question, value):
            continue
        target = targets.get(question.code)
        if target is None:
            left.append((question.label, "cet appel ne pose pas cette question"))
        elif not answers.lacks(target, sheet.values[target.code]):
            left.append((target.label, "vous y avez déjà répondu"))
        elif why := why_it_does_not_fit(question, target, value, application, day):
            left.append((target.label, why))
        else:
            values[target], _ = carrying.converted(question, target, value)
    together = {**sheet.values, **{question.code: value for question, value in values.items()}}
    asked = {question.pk for question in conditions.asked(sheet.questions, together)}
    left += [(question.label, "elle ne se pose pas ici") for question in values if question.pk not in asked]
    return {question: value for question, value in values.items() if question.pk in asked}, left


def why_it_does_not_fit(source: Question, target: Question, value, application: Application, day: date) -> str:
    """Why the draft's question cannot take the whole answer as it is; empty when it can."""
    found, is_whole = carrying.converted(source, target, value)
    changes_kind = source.kind != target.kind
    if found is None or not is_whole or (changes_kind and answers.problem(target, found)):
        return "la réponse ne tient pas dans la question de cet appel"
    if not kinds.of(target).holds_file:
        return ""
    document = ProjectDocument.objects.filter(pk=value["document"], kind=target.document_kind_id).first()
    return why_it_stays(document, application, day) if document else "cet appel demande un autre document"


def documents_that_follow(application: Application, source: Application, now: datetime) -> tuple[list[str], list[Left]]:
    """Attach those that the call asks for and that still hold; (kinds attached, those left with why)."""
    day = timezone.localdate(now)
    attached, left = [], []
    given = application.attachments.exclude(call_document=None).values("call_document")
    wanted = {row.kind_id: row for row in application.call.documents.exclude(pk__in=given).select_related("kind")}
    held = source.attachments.filter(left_out_at=None, document__kind__in=wanted).select_related("document")
    for document in [attachment.document for attachment in held.order_by("-added_at", "-pk")]:
        row = wanted.pop(document.kind_id, None)
        if row is None:
            continue
        why = why_it_stays(document, application, day)
        if why:
            left.append((row.kind.name, why))
        else:
            draft.attach(application, row, document, now=now)
            attached.append(row.kind.name)
    return attached, left


def why_it_stays(document: ProjectDocument, application: Application, day: date) -> str:
    if document.project_id != application.project_id:
        return "ce document est dans un autre projet\u00a0: joignez-le ici"
    if document.removed_at is not None:
        return "ce document a quitté le projet"
    if document.valid_until is not None and document.valid_until < day:
        return f"il n’est plus valable depuis le {french.day(document.valid_until)}"
    return ""
