"""The list of programmes and the sheet of one of them."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone

from actors.addresses import keeps_old_addresses
from actors.public import public_page, revision_of
from actors.sources import said
from programmes import linked_data, sheet
from programmes.course import course
from programmes.filters import ProgrammeFilter
from programmes.models import Programme
from programmes.models.call import Phase
from programmes.opening import announced

CARD = [
    *["slug", "name", "sort_name", "kind", "summary", "cost", "cost_note", "duration_value", "duration_unit"],
    *["cohort_size", "entry_mode", "status", "lead_actor__name", "region__name", "line__name"],
]


@public_page
def index(request):
    now = timezone.now()
    filters = ProgrammeFilter.over(request.GET, revision_of(request))
    programmes = Programme.objects.with_calls_at(now).select_related("lead_actor", "region", "line").only(*CARD)
    page = filters.page(request.GET.get("page"), programmes, partial(_card, today=timezone.localdate(now)))
    return render(request, "programmes/index.html", {"filters": filters, "page": page})


def _card(programme, today):
    context = {"programme": programme, "today": today, "level": 3, "comparable": True}
    return render_to_string("programmes/_card.html", context)


@public_page
@keeps_old_addresses(Programme)
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
        "linked_data": linked_data.programme(programme, found, calls),
        "open_call": next((one for one in calls if one.phase == Phase.OPEN), None),
        "next_call": next((one for one in calls if one.phase == Phase.UPCOMING), None),
    }
    return render(request, "programmes/detail.html", context)
