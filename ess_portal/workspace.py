"""« Mon espace »: what awaits the person, asked of each app, then her projects and her applications."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actors import keepers
from applications import turn
from applications.models import Application
from ess_portal.lib import french
from followup.models import Participation
from projects.models import Project

SHOWN = 5
MOST = 100
WORDS = {
    "draft": "Terminer votre candidature",
    "request": "Déposer ce qui manque à votre dossier",
    "confirm": "Confirmer votre place",
    "redirect": "Répondre à une proposition",
}


@dataclass(frozen=True)
class Task:
    """One line of « Ce qui vous attend »."""

    icon: str
    label: str
    detail: str
    url: str


@require_safe
def workspace(request):
    """Every list is bounded and comes in one query, however many rows there are."""
    user = request.user
    applications = list(
        turn.with_turn(Application.objects.of_team(user)).select_related("call__programme__region", "project")[:MOST]
    )
    projects = list(Project.objects.visible_to(user).select_related("stage").order_by("-updated_at", "pk")[:SHOWN])
    followed = Participation.objects.followed_by(user).select_related("project", "cohort")
    participations = list(followed.order_by("-starts_on", "pk")[:SHOWN])
    seats = list(turn.seats(user)[:SHOWN])
    waiting = Count("report", filter=Q(report__answered_at=None))
    houses = list(keepers.houses_of(user).annotate(waiting_reports=waiting)[:SHOWN])
    context = {
        "tasks": [
            *(task_of(application) for application in applications if turn.kind_of_turn(application)),
            *(reading_task(seat) for seat in seats if seat.to_read),
            *(screening_tasks(user) if user.is_staff else []),
            *(sheet_task(house) for house in houses if house.waiting_reports),
        ],
        "applications": applications[:SHOWN],
        "more_applications": len(applications) > SHOWN,
        "projects": projects,
        "participations": participations,
        "seats": seats,
        "houses": houses,
        "is_staff": user.is_staff,
        "is_helper": bool(user.is_staff or seats or participations),
    }
    return render(request, "workspace/index.html", context)


def task_of(application):
    kind = turn.kind_of_turn(application)
    detail = application.call.title
    if kind == "draft" and application.call.closes_at:
        detail += f", clôture le {french.moment(application.call.closes_at, application.call.zone_name)}"
    return Task("pencil-square", WORDS[kind], detail, application.get_absolute_url())


def sheet_task(house):
    """What readers say of an organisation's sheets awaits its people."""
    label = f"Lire {french.counted(house.waiting_reports, 'erreur signalée', 'erreurs signalées')}"
    return Task("chat-bubble-left-right", label, house.name, reverse("sheets:mine", args=["acteurs", house.slug]))


def reading_task(seat):
    label = f"Lire {french.counted(seat.to_read, 'dossier', 'dossiers')} pour un comité"
    detail = f"{seat.call.title}, séance le {french.moment(seat.meets_at)}"
    return Task("clipboard-document-list", label, detail, seat.get_absolute_url())


def screening_tasks(user):
    """What awaits the officers of a call: the files that have arrived."""
    count = turn.files_to_screen(user).count()
    if not count:
        return []
    label = f"Vérifier {french.counted(count, 'dossier arrivé', 'dossiers arrivés')}"
    return [Task("inbox", label, "Dans vos appels", reverse("admin:applications_application_changelist"))]
