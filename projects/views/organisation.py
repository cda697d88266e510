"""Choosing the organisation of a project: looked for in the directory, without any script."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from actors.models import Actor
from projects import editing, organisations
from projects.forms import OrganisationChoiceForm, OrganisationSearchForm
from projects.views.fetching import READ_AND_WRITE, editable

STALE = "Le projet a été enregistré ailleurs entre-temps. Voici où il en est : choisissez de nouveau."


@require_http_methods(READ_AND_WRITE)
def organisation(request, pk):
    project = editable(request.user, pk)
    search = OrganisationSearchForm(request.GET)
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    if request.method == "POST":
        return chosen(request, project)
    context = {
        "project": project,
        "search": search,
        "words": words,
        "found": organisations.known(words) if words else [],
        "proposed": organisations.proposed(project),
    }
    return render(request, "projects/organisation.html", context)


def chosen(request, project):
    form = OrganisationChoiceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Choisissez une structure de la liste, ou « Pas encore de structure ».")
        return redirect("projects:organisation", project.pk)
    try:
        if form.cleaned_data["actor"]:
            actor = get_object_or_404(Actor.objects.public(), slug=form.cleaned_data["actor"])
            organisations.choose(project, actor, form.cleaned_data["version"])
            messages.success(request, f"{actor.name} porte le projet.")
        else:
            organisations.none_yet(project, form.cleaned_data["version"])
            messages.success(request, "C’est noté : pas encore de structure. Cela n’empêche pas de candidater.")
    except editing.Stale:
        messages.warning(request, STALE)
        return redirect("projects:organisation", project.pk)
    return redirect(project)
