"""What the demonstration shows of requests: one answered by halves, one left without an answer; a file sent again."""

from datetime import datetime, timedelta

from django.utils import timezone

from applications import completing, draft, reopening, requests, screening
from applications.models import Application
from ess_portal.demo.people import account
from programmes.models import DocumentKind, Question


def question_of(application: Application, code: str) -> Question:
    return application.revision.questions.get(code=code)


def ask_by_halves(application: Application, now: datetime) -> None:
    """Nour is asked for three things; she has corrected one answer, and two are still hers to give."""
    membership = DocumentKind.objects.get(pk="preuve_adhesion_cress")
    request = screening.ask_for_documents(
        application,
        [(membership, "L’attestation de l’année, pas l’appel à cotisation")],
        corrections=[(question_of(application, "equipe"), "Comptez aussi la personne recrutée cet été.")],
        questions=["Qui tiendra la conciergerie le samedi\u00a0?"],
        message="Votre dossier est clair, merci. Il manque peu de chose.",
        due_on=timezone.localdate(now) + timedelta(days=7),
        by=account("chargee-appel"),
        now=now - timedelta(days=1),
        version=application.version,
    )
    item = request.items.get(what="correction")
    completing.answer_in_words(item, "4", by=application.created_by, now=now - timedelta(hours=3))


def leave_without_an_answer(application: Application, now: datetime) -> None:
    """A date passed in silence; the officer noted it, and the file goes on with what it holds."""
    officer = account("chargee-appel")
    request = screening.ask_for_documents(
        application,
        [],
        questions=["Avez-vous déjà un local\u00a0?"],
        message="",
        due_on=timezone.localdate(now) - timedelta(days=4),
        by=officer,
        now=now - timedelta(days=11),
        version=application.version,
    )
    application.refresh_from_db()
    requests.expire(request, by=officer, now=now - timedelta(days=2), version=application.version)


def send_again(application: Application, now: datetime) -> None:
    """The team noticed a figure to mend before anybody had opened its file."""
    holder = application.created_by
    reopening.reopen(application, by=holder, now=now - timedelta(days=2))
    budget = question_of(application, "budget")
    answer = application.answers.get(question=budget)
    draft.save_answers(application, {budget: "92000"}, {budget.pk: answer.version}, by=holder)
    reopening.send_again(application, by=holder, now=now - timedelta(days=2))
