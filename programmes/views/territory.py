"""What exists in a region or a département: organisations, programmes, and whom to call."""

from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actors.filters import working_in
from actors.models import Actor, Department, Region
from actors.public import public_page
from programmes.models import Programme
from programmes.territory import local_actors, programmes_by_region, tiles, whom_to_call
from programmes.views.programmes import CARD

SHOWN = 20


@public_page
def departments(request):
    """All départements as text; the choice made on the home page goes on to its own page."""
    chosen = Department.objects.filter(code=request.GET.get("departement", "")).first()
    if chosen:
        return redirect(chosen)
    return render(request, "programmes/departments.html", {"tiles": tiles(programmes_by_region())})


@public_page
def region(request, code):
    region = get_object_or_404(Region, code=code)
    present = Count("actors", filter=Q(actors__listed=True))
    actors = Actor.objects.public().filter(working_in(region=code)).select_related("kind", "department", "region")
    context = {
        "region": region,
        "departments": region.departments.annotate(present=present),
        "actors": actors.defer("description", "editor_note")[:SHOWN],
        "programmes": _programmes(region),
        "call_first": whom_to_call(region),
        "today": timezone.localdate(),
    }
    return render(request, "programmes/region.html", context)


@public_page
def department(request, code):
    department = get_object_or_404(Department.objects.select_related("region"), code=code)
    present, around_here = local_actors(department)
    context = {
        "department": department,
        "present": present,
        "around_here": around_here,
        "programmes": _programmes(department.region),
        "call_first": whom_to_call(department.region),
        "today": timezone.localdate(),
    }
    return render(request, "programmes/department.html", context)


def _programmes(region):
    """Programmes of the region, then those of the whole country."""
    programmes = Programme.objects.public().available_in(region).with_calls_at(timezone.now())
    programmes = programmes.select_related("lead_actor", "region", "line").only(*CARD)
    return programmes.order_by(F("region").asc(nulls_last=True), "sort_name", "pk")[: 2 * SHOWN]
