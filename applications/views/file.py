"""The application as its team follows it: list, page, receipt, what was sent, letters, files."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import (
    access,
    cancelling,
    completing,
    correspondence,
    delays,
    journey,
    project_changes,
    reading,
    reopening,
    response,
    submission,
    turn,
    whose_turn,
)
from applications.models import Application, Attachment, Letter, Message, MoreTime, Reopening
from applications.states import State
from applications.workflow import TRANSITIONS
from ess_portal.lib.downloads import private_file
from projects import helping

APPLICATIONS_A_PAGE = 20


def of_team(user):
    """Where every page of this module starts: the person's own applications, with what their pages name."""
    return Application.objects.of_team(user).select_related(
        "project__stage",
        "project__department",
        "project__legal_form",
        "project__organisation__legal_form",
        "revision",
        "snapshot",
        "assigned_to",
        "call__programme__lead_actor",
        "call__programme__line",
        "call__programme__region",
        "category",
    )


def with_news(user):
    """The same, each with whose turn it is and the number of messages that the person has not read."""
    return correspondence.with_unread(whose_turn.marked(of_team(user)), user, Message.Side.TEAM)


@require_safe
def index(request):
    page = Paginator(with_news(request.user), APPLICATIONS_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [(application, whose_turn.of(application)) for application in page.object_list]
    return render(request, "applications/index.html", {"page": page})


@require_safe
def detail(request, pk):
    application = get_object_or_404(with_news(request.user), pk=pk)
    if application.state == State.DRAFT:
        return redirect("applications:resume", pk=pk)
    now = timezone.now()
    can_reopen = not reopening.why_closed(application, now)
    helping.note_reading(application.project, by=request.user, now=now)
    awaited = turn.awaited(application)
    items = list(completing.still_asked(application)) if awaited and awaited.kind == "request" else []
    sent_at = application.steps.filter(name="submit").values_list("at", flat=True).first()
    stops = journey.stops(application, sent_at, awaited)
    attachments, today = list(reading.attachments(application, whole=True)), timezone.localdate()
    context = {
        "application": application,
        "call": application.call,
        "changes": project_changes.since_sent(application, attachments, today),
        "awaited": awaited,
        "turn": (now_turn := whose_turn.of(application)),
        "usual": delays.usual(application.call.programme, now) if now_turn.is_ours else None,
        "wish": MoreTime.objects.filter(request__application=application, request__closed_at=None).last(),
        "cancelled": cancelling.meaning(application),
        "waiting": response.waiting(application),
        "items": items,
        "asks_for_document": any(item.wants_a_file for item in items),
        "outcome": response.response(application),
        "sent_at": sent_at,
        "stops": stops,
        "summary": journey.summary(stops),
        "events": journey.thread(application),
        "attachments": attachments,
        "letters": application.letters.read_online(),
        "unread": application.unread,
        "team": application.project.team.active().select_related("user"),
        "writes": access.writes(request.user, application),
        "can_reopen": can_reopen,
        "is_reopened": can_reopen and application.is_written,
        "can_apply_again": application.state == State.WITHDRAWN and submission.accepts_at(application.call, now),
        "answers": access.answers_for(request.user, application),
        "can_withdraw": TRANSITIONS["withdraw"].is_open_to(request.user, application),
        "today": timezone.localdate(now),
    }
    return render(request, "applications/detail.html", context)


@require_safe
def receipt(request, pk):
    """The proof of sending, made to be printed."""
    application = get_object_or_404(of_team(request.user).exclude(state=State.DRAFT), pk=pk)
    snapshot = getattr(application, "snapshot", None)
    context = {
        "application": application,
        "step": application.steps.filter(name="submit").select_related("by").first(),
        "usual": delays.usual(application.call.programme, timezone.now()),
        "again": application.reopenings.filter(end=Reopening.End.SENT).last(),
        "title": snapshot.data["project"]["title"] if snapshot else application.project.title,
    }
    return render(request, "applications/receipt.html", context)


@require_safe
def sent(request, pk):
    """The file as it was sent, whatever the project became."""
    application = get_object_or_404(of_team(request.user).exclude(state=State.DRAFT), pk=pk)
    context = {
        "application": application,
        "reading": reading.read(application, whole=True),
        "attachments": reading.attachments(application, whole=True),
    }
    return render(request, "applications/sent.html", context)


@require_safe
def letter(request, pk, letter_pk):
    letters = Letter.objects.filter(application__in=Application.objects.of_team(request.user), application=pk)
    letter = get_object_or_404(letters.select_related("application__project"), pk=letter_pk)
    return render(request, "applications/letter.html", {"letter": letter, "application": letter.application})


@require_safe
def attachment(request, pk, attachment_pk):
    """A file given with an application: for its team, its officers and the members who may read it."""
    files = Attachment.objects.visible_to(request.user).filter(application=pk)
    document = get_object_or_404(files.select_related("document"), pk=attachment_pk).document
    return private_file(document.file, document.name, document.content_type)
