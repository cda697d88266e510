"""« À vous de jouer »: what awaits one person in each app, with its date, the most pressing first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actors import keepers
from actors.models import Actor
from applications import agenda, turn
from applications.models import Application, CommitteeSession, PaperLetter
from ess_portal.lib import french
from projects.models import Agreement

WORDS = {
    "draft": "Terminer votre candidature",
    "request": "Répondre à ce qui est demandé sur votre dossier",
    "file": "Déposer ce qui manque à votre dossier",
    "confirm": "Confirmer votre place",
    "redirect": "Répondre à une proposition",
}
FOR_SOMEBODY = {
    "draft": "Terminer une candidature que vous remplissez",
    "request": "Répondre à ce qui est demandé sur un dossier que vous remplissez",
    "file": "Déposer ce qui manque à un dossier que vous remplissez",
    "confirm": "Confirmer une place au nom d’une personne",
    "redirect": "Répondre à une proposition au nom d’une personne",
}
SOON = 3
ASKED_BEFORE_THE_END = timedelta(days=14)


@dataclass(frozen=True)
class Task:
    """One line: what to do, about what, until when (`due`) or else since when."""

    icon: str
    label: str
    detail: str
    url: str
    due: date | datetime | None = None
    since: date | None = None
    zone: str = ""
    by: str = "avant le"

    @property
    def rank(self) -> tuple:
        """Those that end first, then those that have waited longest."""
        end = timezone.localdate(self.due) if isinstance(self.due, datetime) else self.due
        return (end is None, end or self.since or date.max, self.label, self.url)


@dataclass(frozen=True)
class Dated:
    """A task beside the words of its date, on one day."""

    task: Task
    when: str
    is_soon: bool


def of(
    user: User,
    awaiting: Iterable[Application],
    seats: Iterable[CommitteeSession],
    houses: Iterable[Actor],
    helped: Iterable[Agreement],
    now: datetime,
    more: Iterable[Task] = (),
) -> list[Dated]:
    """Everything that awaits the person, from the rows that her page shows too."""
    for_whom = {one.project_id: one.person for one in helped}
    tasks = [
        *(task_of(application, for_whom.get(application.project_id)) for application in awaiting),
        *(reading_task(seat) for seat in seats if seat.to_read),
        *screening_tasks(user),
        *(sheet_task(house) for house in houses if house.waiting_reports),
        *(agreement_task(one) for one in helped if one.ends_at - now <= ASKED_BEFORE_THE_END),
        *(letter_tasks(user) if helped or user.is_staff else []),
        *more,
    ]
    return [dated(task, timezone.localdate(now)) for task in sorted(tasks, key=lambda task: task.rank)]


def dated(task: Task, today: date) -> Dated:
    if task.due is not None:
        local = timezone.localdate(task.due) if isinstance(task.due, datetime) else task.due
        left = french.days_between(today, local)
        words = french.moment(task.due, task.zone) if isinstance(task.due, datetime) else french.day(task.due)
        return Dated(task, f"{task.by} {words} ({french.in_days(left)})", left <= SOON)
    return Dated(task, f"depuis le {french.day(task.since)}" if task.since else "", is_soon=False)


def task_of(application: Application, person: User | None = None) -> Task:
    """What an application awaits; `person` is the one for whom the reader fills it."""
    kind = turn.kind_of_turn(application)
    if kind == "request" and application.asks_for_file:  # type: ignore[attr-defined]
        kind = "file"
    end = agenda.due(application)
    since = None if end else timezone.localdate(agenda.since(application))
    return Task(
        "pencil-square",
        (FOR_SOMEBODY if person else WORDS)[kind],
        f"{application.call.title}, pour {person}" if person else application.call.title,
        application.get_absolute_url(),
        end,
        since,
        application.call.zone_name,
    )


def reading_task(seat: CommitteeSession) -> Task:
    label = f"Lire {french.counted(seat.to_read, 'dossier', 'dossiers')} pour un comité"
    return Task("clipboard-document-list", label, seat.call.title, seat.get_absolute_url(), seat.meets_at)


def screening_tasks(user: User) -> Iterator[Task]:
    """What awaits the officers of a call: the files that have arrived, the oldest first."""
    if not user.is_staff:
        return
    found = turn.files_to_screen(user).aggregate(count=Count("pk", distinct=True), oldest=Min("steps__at"))
    if found["count"]:
        label = f"Vérifier {french.counted(found['count'], 'dossier arrivé', 'dossiers arrivés')}"
        oldest = found["oldest"] and timezone.localdate(found["oldest"])
        yield Task(
            "inbox", label, "Dans vos appels", reverse("admin:applications_application_changelist"), since=oldest
        )


def houses_of(user: User, most: int) -> QuerySet[Actor]:
    """The organisations whose sheet the person keeps, with what readers wrote about it."""
    unread = Q(report__answered_at=None)
    return keepers.houses_of(user).annotate(
        waiting_reports=Count("report", filter=unread), oldest_report=Min("report__received_at", filter=unread)
    )[:most]


def sheet_task(house: Actor) -> Task:
    """What readers say of an organisation's sheets awaits its people."""
    label = f"Lire {french.counted(house.waiting_reports, 'erreur signalée', 'erreurs signalées')}"
    since = timezone.localdate(house.oldest_report)
    return Task(
        "chat-bubble-left-right", label, house.name, reverse("sheets:mine", args=["acteurs", house.slug]), since=since
    )


def agreement_task(agreement: Agreement) -> Task:
    """An agreement that ends soon, or has just ended, is renewed with the person or left."""
    url = reverse("projects:agreement_renew", args=[agreement.pk])
    return Task(
        "user-group", f"Renouveler l’accord de {agreement.person}", str(agreement.project), url, agreement.last_day
    )


def letter_tasks(user: User) -> Iterator[Task]:
    found = (
        PaperLetter.objects.visible_to(user).waiting().aggregate(count=Count("pk"), oldest=Min("letter__written_at"))
    )
    if found["count"]:
        label = f"Imprimer {french.counted(found['count'], 'lettre', 'lettres')}"
        detail = "Pour des personnes sans adresse électronique"
        yield Task("printer", label, detail, reverse("applications:papers"), since=timezone.localdate(found["oldest"]))
