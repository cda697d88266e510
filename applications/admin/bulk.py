"""Acts on the ticked files of the list: a page that says what will happen, then one that says what did."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from applications import bulk
from applications.admin import table
from applications.forms.bulk import BulkForm

TOO_MANY = f"Cochez {bulk.MOST} dossiers au plus, puis recommencez."
FOREKNOWN = "…"


def actions():
    """Django's actions of a list, by name: each leads to the page that asks for a confirmation."""
    return {name: (asked(name), name, gesture.label) for name, gesture in bulk.GESTURES.items()}


def asked(name):
    @admin.action(description=bulk.GESTURES[name].label, permissions=["view"])
    def action(page, request, applications):
        chosen = list(applications.values_list("pk", flat=True)[: bulk.MOST + 1])
        if len(chosen) > bulk.MOST:
            messages.warning(request, TOO_MANY)
            return None
        files = files_of(page, request, chosen)
        form = BulkForm(asks=bulk.GESTURES[name].asks, files=files)
        return confirm(page, request, name, files, form, request.GET.urlencode())

    action.__name__ = name
    return action


def files_of(page, request, ids):
    """The officer's files among these, in the order of their numbers."""
    rows = page.get_queryset(request).filter(pk__in=ids)
    return list(rows.select_related("call__programme__lead_actor", "project", "assigned_to").order_by("number", "pk"))


def confirm(page, request, name, files, form, query, status=200):
    gesture = bulk.GESTURES[name]
    foretold = bulk.foretell(gesture, files, supposed(request, form, gesture))
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": gesture.label,
        "name": name,
        "gesture": gesture,
        "form": form,
        "outcomes": foretold,
        "open": sum(not outcome.refusal for outcome in foretold),
        "query": query,
    }
    return render(request, "admin/applications/bulk.html", context, status=status)


def supposed(request, form, gesture):
    """What can be foretold before anything is chosen: the first committee offered stands for the others."""
    session = form.fields["session"].queryset.first() if gesture.asks == "session" else None
    return bulk.Given(request.user, timezone.now(), session=session, body=FOREKNOWN, key=UUID(int=0))


def do(page):
    """POST of a confirmed act on « file:version » pairs."""

    @require_POST
    def view(request, name):
        if not page.has_view_permission(request):
            raise PermissionDenied
        if name not in bulk.GESTURES:
            raise Http404
        gesture, versions = bulk.GESTURES[name], versions_of(request.POST.getlist("dossiers")[: bulk.MOST])
        files = files_of(page, request, versions)
        query = request.POST.get("retour", "")
        if not files:
            messages.warning(request, "Cochez au moins un dossier que vous suivez.")
            return HttpResponseRedirect(table.address_of(table.kept_of(query)))
        form = BulkForm(request.POST, asks=gesture.asks, files=files)
        if not form.is_valid():
            return confirm(page, request, name, files, form, query, status=422)
        given = bulk.Given(request.user, timezone.now(), **form.cleaned_data)
        outcomes = bulk.carry_out(gesture, [(file, versions[file.pk]) for file in files], given)
        lost = len(versions) - len(files)
        return tell(page, request, gesture, outcomes, lost, query)

    return view


def versions_of(pairs):
    """{file: version} of « file:version » pairs; what is not one is left out."""
    found = {}
    for pair in pairs:
        file, _, version = pair.partition(":")
        try:
            found[UUID(file)] = int(version)
        except ValueError:
            continue
    return found


def tell(page, request, gesture, outcomes, lost, query):
    refused = [outcome for outcome in outcomes if outcome.refusal]
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": gesture.label,
        "gesture": gesture,
        "done": [outcome for outcome in outcomes if not outcome.refusal],
        "refused": refused,
        "lost": lost,
        "back": table.address_of(table.kept_of(query)),
    }
    return render(request, "admin/applications/bulk_done.html", context)
