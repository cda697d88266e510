"""The project file: list, creation, edition, stage. Fetching is the permission check."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from projects import access, editing, helping, line, organisations, orientation, team
from projects.forms import NewProjectForm, ProjectForm, ReturnForm, StageForm
from projects.models import Project, TeamMember
from projects.views.documents import with_uses
from projects.views.fetching import READ_AND_WRITE, editable, readable

PROJECTS_A_PAGE = 20
ARCHIVED_SHOWN = 50


@require_safe
def index(request):
    """Current projects on their line; the archived ones under them, on the last page."""
    mine = Project.objects.visible_to(request.user).select_related("stage", "department")
    current = mine.current().annotate(application_count=Count("applications")).order_by("-updated_at", "pk")
    page = Paginator(current, PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    stages = line.stages()
    context = {
        "page": page,
        "rows": [(project, line.of(project, stages)) for project in page],
        "archived": mine.exclude(archived_at=None).order_by("-archived_at", "pk")[:ARCHIVED_SHOWN],
    }
    return render(request, "projects/index.html", context)


@require_http_methods(READ_AND_WRITE)
def create(request):
    """`appel` in the address brings back to the call for which the project is created; answers there fill the form."""
    now = timezone.now()
    carried = orientation.carried(request.GET) if request.GET else {}
    form = NewProjectForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(now),
        initial=carried,
        twin=lambda title: team.older_twin_of(request.user, title, now),
    )
    back = ReturnForm(request.GET)
    call = back.cleaned_data["appel"] if back.is_valid() else ""
    if request.method == "POST" and form.is_valid():
        project, is_new = team.create_once(request.user, now=now, **form.values())
        if is_new:
            messages.success(request, "Le projet est créé. Il servira pour toutes vos candidatures.")
        if call:
            return redirect("applications:start", slug=call)
        return redirect(project)
    return render(request, "projects/create.html", {"form": form, "call": call, "carried": carried})


@require_safe
def detail(request, pk):
    project = readable(request.user, pk)
    members = list(project.team.active().select_related("user"))
    my_role = next((member.role for member in members if member.user_id == request.user.pk), "")
    can_edit = my_role in TeamMember.WRITERS or (project.helped and access.writes(request.user, project))
    helping.note_reading(project, by=request.user, now=timezone.now())
    context = {
        "project": project,
        "team": members,
        "stage_changes": project.stage_changes.select_related("stage", "by"),
        "documents": with_uses(project.documents.kept()),
        "applications": project.applications.select_related("call__programme").order_by("-created_at", "pk"),
        "line": line.of(project, line.stages()),
        "proposed": organisations.proposed(project),
        "answers": orientation.labels(project.answers),
        "can_edit": can_edit and not project.archived_at,
        "owns": my_role == TeamMember.Role.OWNER,
        "today": timezone.localdate(),
    }
    return render(request, "projects/detail.html", context)


@require_http_methods(READ_AND_WRITE)
def edit(request, pk):
    project = editable(request.user, pk)
    form = ProjectForm(request.POST if request.method == "POST" else None, instance=project, today=timezone.localdate())
    conflicts = []
    if request.method == "POST" and form.is_valid():
        try:
            editing.update(project, form.cleaned_data["version"] or 0, form.values())
        except editing.Stale as stale:
            project = stale.stored
            conflicts = form.differences(project)
            form = resubmittable(request, project)
        else:
            messages.success(request, "Le projet est enregistré.")
            return redirect(project)
    return render(request, "projects/edit.html", {"project": project, "form": form, "conflicts": conflicts})


def resubmittable(request, stored):
    """The form with what was typed, ready to be saved over the version that stands."""
    typed = request.POST.copy()
    typed["version"] = stored.version
    return ProjectForm(typed, instance=stored, today=timezone.localdate())


@require_http_methods(READ_AND_WRITE)
def stage(request, pk):
    project = editable(request.user, pk)
    form = StageForm(request.POST if request.method == "POST" else None, initial={"stage": project.stage})
    if request.method == "POST" and form.is_valid():
        editing.change_stage(
            project, form.cleaned_data["stage"], by=request.user, now=timezone.now(), note=form.cleaned_data["note"]
        )
        messages.success(request, "L’étape du projet est enregistrée.")
        return redirect(project)
    changes = project.stage_changes.select_related("stage", "by")
    return render(request, "projects/stage.html", {"project": project, "form": form, "stage_changes": changes})
