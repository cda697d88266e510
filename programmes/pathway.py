"""The plan as it is stored, given to the drawing."""

from collections import defaultdict

from django.urls import reverse

from actors.around import Part, around
from programmes import plan
from programmes.models import Line, LineStop, LineWalk, LineWaypoint, Programme, Stage


def current_plan() -> plan.Plan:
    """The plan drawn from the database: three queries."""
    programmes = Programme.objects.public().filter(line__isnull=False)
    stages = [_stage(stage) for stage in Stage.objects.all()]
    parts = around(
        {
            "waypoints": Part(LineWaypoint.objects, "line_id", "stage_index", note="row"),
            "stops": Part(LineStop.objects, "line_id", "stage_index"),
            "walks": Part(
                LineWalk.objects, "from_line_id", "from_stage", note="to_line_id", since="to_stage", until="label"
            ),
            "programmes": Part(programmes, "line_id", "name", note="sort_name"),
        }
    )
    points, stops, names = defaultdict(list), defaultdict(set), defaultdict(list)
    for item in parts["waypoints"]:
        points[item.code].append((int(item.label), int(item.note)))
    for item in parts["stops"]:
        stops[item.code].add(int(item.label))
    for item in sorted(parts["programmes"], key=lambda item: item.note):
        names[item.code].append(Programme(name=item.label).short_name)
    lines = [_line(line, points[line.pk], stops[line.pk], names[line.pk]) for line in Line.objects.all()]
    walks = [plan.Walk(w.code, int(w.label), w.note, int(w.since), w.until) for w in parts["walks"]]
    return plan.draw(stages, lines, walks)


def _stage(stage):
    short = stage.short_lines or stage.name
    return plan.Stage(
        order=stage.order,
        code=stage.code,
        name=stage.name,
        short_lines=tuple(short.split("|")),
        zone=stage.plan_zone,
        url=stage.get_absolute_url(),
        question=stage.question,
    )


def _line(line, points, stops, names):
    return plan.Line(
        letter=line.letter,
        name=line.name,
        short_name=line.short_name or line.name,
        url=reverse("programmes:line", args=[line.slug]),
        core=line.core,
        terminus=line.terminus,
        label=(float(line.label_order), line.label_row, line.label_dx, line.label_dy, line.label_anchor),
        waypoints=tuple(sorted(points)),
        stops=frozenset(stops),
        programmes=tuple(names),
    )
