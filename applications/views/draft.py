"""The draft, step by step: saved at each step even when incomplete; nothing typed is ever lost."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import (
    access,
    answer_files,
    answers,
    cancelling,
    carrying,
    delays,
    draft,
    eligibility,
    form_steps,
    reading,
    reopening,
    submission,
    workflow,
)
from applications.forms.open_page import OpenPageForm
from applications.views import saving
from applications.views.file import of_team
from programmes import filling_time

READ_AND_WRITE = ["GET", "HEAD", "POST"]
FORM_CHANGED = (
    "Le formulaire a été corrigé pendant que vous écriviez. Vos réponses sont reprises dans la version en cours."
)


def writable(request, pk):
    """The draft for somebody who may write it: 404 for a stranger, 403 for a reader, None once it is sent."""
    application = get_object_or_404(of_team(request.user), pk=pk)
    if not access.writes(request.user, application):
        raise PermissionDenied("Vous pouvez lire cette candidature, pas la modifier.")
    return application


def sent_meanwhile(request, application):
    application.refresh_from_db()
    examined = application.examined_at and application.call.editable_after_sending
    messages.info(request, reopening.EXAMINED if examined else "Ce dossier est envoyé : il ne se modifie plus.")
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
        "summary": f"Étape {built.index(current) + 1} sur {len(built)} : {current.title[0].lower()}{current.title[1:]}",
        "is_first": current == built[0],
        "previous_url": form_steps.neighbour(built, current, -1).url,
        "next_url": form_steps.neighbour(built, current, 1).url,
        "saved_words": saving.saved_words(application.updated_at, application.call.zone_name),
        "cancelled": cancelling.meaning(application),
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
    if not application.is_written:
        return redirect(application)
    if not access.writes(request.user, application):
        return redirect("applications:review", pk=pk)
    return redirect(form_steps.first_undone(form_steps.steps(application)).url)


@require_http_methods(READ_AND_WRITE)
def step(request, pk, number):
    application = writable(request, pk)
    if request.method == "POST":
        return save_step(request, application, number)
    if not application.is_written:
        return sent_meanwhile(request, application)
    built = form_steps.steps(application)
    current = found(built, str(number))
    return step_page(request, application, built, current, saving.section_form(application, current))


def save_step(request, application, number):
    """Save what the page holds: while one types, or because a button was pressed."""
    current = form_steps.posted(application, number, request.POST)
    if current is None:
        raise Http404
    if saving.is_in_passing(request):
        return saving.in_passing(request, application, current)
    return save_pressed(request, application, current)


def save_pressed(request, application, current):
    """Save what was typed, whatever is wrong with it; the page comes again when it asks for something."""
    form = saving.section_form(application, current, request.POST, request.FILES)
    is_valid = form.is_valid()
    try:
        saved = save_form(request, application, form)
    except draft.NotADraft:
        return too_late(request, application, form.values)
    except draft.TooLate:  # a later text of this page is saved already
        return onward(request, form_steps.steps(application), current)
    application = writable(request, application.pk)
    if current.questions and current.questions[0].revision_id != application.revision_id:
        messages.info(request, FORM_CHANGED)
        return redirect("applications:resume", pk=application.pk)
    built = form_steps.steps(application)
    form.opens = [] if "live" in request.POST else form.opens
    stays = saved.clashes or "entry" in request.POST or ("continue" in request.POST and (form.opens or not is_valid))
    here = form_steps.find(built, current.key)
    if not stays:
        return onward(request, built, here or form_steps.first_undone(built))
    if here is None:  # the answers of somebody else hide this part: what was typed in it stays on the page
        built = [*built[:-1], current, built[-1]]
    again = saving.section_form(application, current, saving.typed_again(request, form, saved), form.files)
    return step_page(request, application, built, current, again, saved.clashes, opens_more=bool(form.opens))


def step_page(request, application, built, current, form, clashes=(), opens_more=False):
    around = frame(application, built, form_steps.find(built, current.key))
    page = saving.hidden(request, form, clashes)
    told = filling_time.told(form.every) if around["is_first"] else ""
    context = {**around, "form": form, "clashes": clashes, "opens_more": opens_more, "page": page, "time": told}
    return render(request, "applications/step.html", context)


def save_form(request, application, form):
    """Answers, and the files sent with them, which become documents of the project first."""
    if form.uploads:
        draft.require_draft(application)
        form.values.update(answer_files.keep(application, form.uploads, by=request.user, now=timezone.now()))
    saving.choose(form, request.POST, saving.stored_answers(application))
    page = OpenPageForm(request.POST, form.questions).read()
    return draft.save(application, form.values, form.versions(), by=request.user, page=page)


def too_late(request, application, values):
    """The file was sent while somebody was writing: what was typed is shown, to be copied."""
    typed = [(question.label, answers.words(question, value)) for question, value in values.items()]
    return render(request, "applications/too_late.html", {"application": application, "typed": typed})


@require_safe
def review(request, pk):
    """The whole, what is missing and where, the conditions; then the button that sends."""
    application = get_object_or_404(of_team(request.user), pk=pk)
    if not application.is_written:
        return redirect(application)
    now = timezone.now()
    built = form_steps.steps(application)
    read = reading.read(application, whole=True, live=True)
    verdicts = eligibility.verdicts(application, timezone.localdate(now), live=True)
    context = {
        **frame(application, built, built[-1]),
        "reading": read,
        "parts": list(zip(read.parts, built, strict=False)),
        "left_behind": carrying.left_behind(application),
        "attachments": reading.given(application),
        "undone": [step for step in built if step.gaps],
        "verdicts": verdicts,
        "has_refusal": any(verdict.is_refusal for verdict in verdicts),
        "refusal": "" if submission.accepts_at(application.call, now) else submission.why_closed(application.call, now),
        "kept": reopening.AS_SENT if application.number else submission.KEPT,
        "usual": delays.usual(application.call.programme, now),
        "until_when": submission.until_when(application.call, now),
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
