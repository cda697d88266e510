"""Saved views beside the officers' list: kept, renamed, shared, deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications import saved_views
from applications.admin import table
from applications.models import SavedView

NO_CALL = "Choisissez d’abord un appel dans les filtres\u00a0: la vue est partagée avec la structure qui le porte."


def shown_above(request, query):
    """(view, address, whether it is what the page shows) for each view of the person."""
    kept = table.kept_of(query).urlencode()
    views = SavedView.objects.visible_to(request.user).select_related("owner")
    return [(view, f"{reverse(table.LIST)}?{view.query}", view.query == kept) for view in views]


def house_of(request, query):
    """The organisation that leads the call of this query, which the person runs; raises ViewRefused without one."""
    call = table.call_of(request, query)
    if call is None:
        raise saved_views.ViewRefused(NO_CALL)
    return call.leader


def keep(page):
    """POST of a name for the present list; a refusal shows the name again."""

    @require_POST
    def view(request):
        if not page.has_view_permission(request):
            raise PermissionDenied
        query, name = request.POST.get("retour", ""), request.POST.get("nom", "")
        kept = table.kept_of(query)
        try:
            listed = table.whole(page, request, query)
            kept["colonnes"] = ",".join(column.code for column in listed.shown)
            house = house_of(request, query) if request.POST.get("partage") else None
            saved_views.save(name, kept.urlencode(), by=request.user, shared_with=house)
        except (saved_views.ViewRefused, table.Refused) as refusal:
            context = {"name": name, "shared": request.POST.get("partage"), "refusal": str(refusal), "query": query}
            return shown(page, request, context, status=422)
        messages.success(request, "La vue est enregistrée\u00a0: elle est au-dessus de la liste.")
        return HttpResponseRedirect(table.address_of(kept))

    return view


def own(page):
    """Rename, share or delete one of her views."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request, pk):
        found = get_object_or_404(SavedView, pk=pk, owner=request.user)
        if request.method != "POST":
            return shown(page, request, {"view": found, "name": found.name, "shared": found.shared_with_id})
        name, shared, version = (request.POST.get(field, "") for field in ("nom", "partage", "version"))
        version = int(version) if version.isdecimal() else 0
        try:
            if request.POST.get("faire") == "supprimer":
                saved_views.delete(found, by=request.user, version=version)
                messages.success(request, f"La vue «\u00a0{found}\u00a0» est supprimée.")
            else:
                house = house_of(request, found.query) if shared else None
                saved_views.change(found, name, house, by=request.user, version=version)
                messages.success(request, "La vue est modifiée.")
        except saved_views.ViewRefused as refusal:
            found = get_object_or_404(SavedView, pk=pk, owner=request.user)
            context = {"view": found, "name": name, "shared": shared, "refusal": str(refusal)}
            return shown(page, request, context, status=422)
        return redirect(table.LIST)

    return view


def shown(page, request, context, status=200):
    base = {**page.admin_site.each_context(request), "opts": page.opts, "title": "Vue enregistrée"}
    return render(request, "admin/applications/saved_view.html", {**base, **context}, status=status)
