"""One act on many files: each goes alone through its own door; what is refused says why and stops nothing else."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import OperationalError, transaction

from accounts.models import User
from applications import access, committee, correspondence, screening, workflow
from applications.models import Application, CommitteeSession, Message

MOST = 200
STALE = "Quelqu’un d’autre a modifié ce dossier entre-temps. Ouvrez-le avant de recommencer."
NOT_HERS = "Vous ne suivez plus ce dossier."
NOT_READY = "Il faut un dossier recevable du même appel, qui n’est à l’ordre du jour d’aucun comité en cours."
NO_SESSION = "Aucun comité de cet appel n’est en préparation ou en séance."
UNSAVED = "L’enregistrement n’a pas abouti. Recommencez pour ce dossier."


class Refusal(Exception):
    """The sentence says why, in French."""


@dataclass(frozen=True)
class Given:
    """Who acts, when, and what the act needs beside the files."""

    by: User
    now: datetime
    officer: User | None = None
    session: CommitteeSession | None = None
    body: str = ""
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class Outcome:
    application: Application
    refusal: str = ""


@dataclass(frozen=True)
class Gesture:
    label: str
    announced: str
    done: str
    act: Callable[[Application, int, Given], object]
    asks: str = ""


def _admissible(application, version, given):
    screening.declare_admissible(application, by=given.by, now=given.now, version=version)


def _give(application, version, given):
    if given.officer is None:  # foretold before anybody is chosen
        return
    if application.assigned_to_id == given.officer.pk:
        raise Refusal(f"{given.officer} suit déjà ce dossier.")
    if not access.runs(given.officer, application.call):
        raise Refusal(f"{given.officer} ne travaille pas pour cet appel.")
    screening.assign(application, given.officer, now=given.now, version=version)


def _take(application, version, given):
    _give(application, version, replace(given, officer=given.by))


def _put_on_agenda(application, version, given):
    if given.session is None:
        raise Refusal(NO_SESSION)
    if not committee.put_on_agenda(given.session, [application]):
        raise Refusal(NOT_READY)


def _write(application, version, given):
    key = uuid.uuid5(given.key, str(application.pk))  # sent once for each file, whatever is pressed again
    correspondence.send(application, Message.Side.STAFF, given.body, key=key, by=given.by, now=given.now)


GESTURES = {
    "recevables": Gesture("Déclarer recevables", "sera déclarée recevable", "déclarée recevable", _admissible),
    "prendre": Gesture("M’attribuer", "sera suivie par vous", "suivie par vous", _take),
    "confier": Gesture("Confier à…", "sera confiée", "confiée", _give, asks="officer"),
    "ordre-du-jour": Gesture(
        "Mettre à l’ordre du jour du comité",
        "sera à l’ordre du jour",
        "mise à l’ordre du jour",
        _put_on_agenda,
        asks="session",
    ),
    "ecrire": Gesture("Écrire un même message", "recevra votre message", "message envoyé", _write, asks="body"),
}


def carry_out(gesture: Gesture, files: Iterable[tuple[Application, int]], given: Given) -> list[Outcome]:
    """Do it to each (file, version that its reader saw), in its own transaction; one outcome for each, in order."""
    return [Outcome(application, _try(gesture, application, version, given)) for application, version in files]


def foretell(gesture: Gesture, files: Iterable[Application], given: Given) -> list[Outcome]:
    """What `carry_out` would answer now: the very same act, undone. Nothing is kept and nothing leaves."""
    return [Outcome(file, _try(gesture, file, file.version, given, undo=True)) for file in files]


def _try(gesture, application, version, given, undo=False) -> str:
    """Empty, or why it is refused."""
    try:
        with transaction.atomic():
            if not access.instructs(given.by, application):
                return NOT_HERS
            gesture.act(application, version, given)
            transaction.set_rollback(undo)
    except screening.Stale:
        return STALE
    except workflow.TransitionClosed as closed:
        state = application.get_state_display().lower()
        return f"«\u00a0{closed}\u00a0» n’est plus possible\u00a0: le dossier est «\u00a0{state}\u00a0»."
    except OperationalError:
        return UNSAVED
    except REFUSALS as refusal:
        return str(refusal)
    return ""


REFUSALS = (
    Refusal,
    screening.ScreeningRefused,
    committee.CommitteeRefused,
    correspondence.CorrespondenceRefused,
    workflow.TransitionRefused,
)
