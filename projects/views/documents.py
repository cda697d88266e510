"""Documents of the project: kept once, given to many applications."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Prefetch, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ess_portal.lib.downloads import private_file
from projects import documents
from projects.forms import DocumentForm, NewerDocumentForm
from projects.models import Project
from projects.views.fetching import READ_AND_WRITE, editable, require_writer, team_documents

DOCUMENTS_A_PAGE = 20


def with_uses(rows: QuerySet) -> QuerySet:
    """Documents with the applications that hold them, for « joint à … »."""
    uses = Prefetch("attachments__application__call")
    return rows.select_related("kind").prefetch_related(uses)


@require_safe
def index(request):
    """« Mes documents »: those of every project of the person, the ones that end first on top."""
    rows = team_documents(request.user).filter(project__archived_at=None).select_related("project")
    ordered = with_uses(rows).order_by(F("valid_until").asc(nulls_last=True), "project__sort_title", "kind__name", "pk")
    page = Paginator(ordered, DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    editable = set(Project.objects.editable_by(request.user).current().values_list("pk", flat=True))
    context = {"page": page, "editable": editable, "today": timezone.localdate()}
    return render(request, "projects/documents.html", context)


@require_http_methods(READ_AND_WRITE)
def add_document(request, pk):
    project = editable(request.user, pk)
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


@require_safe
def download(request, pk):
    document = get_object_or_404(team_documents(request.user), pk=pk)
    return private_file(document.file, document.name, document.content_type)


def writable_document(request, pk):
    """A document still in the project, for somebody who may change it."""
    document = get_object_or_404(team_documents(request.user).select_related("project", "kind"), pk=pk)
    require_writer(request.user, document.project)
    return document


@require_http_methods(READ_AND_WRITE)
def replace_document(request, pk):
    """A newer version: drafts follow it, files already sent keep theirs."""
    document = writable_document(request, pk)
    form = NewerDocumentForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            documents.replace(
                document,
                data["file"],
                data["file"].accepted,
                by=request.user,
                now=timezone.now(),
                valid_until=data["valid_until"],
            )
        except documents.AlreadyReplaced as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "Le document est remplacé. Vos brouillons prennent le nouveau.")
        return redirect(document.project)
    context = {"document": document, "project": document.project, "form": form, "today": timezone.localdate()}
    return render(request, "projects/document_replace.html", context)


@require_http_methods(READ_AND_WRITE)
def remove_document(request, pk):
    document = writable_document(request, pk)
    if request.method == "POST":
        try:
            documents.remove(document, now=timezone.now())
        except documents.AlreadyReplaced as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "Le document est retiré du projet.")
        return redirect(document.project)
    return render(request, "projects/document_remove.html", {"document": document, "project": document.project})
