"""The plan as it is stored, given to the drawing."""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from actors.around import Part, around
from programmes import plan
from programmes.models import Line, LineStop, LineWalk, LineWaypoint, Programme, Stage

MOST_NAMES = 5


def current_plan(chosen: QuerySet[Programme] | None = None) -> plan.Plan:
    """The plan drawn from the database, in three queries; lines and stops without a programme of `chosen` are off."""
    programmes = Programme.objects.public() if chosen is None else chosen
    programmes = programmes.filter(line__isnull=False)
    rank = Window(RowNumber(), partition_by="line", order_by=["sort_name", "pk"])
    first = Programme.objects.filter(pk__in=programmes.annotate(rank=rank).filter(rank__lte=MOST_NAMES).values("pk"))
    stages = [_stage(stage) for stage in Stage.objects.all()]
    parts = around(
        {
            "waypoints": Part(LineWaypoint.objects, "line_id", "stage_index", note="row"),
            "stops": Part(LineStop.objects, "line_id", "stage_index"),
            "walks": Part(
                LineWalk.objects, "from_line_id", "from_stage", note="to_line_id", since="to_stage", until="label"
            ),
            "programmes": Part(first, "line_id", "name", note="sort_name"),
            "served": Part(programmes.distinct(), "line_id", "line_id", since="stages__order"),
        }
    )
    points, stops, names, served = defaultdict(list), defaultdict(set), defaultdict(list), defaultdict(set)
    for item in parts["waypoints"]:
        points[item.code].append((int(item.label), int(item.note)))
    for item in parts["stops"]:
        stops[item.code].add(int(item.label))
    for item in sorted(parts["programmes"], key=lambda item: item.note):
        names[item.code].append(Programme(name=item.label).short_name)
    for item in parts["served"]:
        served[item.code] |= {int(item.since)} if item.since else set()
    ridden = Line.objects.annotate(riding=Count("programmes", filter=Q(programmes__in=programmes)))
    lines = [
        _line(
            line,
            waypoints=tuple(sorted(points[line.pk])),
            stops=frozenset(stops[line.pk]),
            programmes=tuple(dict.fromkeys(names[line.pk])),
            more=line.riding - len(names[line.pk]),
            served=None if chosen is None else frozenset(served[line.pk]),
        )
        for line in ridden.order_by("order", "letter")
    ]
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


def _line(line, **around_it):
    return plan.Line(
        letter=line.letter,
        name=line.name,
        short_name=line.short_name or line.name,
        url=reverse("programmes:line", args=[line.slug]),
        core=line.core,
        terminus=line.terminus,
        label=(float(line.label_order), line.label_row, line.label_dx, line.label_dy, line.label_anchor),
        **around_it,
    )
