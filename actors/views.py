"""The public directory of organisations: the list, and the sheet of one of them."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, render

from actors import sheet
from actors.filters import ActorFilter
from actors.public import public_page
from actors.sources import partial_date, said

ON_A_PAGE = 20


@public_page
def index(request):
    filters = ActorFilter.over(request.GET)
    facets, total = filters.facets()
    actors = filters.narrow().select_related("kind", "department", "region").annotate(led=Count("led_programmes"))
    paginator = Paginator(actors.defer("description", "editor_note").order_by(*filters.ordering()), ON_A_PAGE)
    paginator.count = total
    context = {
        "filters": filters,
        "facets": facets,
        "total": total,
        "chips": list(filters.chips(request.GET)),
        "relaxations": [] if total else filters.relaxations(request.GET),
        "page": paginator.get_page(request.GET.get("page")),
    }
    return render(request, "actors/index.html", context)


@public_page
def detail(request, slug):
    actor = get_object_or_404(sheet.shown(), slug=slug)
    found = sheet.surroundings(actor)
    context = {
        "actor": actor,
        "found": found,
        "groups": sheet.groups(actor, found),
        "programmes": sheet.programmes(found),
        "aliases": [(item.label, item.note, partial_date(item.until)) for item in found["aliases"]],
        "sources": said(found["sources"]),
    }
    return render(request, "actors/detail.html", context)
