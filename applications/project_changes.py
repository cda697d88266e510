"""What changed since an application was sent: the dated snapshot beside the project as it is today.

The team and its officers read it; the committee reads the snapshot alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from applications.models import Application, Attachment
from applications.reading import LABELS, fact
from applications.submission import describe_project
from projects.models import Project

TITLE = ("title", "Nom du projet")
STRUCTURE = ("structure", "Structure ou non")


@dataclass(frozen=True)
class Change:
    """One difference: what was sent, what stands today, and the day it changed where that is known."""

    label: str
    before: str
    after: str
    on: date | None = None


@dataclass(frozen=True)
class Changes:
    """Since `taken_at`; `last_saved` dates the fields of the project, whose own days are not kept."""

    taken_at: datetime
    last_saved: datetime
    identity: list[Change]
    stage: list[Change]
    team: list[Change]
    documents: list[Change]

    def __bool__(self) -> bool:
        return bool(self.identity or self.stage or self.team or self.documents)


def since_sent(application: Application, attachments: Iterable[Attachment], today: date) -> Changes | None:
    """The differences with the snapshot; None when the application has none.

    `attachments` are those of the application, with their documents and what replaced them.
    """
    snapshot = getattr(application, "snapshot", None)
    if snapshot is None:
        return None
    sent, project = snapshot.data, application.project
    return Changes(
        taken_at=snapshot.taken_at,
        last_saved=project.updated_at,
        identity=identity(sent["project"], describe_project(project)),
        stage=stage(sent["project"], project, snapshot.taken_at),
        team=team(sent["team"], project, today),
        documents=documents(sent["documents"], attachments, today),
    )


def identity(sent: dict, now: dict) -> list[Change]:
    """Fields of the project, the stage apart; a field that the snapshot does not know is not compared."""
    rows = [row for row in [TITLE, STRUCTURE, *LABELS] if row[0] != "stage" and row[0] in sent]
    return [Change(label, fact(key, sent[key]), fact(key, now[key])) for key, label in rows if sent[key] != now[key]]


def stage(sent: dict, project: Project, taken_at: datetime) -> list[Change]:
    """Each move of the stage since, in order, even when the project came back to where it was."""
    before, moves = sent["stage"], []
    for move in project.stage_changes.filter(at__gt=taken_at).select_related("stage").order_by("at", "pk"):
        moves.append(Change("Étape", before, str(move.stage), timezone.localdate(move.at)))
        before = str(move.stage)
    return moves


def team(sent: list[dict], project: Project, today: date) -> list[Change]:
    """Who came, who left, whose role is another."""
    rows = list(project.team.select_related("user").order_by("pk"))
    here = {key_of(row, sent): row for row in rows if row.holds_on(today)}
    gone = {key_of(row, sent): row for row in rows if not row.holds_on(today)}
    known = {person.get("id", person["name"]): person for person in sent}
    found = []
    for key, person in known.items():
        now = here.get(key)
        if now is None:
            left = gone[key].ends_on if key in gone else None
            found.append(Change(person["name"], person["role"], "a quitté l’équipe", left))
        elif now.get_role_display() != person["role"]:
            found.append(Change(person["name"], person["role"], now.get_role_display(), now.starts_on))
    came = [row for key, row in here.items() if key not in known]
    return found + [
        Change(str(row.user), "", f"est dans l’équipe : {row.get_role_display()}", row.starts_on) for row in came
    ]


def key_of(row, sent):
    """The person's number, or her name in a snapshot that did not keep the number."""
    return row.user_id if all("id" in person for person in sent) else str(row.user)


def documents(sent: list[dict], attachments: Iterable[Attachment], today: date) -> list[Change]:
    """What the project has done of the documents sent, and those given since: the files sent are never changed."""
    were_sent = {item["attachment"] for item in sent}
    found = []
    for given in attachments:
        document = given.document
        name, kind = document.name, str(document.kind)
        if given.pk not in were_sent:
            found.append(Change(kind, "", f"{name}, joint depuis", timezone.localdate(given.added_at)))
        elif document.replaced_by:
            newer = document.replaced_by
            words = f"{newer.name} l’a remplacé dans le projet"
            found.append(Change(kind, name, words, timezone.localdate(newer.uploaded_at)))
        elif document.removed_at:
            found.append(Change(kind, name, "retiré du projet", timezone.localdate(document.removed_at)))
        elif document.validity_on(today) == "outdated":
            found.append(Change(kind, name, "n’est plus valable", document.valid_until))
    return found
