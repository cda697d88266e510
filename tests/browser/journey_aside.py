"""The third application, written and sent through the domain functions: its pages are proved by the others."""

from django.utils import timezone

from applications import draft, workflow
from applications.models import Application
from ess_portal.demo.applying import complete
from programmes.models import Call, Question
from projects.team import create_project
from tests.browser.journey_people import CALL

WORDS = {Question.Kind.NUMBER: "3", Question.Kind.AMOUNT: "86000", Question.Kind.ONE: "Elle existe"}


def sends_without_pages(user, venture):
    now, call = timezone.now(), Call.objects.get(title=CALL)
    project = create_project(
        user,
        now=now,
        title=venture.title,
        pitch=venture.pitch,
        stage_id="developpement",
        department_id="13",
        city=venture.city,
        organisation_name=venture.organisation,
        answers={"forme": ["association_1901"], "acquis": ["adherent_cress", "idee_precise"]},
    )
    application = draft.start(project, call, by=user, now=now)
    questions = application.revision.questions.all()
    draft.save_answers(application, {q: WORDS.get(q.kind, venture.need) for q in questions}, {}, by=user)
    complete(application, now)
    workflow.perform("submit", application, by=user, now=now)
    return Application.objects.get(pk=application.pk)
