"""Archiving, deleting, taking up again: in two steps, and what goes is said before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from projects import closing
from projects.views.fetching import READ_AND_WRITE, owned


@require_http_methods(READ_AND_WRITE)
def archive(request, pk):
    project = owned(request.user, pk)
    if request.method == "POST":
        closing.archive(project, now=timezone.now())
        messages.success(request, f"« {project.title} » est archivé. Vous le retrouvez au bas de vos projets.")
        return redirect("projects:index")
    return render(request, "projects/archive.html", {"project": project, "has_sent": closing.has_sent(project)})


@require_http_methods(READ_AND_WRITE)
def delete(request, pk):
    project = owned(request.user, pk)
    if request.method == "POST":
        try:
            closing.delete(project)
        except closing.CannotDelete as refusal:
            messages.warning(request, str(refusal))
            return redirect("projects:archive", pk)
        messages.success(request, f"« {project.title} » est supprimé, avec ses documents.")
        return redirect("projects:index")
    if closing.has_sent(project):
        return redirect("projects:archive", pk)
    return render(request, "projects/delete.html", {"project": project, "goes": closing.what_goes(project)})


@require_POST
def take_up(request, pk):
    project = closing.take_up(owned(request.user, pk))
    messages.success(request, "Le projet est repris. Vous pouvez de nouveau le modifier.")
    return redirect(project)
