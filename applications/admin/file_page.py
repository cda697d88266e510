"""The page of one file: what was sent beside the rules, and each action as a small form of the same page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Mail
from applications import (
    changes,
    committee,
    continuous,
    delays,
    eligibility,
    places,
    project_changes,
    reading,
    screening,
    whose_turn,
    workflow,
)
from applications.admin import requests as request_page
from applications.forms import screening as forms
from applications.models import Application
from applications.states import State
from ess_portal.lib.downloads import private_file
from projects import handover

MAILS_SHOWN = 30
REFUSALS = (
    screening.ScreeningRefused,
    committee.CommitteeRefused,
    workflow.TransitionRefused,
)
STALE = (
    "Quelqu’un d’autre a modifié ce dossier pendant que cette page était ouverte. Rien n’est perdu : votre saisie "
    "est ci-dessous. Relisez, puis envoyez de nouveau."
)
TO_SCREEN = [forms.OpinionsForm, forms.AdmissibleForm, forms.InadmissibleForm]
ACTIONS = {
    form.name: form
    for form in [
        forms.AssignForm,
        *TO_SCREEN,
        forms.CloseRequestForm,
        forms.RedirectForm,
        forms.CategoryForm,
        forms.DecideForm,
        forms.LapseForm,
        forms.ReviseForm,
    ]
} | request_page.ACTIONS


def fetch(page, request, pk):
    """The officer's file, or 404."""
    try:
        return get_object_or_404(
            page.get_queryset(request)
            .select_related(
                "call__programme__lead_actor",
                "project__department",
                "project__stage",
                "project__legal_form",
                "project__organisation",
                "revision",
            )
            .select_related("assigned_to", "snapshot", "inadmissibility", "category")
            .annotate(notes=Count("internal_notes", distinct=True), exchanged=Count("messages", distinct=True))
            .prefetch_related(
                "requests__items__kind",
                "requests__items__question",
                "requests__asked_by",
                "redirect_proposals__programmes",
            ),
            pk=pk,
        )
    except ValidationError as error:  # an address that is not a file's
        raise Http404 from error


def offered(application):
    """The actions that the present state allows."""
    yield forms.AssignForm
    if application.state == State.SUBMITTED:
        yield from TO_SCREEN
    if application.state in State.IN_REVIEW and all(row.answered_at for row in application.redirect_proposals.all()):
        yield forms.RedirectForm
    if application.category_id and application.state not in State.FINAL - {State.CONFIRMED}:
        yield forms.CategoryForm
    if continuous.is_open_for(application):
        yield forms.DecideForm
    if application.state == State.ADMITTED:
        yield forms.LapseForm
    if application.state in State.OUTCOMES:
        yield forms.ReviseForm


def build(form, application, officer, verdicts, data=None):
    extra = {}
    if form is forms.OpinionsForm:
        extra["verdicts"] = verdicts
    return form(data, subject=application, officer=officer, **extra)


def show(page, request, application, tried=None, status=200):
    """The whole page; `tried` is the form that was just refused, shown as it was filled."""
    verdicts = eligibility.verdicts(application, timezone.localdate())
    built = {form.name: build(form, application, request.user, verdicts) for form in offered(application)}
    if tried is not None:
        built[tried.name] = tried
    attachments, today = list(reading.attachments(application, whole=True)), timezone.localdate()
    context = {
        **page.admin_site.each_context(request),
        "title": application.project.title,
        "opts": page.opts,
        "application": application,
        "forms": {name.replace("-", "_"): form for name, form in built.items()},
        "tried": tried,
        "reading": reading.read(application, whole=True),
        "attachments": attachments,
        "changes": project_changes.since_sent(application, attachments, today),
        "requests": application.requests.all(),
        "proposals": application.redirect_proposals.all(),
        "decisions": application.decisions.exclude(published_at=None).select_related("decided_by"),
        "inadmissibility": getattr(application, "inadmissibility", None),
        "verdicts": verdicts,
        "turn": whose_turn.of(application),
        "usual": delays.usual(application.call.programme, timezone.now()),
        "unknown_delay": delays.UNKNOWN,
        "modifications": changes.modifications(application),
        "steps": application.steps.select_related("by", "for_actor"),
        "letters": application.letters.read_online(),
        "mails": Mail.objects.of("application", application).select_related("recipient")[:MAILS_SHOWN],
        **for_somebody(application),
        "today": today,
    }
    return render(request, "admin/applications/file.html", context, status=status)


def for_somebody(application):
    """« Déposée par … pour … »: the agreements of a file that was filled for a person, and who reads on paper."""
    if not application.project.helped:
        return {"helped": [], "sent_by": None, "on_paper": None}
    owner = handover.owner_of(application.project)
    step = application.steps.filter(name="submit").first()
    return {
        "helped": application.project.agreements.select_related("helper", "actor", "person"),
        "sent_by": step.by_id if step else None,
        "on_paper": None if owner.email else owner,
    }


def act(page):
    """POST of one action; a refusal shows the page again with what was typed."""

    @require_POST
    def view(request, pk, name):
        application = fetch(page, request, pk)
        if name not in ACTIONS:
            raise Http404
        verdicts = eligibility.verdicts(application, timezone.localdate())
        form = build(ACTIONS[name], application, request.user, verdicts, request.POST)
        if form.is_valid():
            try:
                form.carry_out(by=request.user, now=timezone.now())
            except screening.Stale:
                form.add_error(None, STALE)
                form.renew(Application.objects.values_list("version", flat=True).get(pk=pk))
            except workflow.TransitionClosed as closed:
                form.add_error(None, f"« {closed} » n’est plus possible : le dossier a évolué.")
            except places.NoPlaceLeft:
                form.add_error(None, "Il n’y a plus de place dans cet appel, ou dans cette catégorie.")
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, form.done)
                return redirect(f"admin:applications_{address_after(name)}", pk)
        again = request_page.show if name in request_page.ACTIONS else show
        return again(page, request, fetch(page, request, pk), tried=form, status=422)

    return view


def address_after(name):
    """Actions of the page of requests lead back to it."""
    return "requests" if name in request_page.ACTIONS or name == forms.CloseRequestForm.name else "application_change"


def document(page):
    """A document given with the file, always as a download."""

    @require_safe
    def view(request, pk, attachment):
        given = get_object_or_404(reading.attachments(fetch(page, request, pk), whole=True), pk=attachment)
        return private_file(given.document.file, given.document.name, given.document.content_type)

    return view


def letter(page):
    """A letter as the person reads it."""

    @require_safe
    def view(request, pk, letter):
        application = fetch(page, request, pk)
        context = {
            **page.admin_site.each_context(request),
            "opts": page.opts,
            "application": application,
            "letter": get_object_or_404(application.letters, pk=letter),
        }
        context["title"] = context["letter"].subject
        return render(request, "admin/applications/letter.html", context)

    return view
