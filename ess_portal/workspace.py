"""« Mon espace »: what awaits the person, her applications, her projects, her dates, asked of each app."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import CalendarKey
from applications import turn
from applications.agenda import awaiting_team
from applications.models import Application
from applications.states import State
from ess_portal import agenda, more_tasks, own_projects, tasks
from followup.models import Participation
from programmes import meetings
from projects import helping, line

SHOWN = 5
DATES_A_PAGE = 30


@require_safe
def workspace(request):
    """Every list is bounded and comes in one query, however many rows there are."""
    user, now = request.user, timezone.now()
    applications = list(
        turn.with_turn(Application.objects.of_team(user)).select_related("call__programme__region", "project")[
            : SHOWN + 1
        ]
    )
    helped = list(helping.helped_by(user, now)[: agenda.MOST])
    for_whom = {one.project_id: one.person for one in helped}
    projects = list(own_projects.of(user, timezone.localdate(now), SHOWN, but=for_whom))
    followed = Participation.objects.followed_by(user).select_related("project", "cohort")
    participations = list(followed.order_by("-starts_on", "pk")[: agenda.MOST])
    awaiting, seats = list(awaiting_team(user, now)), list(turn.seats(user)[: agenda.MOST])
    houses = list(tasks.houses_of(user, SHOWN))
    registered = list(meetings.held_by(user, now)[: agenda.MOST])
    dates = agenda.coming(agenda.in_order(user, awaiting, seats, participations, registered, now), now)
    addressed = more_tasks.of(user, registered, now)
    stages = line.stages() if projects else []
    context = {
        "tasks": [*tasks.of(user, awaiting, seats, houses, helped, now, addressed), *own_projects.to_renew(projects)],
        "applications": [(one, whose(one), for_whom.get(one.project_id)) for one in applications[:SHOWN]],
        "more_applications": len(applications) > SHOWN,
        "projects": [(one, line.of(one, stages), own_projects.awaits(one, awaiting)) for one in projects],
        "participations": participations[:SHOWN],
        "seats": seats[:SHOWN],
        "houses": houses,
        "helped": helped[:SHOWN],
        "may_help": bool(houses or helped),
        "dates": dates[:SHOWN],
        "is_staff": user.is_staff,
        "is_helper": bool(user.is_staff or seats or participations or helped),
    }
    return render(request, "workspace/index.html", context)


def whose(application):
    """Whose turn it is: « vous », « structure », or nobody's any more."""
    if turn.kind_of_turn(application):
        return "vous"
    return "structure" if application.state in State.IN_REVIEW | {State.WAITLISTED} else ""


@require_safe
def dates(request):
    """All the dates to come, one by one, and how to have them in one's own calendar."""
    now = timezone.now()
    coming = agenda.coming(agenda.dates_of(request.user, now), now)
    page = Paginator(coming, DATES_A_PAGE).get_page(request.GET.get("page"))
    has_key = CalendarKey.objects.filter(user=request.user).exists()
    return render(request, "workspace/dates.html", {"page": page, "has_key": has_key, "today": timezone.localdate(now)})
