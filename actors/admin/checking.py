"""« Fiches à vérifier »: what a chamber has to check, oldest first, and the page where a sheet becomes verified."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actors import checking
from actors.models import Actor, Proposal, Report
from actors.sheet_kinds import KINDS, stored_text

ON_A_PAGE = 50
HISTORY_SHOWN = 8


def to_check(request, site):
    rows = checking.to_check(request.user, timezone.localdate())
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**site.each_context(request), "title": "Fiches à vérifier", "page": page}
    return render(request, "admin/sheets/to_check.html", context)


def check(request, site, segment, slug):
    """One sheet: when it was checked, what is waiting about it, and the button that says « vérifiée »."""
    kind = KINDS.get(segment)
    if kind is None:
        raise Http404
    sheet = get_object_or_404(kind.of_houses(Actor.objects.checked_by(request.user)), slug=slug)
    if request.method == "POST":
        checking.verify(sheet, by=request.user, day=timezone.localdate())
        messages.success(request, "La fiche est marquée comme vérifiée aujourd’hui.")
        return redirect("admin:actors_check", segment, slug)
    lists = {}
    context = {
        "title": sheet.name,
        "sheet": sheet,
        "kind": kind,
        "house": kind.house(sheet),
        "fields": [(kind.label(name), kind.in_words(name, stored_text(sheet, name), lists)) for name in kind.fields],
        "sources": sheet.sources.all(),
        "reports": Report.objects.about(sheet).waiting(),
        "proposals": Proposal.objects.about(sheet).waiting(),
        "history": sheet.history.select_related("history_user")[:HISTORY_SHOWN],
    }
    return render(request, "admin/sheets/check.html", {**site.each_context(request), **context})
