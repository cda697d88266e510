"""What exists in a region or a département: organisations, programmes, calls, gaps, and whom to call."""

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from actors.catalogue import kept, remembered
from actors.models import Department, Region
from actors.public import public_page, revision_of
from programmes.call_catalogue import CallList
from programmes.filters import ProgrammeFilter
from programmes.models import Programme
from programmes.territory import (
    calls_of,
    departments_of,
    local_actors,
    programmes_by_region,
    reach,
    tiles,
    to_follow,
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
    body = _drawn(request, "programmes/_region.html", region, region)
    return render(request, "programmes/region.html", {"region": region, "body": body})


@public_page
def department(request, code):
    department = get_object_or_404(Department.objects.select_related("region"), code=code)
    body = _drawn(request, "programmes/_department.html", department, department.region)
    context = {"department": department, "region": department.region, "body": body}
    return render(request, "programmes/department.html", context)


def _drawn(request, template, territory, region):
    """What the page says of the territory, drawn once until the directory changes."""
    revision = revision_of(request)
    memory = kept("territories", revision, dict)
    name = type(territory), territory.pk
    return remembered(memory, name, lambda: render_to_string(template, _around(territory, region, revision)))


def _around(territory, region, revision):
    now = timezone.now()
    local = local_actors(territory)
    known = ProgrammeFilter.over(QueryDict(), revision).catalogue
    keys = to_follow(known, region, SHOWN)
    programmes = Programme.objects.with_calls_at(now).select_related("lead_actor", "region", "line").only(*CARD)
    found = programmes.in_bulk(keys)
    return {
        "department": None if territory is region else territory,
        "region": region,
        "local": local,
        "call_first": local.call_first,
        "stages": reach(known, region),
        "departments": departments_of(region),
        "calls": calls_of(region, CallList(QueryDict(), revision, now).catalogue, now),
        "zone_words": zone_words(region),
        "programmes": [found[key] for key in keys if key in found],
        "today": timezone.localdate(now),
    }
