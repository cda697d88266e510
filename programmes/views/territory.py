"""What exists in a region or a département: organisations, programmes, calls, gaps, and whom to call."""

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actors.catalogue import kept, remembered
from actors.models import Department, Region
from actors.public import public_page, revision_of
from programmes.models import Programme
from programmes.territory import (
    calls_of,
    local_actors,
    programmes_by_region,
    stages_and_departments,
    tiles,
    zone_words,
)
from programmes.views.programmes import CARD

SHOWN = 12


@public_page
def departments(request):
    """The map and its table; the choice made on the home page goes on to the département's own page."""
    asked = request.GET.get("departement", "")
    chosen = Department.objects.filter(code=asked).first() if asked else None
    if chosen:
        return redirect(chosen)
    found = kept("tiles", revision_of(request), lambda: tiles(programmes_by_region()))
    return render(request, "programmes/departments.html", {"tiles": found})


@public_page
def region(request, code):
    region = get_object_or_404(Region, code=code)
    return render(request, "programmes/region.html", {"region": region, **_kept(request, region, region)})


@public_page
def department(request, code):
    department = get_object_or_404(Department.objects.select_related("region"), code=code)
    context = {"department": department, "region": department.region, **_kept(request, department, department.region)}
    return render(request, "programmes/department.html", context)


def _kept(request, territory, region):
    """What is there, read once until the directory changes."""
    memory = kept("territories", revision_of(request), dict)
    return remembered(memory, (type(territory), territory.pk), lambda: _around(territory, region))


def _around(territory, region):
    now = timezone.now()
    local = local_actors(territory)
    stages, departments = stages_and_departments(region)
    programmes = Programme.objects.public().available_in(region).with_calls_at(now)
    programmes = programmes.select_related("lead_actor", "region", "line").only(*CARD)
    return {
        "local": local,
        "call_first": local.call_first,
        "stages": stages,
        "departments": departments,
        "calls": calls_of(region, now),
        "zone_words": zone_words(region),
        "programmes": list(programmes.order_by(F("region").asc(nulls_last=True), "sort_name", "pk")[:SHOWN]),
        "today": timezone.localdate(now),
    }
