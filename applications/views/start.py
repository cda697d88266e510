"""From a call to a draft: which project, which conditions are met and why, then the beginning."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actors.addresses import keeps_old_addresses
from applications import answers, copying, draft, eligibility, entitlement, submission
from applications.forms.start import ProjectChoiceForm
from applications.models import Application
from applications.views.copying import take_up
from programmes import filling_time, meetings, revisions
from programmes.models import Call, Registration
from projects.models import Project

OTHER_CALLS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_old_addresses(Call)
def start(request, slug):
    """Choose a project (GET), see its verdicts (GET with `projet`), create or reopen the draft (POST)."""
    call = get_object_or_404(Call.objects.public().select_related("programme__region", "programme__line"), slug=slug)
    now = timezone.now()
    projects = Project.objects.editable_by(request.user).current()
    if not submission.accepts_at(call, now):
        return closed(request, call, projects, now)
    if not entitlement.may_apply(call, request.user):
        return meeting_first(request, call, now)
    form = ProjectChoiceForm(request.POST or request.GET, projects=projects)
    project, former = form.chosen(), None
    if form.former():
        may_follow = copying.sources(project, request.user) if project else Application.objects.of_team(request.user)
        former = get_object_or_404(may_follow.select_related("call", "project"), pk=form.former())
    if request.method == "POST":
        return begin(request, call, project, former, now)
    return render(request, "applications/start.html", page(request, call, form, project, former, now))


def begin(request, call, project, former, now):
    """Create or reopen the draft; from a former application, its answers follow."""
    if project is None:
        messages.error(request, "Choisissez un de vos projets pour commencer.")
        return redirect("applications:start", slug=call.slug)
    try:
        application = draft.start(project, call, by=request.user, now=now)
    except entitlement.MeetingFirst:
        return meeting_first(request, call, now)
    if former and former != application:
        return take_up(request, application, former)
    if "reprise" in request.POST:
        return redirect("applications:copy", pk=application.pk)
    return redirect(application)


def page(request, call, form, project, former, now):
    """What the page shows: the projects to choose from, or the conditions of the one that is chosen."""
    projects = form.fields["projet"].queryset
    application = draft.existing(project, call) if project else None
    others = copying.sources(project, request.user).exclude(pk=application and application.pk) if project else None
    form_in_force = revisions.in_force(call)
    return {
        "call": call,
        "form": form,
        "former": former,
        "can_copy": others is not None and others.exists(),
        "projects": list(projects.select_related("stage")),
        "project": project,
        "application": application,
        "verdicts": eligibility.verdicts_on_project(project, call, timezone.localdate(now)) if project else [],
        "time": filling_time.told(answers.form(form_in_force)) if form_in_force else "",
        "today": timezone.localdate(now),
    }


def meeting_first(request, call, now):
    """The call asks for an information meeting: the person's own, and the dates to come."""
    mine = Registration.objects.filter(meeting__call=call, user=request.user, cancelled_at=None)
    to_come = list(meetings.to_come(call, now))
    taken = set(mine.values_list("meeting", flat=True))
    context = {
        "call": call,
        "taken": [one for one in to_come if one.pk in taken],
        "meetings": [one for one in to_come if one.pk not in taken],
        "awaited": mine.filter(meeting__starts_at__lte=now, attended=None).exists(),
    }
    return render(request, "applications/meeting_first.html", context)


def closed(request, call, projects, now):
    """Too early or too late: why, the drafts already begun, and other leads."""
    context = {
        "call": call,
        "reason": submission.why_closed(call, now),
        "applications": call.applications.of_team(request.user).select_related("project"),
        "other_calls": Call.objects.open_at(now).exclude(pk=call.pk).select_related("programme")[:OTHER_CALLS],
        "today": timezone.localdate(now),
    }
    return render(request, "applications/closed.html", context)
