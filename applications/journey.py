"""An application as its team sees it: the stations of its line, and the thread of what happened."""

from dataclasses import dataclass
from datetime import date, datetime

from applications import response
from applications.models import Application, Reopening
from applications.states import State
from applications.turn import Awaited
from ess_portal.lib import french

STATIONS = [
    "Dossier envoyé",
    "Vérification",
    "Lecture par le comité",
    "Réponse",
    "Votre confirmation",
    "Premier jour",
]
POSITIONS = {
    State.SUBMITTED: 1,
    State.ADMISSIBLE: 2,
    State.INADMISSIBLE: 1,
    State.WAITLISTED: 3,
    State.DECLINED: 3,
    State.REDIRECTED: 3,
    State.ADMITTED: 4,
    State.LAPSED: 4,
    State.CONFIRMED: 5,
}
PERMANENT_STATIONS = [
    "Dossier envoyé",
    "Vérification",
    "Étude du dossier",
    "Réponse",
    "Votre confirmation",
    "Premier rendez-vous",
]
HAPPENED = {
    "submit": "Vous avez envoyé votre dossier",
    "admit_to_review": "Votre dossier est complet, il sera lu par le comité",
    "reject": "Une condition n’est pas remplie",
    "redirect": "Votre dossier est orienté vers un autre programme",
    "select": "Une place vous est proposée",
    "wait": "Votre dossier est sur la liste d’attente",
    "decline": "Votre dossier n’est pas retenu cette fois",
    "call_up": "Une place s’est libérée : elle vous est proposée",
    "close_list": "La liste d’attente est close",
    "confirm": "Vous avez confirmé votre place",
    "lapse": "La place n’a pas été confirmée à temps",
    "withdraw": "Vous avez retiré votre candidature",
    "close_silent": "Votre dossier est classé : le complément n’est pas arrivé",
}
HAPPENED_IN_PERMANENT = {"admit_to_review": "Votre dossier est complet, nous l’étudions"}
ENDED = frozenset({State.INADMISSIBLE, State.DECLINED, State.REDIRECTED, State.LAPSED})
REVISED = "La réponse a été revue"


@dataclass(frozen=True)
class Stop:
    """One station: `state` is done, now or next."""

    label: str
    detail: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class Event:
    at: datetime
    words: str


def stops(application: Application, sent_at: datetime | None, awaited: Awaited | None) -> list[Stop]:
    """The stations of a sent application; a line that ends early stops where it ends."""
    if application.state == State.WITHDRAWN:
        return [Stop(STATIONS[0], short(sent_at), "done"), Stop(left(application), "", "now")]
    details = planned(application, sent_at)
    position = POSITIONS[State(application.state)]
    details[position] = present(application, details[position], awaited)
    names = PERMANENT_STATIONS if application.call.is_permanent else STATIONS
    last = position if application.state in ENDED else len(STATIONS) - 1
    return [
        Stop(label, details[index], "done" if index < position else "now" if index == position else "next")
        for index, label in enumerate(names[: last + 1])
    ]


def left(application: Application) -> str:
    """How a withdrawn file ended: by its team, or closed for want of an answer."""
    return "Classée sans complément" if response.is_silent(application) else "Retirée par vous"


def summary(stations: list[Stop]) -> str:
    """« Étape 2 sur 6 : vérification, en cours », for narrow screens."""
    number, stop = next((n, stop) for n, stop in enumerate(stations, start=1) if stop.state == "now")
    detail = f", {stop.detail}" if stop.detail else ""
    return f"Étape {number} sur {len(stations)}\u00a0: {stop.label[0].lower()}{stop.label[1:]}{detail}"


def short(day: date | datetime | None, before: str = "") -> str:
    return f"{before}{french.day(day, year=False)}" if day else ""


def planned(application: Application, sent_at: datetime | None) -> list[str]:
    """The word under each station, from the call's calendar."""
    call = application.call
    days = french.counted(call.confirmation_days, "jour", "jours")
    return [
        short(sent_at),
        "",
        short(call.committee_on),
        short(call.answer_by, "avant le "),
        f"sous {days}",
        short(call.starts_on) or "date à préciser",
    ]


def present(application: Application, usual: str, awaited: Awaited | None) -> str:
    """The word under the station where the application stands."""
    if awaited and awaited.kind == "request":
        return "un complément est attendu"
    words = {
        State.SUBMITTED: "en cours",
        State.INADMISSIBLE: "une condition manque",
        State.WAITLISTED: "liste d’attente",
        State.DECLINED: "non retenue cette fois",
        State.REDIRECTED: "une autre piste",
        State.ADMITTED: short(awaited.due_on if awaited else None, "avant le ") or usual,
        State.LAPSED: "sans réponse",
    }
    return words.get(State(application.state), usual)


def thread(application: Application) -> list[Event]:
    """What happened, newest first. Notes of the officers are not part of it."""
    happened = {**HAPPENED, **(HAPPENED_IN_PERMANENT if application.call.is_permanent else {})}
    events = [Event(step.at, happened.get(step.name, REVISED)) for step in application.steps.all()]
    if application.category_id:
        changes = application.category_changes.select_related("after")
        events += [Event(one.at, f"Votre dossier passe dans la catégorie {one.after} : {one.why}") for one in changes]
    for request in application.requests.all():
        events.append(Event(request.asked_at, "Un complément vous est demandé"))
        if request.closed_at:
            events.append(Event(request.closed_at, "La demande de complément est close"))
    for again in application.reopenings.filter(end=Reopening.End.SENT):
        events.append(Event(again.ended_at, "Vous avez renvoyé votre dossier, modifié"))
    for proposal in application.redirect_proposals.all():
        events.append(Event(proposal.proposed_at, "Une autre piste vous est proposée"))
        if proposal.answered_at:
            events.append(Event(proposal.answered_at, "Vous avez répondu à la proposition"))
    return sorted(events, key=lambda event: event.at, reverse=True)
