"""What a correction of the form changed for a draft: read by the whole team, put away by who may write."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications import access, carrying
from applications.states import State
from applications.views.file import of_team


@require_http_methods(["GET", "HEAD", "POST"])
def form_changes(request, pk):
    drafts = of_team(request.user).filter(state=State.DRAFT)
    application = get_object_or_404(drafts.select_related("former_revision", "call"), pk=pk)
    writes = access.writes(request.user, application)
    if request.method == "POST":
        if not writes:
            raise PermissionDenied("Vous pouvez lire cette candidature, pas la modifier.")
        carrying.acknowledge(application)
        messages.success(request, "C’est noté. Vous pouvez continuer votre candidature.")
        return redirect("applications:resume", pk=pk)
    context = {
        "application": application,
        "call": application.call,
        "notes": carrying.notes(application),
        "changes": carrying.changes(application),
        "left_behind": carrying.left_behind(application),
        "writes": writes,
    }
    return render(request, "applications/form_changes.html", context)
