"""What awaits an officer on the first page of the back-office: her calls, and things to do with where to do them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applications import correspondence, requests
from applications.models import Application, CommitteeSession, Decision, Message
from applications.states import State
from programmes.models import Call

REMEMBERED = timedelta(days=180)
SHOWN = 8
Phase = CommitteeSession.Phase


@dataclass(frozen=True)
class Task:
    """« 3 dossiers à vérifier » and the page where to do it."""

    count: int
    one: str
    many: str
    url: str


def calls(user: User, now: datetime):
    """Calls that the person runs and that are not long closed, with their drafts, files and places taken."""
    states = "applications__state"
    return (
        Call.objects.run_by(user)
        .filter(Q(closes_at=None) | Q(closes_at__gt=now - REMEMBERED), cancelled_at=None)
        .annotate(
            drafts=Count("applications", Q(**{states: State.DRAFT})),
            received=Count("applications", ~Q(**{states: State.DRAFT})),
            taken=Count("applications", Q(**{f"{states}__in": State.HOLDING_A_PLACE})),
        )
        .order_by("closes_at", "pk")[:SHOWN]
    )


def tasks(user: User, now: datetime) -> list[Task]:
    """What is to be done, nothing when there is nothing."""
    files = reverse("admin:applications_application_changelist")
    committees = reverse("admin:applications_committeesession_changelist")
    found = [Task(count, one, many, f"{files}?{query}") for count, one, many, query in waiting_files(user, now)] + [
        Task(count, one, many, f"{committees}?{query}") for count, one, many, query in running_committees(user, now)
    ]
    return [task for task in found if task.count]


def waiting_files(user: User, now: datetime):
    """(count, one, many, filter of the list) for the files to look at."""
    mine = Application.objects.instructed_by(user)
    today = timezone.localdate(now)
    received = mine.filter(state=State.SUBMITTED)
    late = requests.overdue(mine, today)
    unconfirmed = Decision.objects.filter(
        application__in=mine.filter(state=State.ADMITTED), superseded_at=None, confirm_by__lt=today
    )
    counts = received.aggregate(own=Count("pk", Q(assigned_to=user)), nobody=Count("pk", Q(assigned_to=None)))
    yield counts["own"], "dossier à vérifier pour vous", "dossiers à vérifier pour vous", "etat=submitted&suivi=moi"
    yield (
        counts["nobody"],
        "dossier sans personne pour le suivre",
        "dossiers sans personne pour les suivre",
        ("etat=submitted&suivi=personne"),
    )
    unread = correspondence.with_unread(mine, user, Message.Side.STAFF).filter(unread__gt=0)
    yield unread.count(), "dossier avec un message non lu", "dossiers avec des messages non lus", "messages=non-lus"
    yield late.count(), "demande sans réponse à constater", "demandes sans réponse à constater", "complement=depasse"
    yield unconfirmed.count(), "place sans réponse à temps", "places sans réponse à temps", "etat=admitted"


def running_committees(user: User, now: datetime):
    """(count, one, many, filter of the list) for the committees to hold or to publish."""
    counts = CommitteeSession.objects.instructed_by(user).aggregate(
        soon=Count("pk", Q(phase=Phase.READING, meets_at__lt=now + timedelta(days=14))),
        running=Count("pk", Q(phase=Phase.DISCUSSION)),
        closed=Count("pk", Q(phase=Phase.CLOSED)),
    )
    yield (
        counts["soon"],
        "comité dans les quatorze jours",
        "comités dans les quatorze jours",
        "phase__exact=reading",
    )
    yield counts["running"], "séance en cours", "séances en cours", "phase__exact=discussion"
    yield counts["closed"], "séance à publier", "séances à publier", "phase__exact=closed"
