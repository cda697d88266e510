"""Stages and lines of the pathway."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from actors.around import Part, around
from actors.models import Actor
from actors.public import public_page
from programmes import linked_data
from programmes.models import Line, LineStop, Programme, Stage
from programmes.views.programmes import CARD

SHOWN = 20


@public_page
def stages(request):
    return render(request, "programmes/stages.html", {"stages": Stage.objects.all()})


@public_page
def stage(request, code):
    stage = get_object_or_404(Stage.objects.select_related("function"), code=code)
    beside = Stage.objects.filter(order__in=[stage.order - 1, stage.order + 1])
    found = around(
        {
            "beside": Part(beside, "code", "name", since="order"),
            "lines": Part(LineStop.objects.filter(stage_index=stage.order), "line_id", "line__name", note="line__slug"),
        }
    )
    programmes = Programme.objects.public().filter(stages=stage).with_calls_at(timezone.now())
    serving = Q(led_programmes__stages=stage) | Q(partner_programmes__stages=stage)
    actors = Actor.objects.public().filter(serving).select_related("kind", "department", "region").distinct()
    context = {
        "stage": stage,
        "linked_data": linked_data.stage(stage),
        "beside": sorted(found["beside"], key=lambda item: int(item.since)),
        "lines": sorted(found["lines"], key=lambda item: item.code),
        "programmes": programmes.select_related("lead_actor", "region", "line").only(*CARD)[:SHOWN],
        "actors": actors.defer("description", "editor_note")[: 2 * SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "programmes/stage.html", context)


@public_page
def line(request, slug):
    line = get_object_or_404(Line, slug=slug)
    stops = line.stops.values("stage_index")
    found = around(
        {
            "stages": Part(Stage.objects.filter(order__in=stops), "code", "name", note="question", since="order"),
            "programmes": Part(line.programmes.public(), "slug", "name", note="summary", since="stages__order"),
            "others": Part(
                LineStop.objects.filter(stage_index__in=stops).exclude(line=line),
                "line_id",
                "line__name",
                note="line__slug",
                since="stage_index",
            ),
            "walks": Part(line.walks_from, "to_line_id", "to_line__name", note="to_line__slug", since="from_stage"),
        }
    )
    stages = sorted(found["stages"], key=lambda item: int(item.since))
    context = {
        "line": line,
        "stations": [_station(stage, found) for stage in stages],
        "elsewhere": _elsewhere(stages, found),
    }
    return render(request, "programmes/line.html", context)


def _station(stage, found):
    def here(name):
        return sorted((item for item in found[name] if item.since == stage.since), key=lambda item: item.label)

    return {"stage": stage, "programmes": here("programmes"), "others": here("others"), "walks": here("walks")}


def _elsewhere(stages, found):
    """Programmes of the line that serve none of its stops, each once."""
    served = {stage.since for stage in stages}
    shown = {item.code for item in found["programmes"] if item.since in served}
    left = {item.code: item for item in found["programmes"] if item.code not in shown}
    return sorted(left.values(), key=lambda item: item.label)
