"""The draft, step by step: saved at each step even when incomplete; nothing typed is ever lost."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import access, answers, completeness, draft, eligibility, form_steps, reading, submission, workflow
from applications.forms.conditions import DeclarationForm
from applications.forms.questions import SectionForm
from applications.states import State
from applications.views.file import of_team

READ_AND_WRITE = ["GET", "HEAD", "POST"]


def writable(request, pk):
    """The draft for somebody who may write it: 404 for a stranger, 403 for a reader, None once it is sent."""
    application = get_object_or_404(of_team(request.user), pk=pk)
    if not access.writes(request.user, application):
        raise PermissionDenied("Vous pouvez lire cette candidature, pas la modifier.")
    return application


def sent_meanwhile(request, application):
    messages.info(request, "Ce dossier est envoyé : il ne se modifie plus.")
    return redirect(application)


def frame(application, built, current):
    """What every step's page shows around its form."""
    return {
        "application": application,
        "call": application.call,
        "step": current,
        "stops": [
            {
                "label": step.title,
                "detail": "",
                "state": "now" if step.key == current.key else "done" if step.is_done else "next",
                "url": "" if step.key == current.key else step.url,
            }
            for step in built
        ],
        "summary": f"Étape {built.index(current) + 1} sur {len(built)} : {current.title[0].lower()}{current.title[1:]}",
        "is_first": current == built[0],
        "previous_url": form_steps.neighbour(built, current, -1).url,
        "next_url": form_steps.neighbour(built, current, 1).url,
        "saved_at": application.updated_at,
    }


def onward(request, built, current):
    """Where the button that was pressed leads: the next step, the one before, or the workspace."""
    if "later" in request.POST:
        messages.success(request, "Votre brouillon est enregistré. Vous le retrouverez ici.")
        return redirect("workspace")
    return redirect(form_steps.neighbour(built, current, -1 if "back" in request.POST else 1).url)


def found(built, key):
    current = form_steps.find(built, key)
    if current is None:
        raise Http404
    return current


@require_safe
def resume(request, pk):
    """Take the draft up where it was left; a reader is shown the whole."""
    application = get_object_or_404(of_team(request.user), pk=pk)
    if application.state != State.DRAFT:
        return redirect(application)
    if not access.writes(request.user, application):
        return redirect("applications:review", pk=pk)
    return redirect(form_steps.first_undone(form_steps.steps(application)).url)


@require_http_methods(READ_AND_WRITE)
def step(request, pk, number):
    application = writable(request, pk)
    if application.state != State.DRAFT and request.method != "POST":
        return sent_meanwhile(request, application)
    built = form_steps.steps(application)
    current = found(built, str(number))
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        questions=current.questions,
        stored=stored_answers(application),
    )
    clashes = []
    if request.method == "POST":
        is_valid = form.is_valid()
        try:
            clashes = draft.save_answers(application, form.values, form.versions(), by=request.user)
        except draft.NotADraft:
            return too_late(request, application, form.values)
        if not clashes and (is_valid or "continue" not in request.POST):
            return onward(request, built, current)
        application.refresh_from_db()
        form = resubmittable(request, application, current)
    return render(
        request, "applications/step.html", {**frame(application, built, current), "form": form, "clashes": clashes}
    )


def too_late(request, application, values):
    """The file was sent while somebody was writing: what was typed is shown, to be copied."""
    typed = [(question.label, answers.shown(question.kind, value)) for question, value in values.items()]
    return render(request, "applications/too_late.html", {"application": application, "typed": typed})


def stored_answers(application):
    return {answer.question_id: answer for answer in application.answers.all()}


def resubmittable(request, application, current):
    """The form with what was typed, over the answers that now stand: saved again, it wins knowingly."""
    stored = stored_answers(application)
    typed = request.POST.copy()
    for question in current.questions:
        typed[f"v_{question.code}"] = stored[question.pk].version if question.pk in stored else 0
    return SectionForm(typed, questions=current.questions, stored=stored)


@require_http_methods(READ_AND_WRITE)
def conditions(request, pk):
    application = writable(request, pk)
    if application.state != State.DRAFT and request.method != "POST":
        return sent_meanwhile(request, application)
    built = form_steps.steps(application)
    current = found(built, form_steps.CONDITIONS)
    declared = dict(application.declarations.values_list("rule_id", "value"))
    form = DeclarationForm(
        request.POST if request.method == "POST" else None,
        rules=list(completeness.declared_rules(application)),
        declared=declared,
    )
    if request.method == "POST":
        is_valid = form.is_valid()
        try:
            draft.save_declarations(application, form.values())
        except draft.NotADraft:
            return sent_meanwhile(request, application)
        if is_valid or "continue" not in request.POST:
            return onward(request, built, current)
    verdicts = eligibility.verdicts(application, timezone.localdate())
    context = {**frame(application, built, current), "form": form, "verdicts": verdicts}
    return render(request, "applications/conditions.html", context)


@require_safe
def review(request, pk):
    """The whole, what is missing and where, the conditions; then the button that sends."""
    application = get_object_or_404(of_team(request.user), pk=pk)
    if application.state != State.DRAFT:
        return redirect(application)
    now = timezone.now()
    built = form_steps.steps(application)
    read = reading.read(application)
    verdicts = eligibility.verdicts(application, timezone.localdate(now))
    context = {
        **frame(application, built, built[-1]),
        "reading": read,
        "parts": list(zip(read.parts, built, strict=False)),
        "attachments": reading.attachments(application),
        "undone": [step for step in built if step.gaps],
        "verdicts": verdicts,
        "has_refusal": any(verdict.is_refusal for verdict in verdicts),
        "refusal": "" if submission.accepts_at(application.call, now) else submission.why_closed(application.call, now),
        "kept": submission.KEPT,
        "writes": access.writes(request.user, application),
    }
    return render(request, "applications/review.html", context)


@require_POST
def submit(request, pk):
    """Send the application, once: pressed twice, or by two people at once, it answers politely with the receipt."""
    application = writable(request, pk)
    try:
        workflow.perform("submit", application, by=request.user, now=timezone.now())
    except workflow.TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:review", pk=pk)
    except workflow.TransitionClosed:
        messages.info(request, "Cette candidature est déjà envoyée : voici son récépissé.")
    return redirect("applications:receipt", pk=pk)
