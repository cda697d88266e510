"""Documents of the project: kept once, given to many applications."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ess_portal.lib.downloads import private_file
from projects import documents
from projects.forms import DocumentForm
from projects.views.fetching import READ_AND_WRITE, editable, require_writer, team_documents


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


@require_http_methods(READ_AND_WRITE)
def remove_document(request, pk):
    document = get_object_or_404(team_documents(request.user).select_related("project", "kind"), pk=pk)
    require_writer(request.user, document.project)
    if request.method == "POST":
        documents.remove(document, now=timezone.now())
        messages.success(request, "Le document est retiré du projet.")
        return redirect(document.project)
    return render(request, "projects/document_remove.html", {"document": document, "project": document.project})
