"""The project file: list, creation, edition, stage, documents. Fetching is the permission check."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ess_portal.lib.downloads import private_file
from projects import access, documents, editing, orientation, team
from projects.forms import DocumentForm, NewProjectForm, ProjectForm, ReturnForm, StageForm
from projects.models import Project, ProjectDocument

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PROJECTS_A_PAGE = 20


def editable(user, projects, **lookup):
    """One project of a queryset: 404 for a stranger, 403 for somebody of the team who may only read."""
    project = get_object_or_404(projects, **lookup)
    if not access.writes(user, project):
        raise PermissionDenied("Vous pouvez lire ce projet, pas le modifier.")
    return project


def detailed(user):
    return Project.objects.visible_to(user).select_related("stage", "department", "legal_form", "organisation")


@require_safe
def index(request):
    projects = (
        Project.objects.visible_to(request.user)
        .select_related("stage", "department")
        .annotate(application_count=Count("applications"))
        .order_by("-updated_at", "pk")
    )
    page = Paginator(projects, PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/index.html", {"page": page})


@require_http_methods(READ_AND_WRITE)
def create(request):
    """`appel` in the address brings back to the call for which the project is created; answers there fill the form."""
    now = timezone.now()
    carried = orientation.carried(request.GET) if request.GET else {}
    form = NewProjectForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate(now), initial=carried
    )
    back = ReturnForm(request.GET)
    call = back.cleaned_data["appel"] if back.is_valid() else ""
    if request.method == "POST" and form.is_valid():
        project = team.create_project(request.user, now=now, **form.values())
        messages.success(request, "Le projet est créé. Il servira pour toutes vos candidatures.")
        if call:
            return redirect("applications:start", slug=call)
        return redirect(project)
    return render(request, "projects/create.html", {"form": form, "call": call, "carried": carried})


@require_safe
def detail(request, pk):
    project = get_object_or_404(detailed(request.user), pk=pk)
    context = {
        "project": project,
        "team": project.team.active().select_related("user"),
        "stage_changes": project.stage_changes.select_related("stage", "by"),
        "documents": project.documents.filter(removed_at=None).select_related("kind"),
        "applications": project.applications.select_related("call__programme").order_by("-created_at", "pk"),
        "answers": orientation.labels(project.answers),
        "can_edit": access.writes(request.user, project),
        "today": timezone.localdate(),
    }
    return render(request, "projects/detail.html", context)


@require_http_methods(READ_AND_WRITE)
def edit(request, pk):
    project = editable(request.user, detailed(request.user), pk=pk)
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
    project = editable(request.user, detailed(request.user), pk=pk)
    form = StageForm(request.POST if request.method == "POST" else None, initial={"stage": project.stage})
    if request.method == "POST" and form.is_valid():
        editing.change_stage(
            project, form.cleaned_data["stage"], by=request.user, now=timezone.now(), note=form.cleaned_data["note"]
        )
        messages.success(request, "L’étape du projet est enregistrée.")
        return redirect(project)
    changes = project.stage_changes.select_related("stage", "by")
    return render(request, "projects/stage.html", {"project": project, "form": form, "stage_changes": changes})


@require_http_methods(READ_AND_WRITE)
def add_document(request, pk):
    project = editable(request.user, detailed(request.user), pk=pk)
    form = DocumentForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        documents.store(
            project,
            data["file"],
            data["file"].accepted,
            data["kind"],
            by=request.user,
            now=timezone.now(),
            valid_until=data["valid_until"],
        )
        messages.success(request, "Le document est gardé avec le projet. Vous pourrez le joindre à vos candidatures.")
        return redirect(project)
    return render(request, "projects/document_add.html", {"project": project, "form": form})


def team_documents(user):
    """Documents still in the project, of the person's projects."""
    return ProjectDocument.objects.filter(removed_at=None, project__in=Project.objects.visible_to(user))


@require_safe
def download(request, pk):
    document = get_object_or_404(team_documents(request.user), pk=pk)
    return private_file(document.file, document.name, document.content_type)


@require_http_methods(READ_AND_WRITE)
def remove_document(request, pk):
    document = get_object_or_404(team_documents(request.user).select_related("project", "kind"), pk=pk)
    if not access.writes(request.user, document.project):
        raise PermissionDenied("Vous pouvez lire ce projet, pas le modifier.")
    if request.method == "POST":
        documents.remove(document, now=timezone.now())
        messages.success(request, "Le document est retiré du projet.")
        return redirect(document.project)
    return render(request, "projects/document_remove.html", {"document": document, "project": document.project})
