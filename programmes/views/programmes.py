"""The list of programmes and the sheet of one of them."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from actors.public import public_page
from actors.sources import said
from programmes import sheet
from programmes.course import course
from programmes.filters import ORDERS, ProgrammeFilter
from programmes.models.call import Phase
from programmes.opening import announced

ON_A_PAGE = 20
CARD = (
    "slug name sort_name kind summary cost cost_note duration_value duration_unit cohort_size entry_mode status "
    "lead_actor__name region__name line__name"
)


@public_page
def index(request):
    now = timezone.now()
    filters = ProgrammeFilter.over(request.GET)
    facets, total = filters.facets()
    programmes = filters.narrow().with_calls_at(now).select_related("lead_actor", "region", "line")
    paginator = Paginator(programmes.only(*CARD.split()).order_by(*filters.ordering()), ON_A_PAGE)
    paginator.count = total
    context = {
        "filters": filters,
        "facets": facets,
        "total": total,
        "chips": list(filters.chips(request.GET)),
        "relaxations": [] if total else filters.relaxations(request.GET),
        "orders": ORDERS,
        "page": paginator.get_page(request.GET.get("page")),
        "today": timezone.localdate(now),
    }
    return render(request, "programmes/index.html", context)


@public_page
def detail(request, slug):
    now = timezone.now()
    programme = get_object_or_404(sheet.shown(), slug=slug)
    found = sheet.surroundings(programme)
    calls = announced(programme.calls.public().select_related("programme__region"), now)
    context = {
        "programme": programme,
        "found": found,
        "stages": sorted(found["stages"], key=lambda item: int(item.since)),
        "sources": said(found["sources"]),
        "course": course(programme.components.select_related("provider")),
        "conditions": sheet.conditions(programme.rules),
        "partners": sheet.partners(programme, found),
        "neighbours": sheet.neighbours(programme, found),
        "calls": calls,
        "open_call": next((one for one in calls if one.phase == Phase.OPEN), None),
        "next_call": next((one for one in calls if one.phase == Phase.UPCOMING), None),
    }
    return render(request, "programmes/detail.html", context)
