"""The answer to an application, in the words of its team: published decisions only, always with another lead."""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.models import Application, Decision, Withdrawal
from applications.states import State
from ess_portal.lib import french
from programmes.models import Programme

WAITING = {
    State.SUBMITTED: "Votre dossier est en vérification. Nous vous écrivons dès qu’il avance.",
    State.ADMISSIBLE: "Votre dossier est complet. Le comité le lit.",
    State.WAITLISTED: "Si une place se libère, nous vous écrivons aussitôt.",
    State.CONFIRMED: "Votre place est confirmée. Vous recevrez les informations du premier jour.",
}
OVER = "Votre dossier est clos. Votre projet, lui, reste ici pour la suite."
TITLES = {
    State.ADMITTED: "Une place vous est proposée.",
    State.WAITLISTED: "Votre dossier est sur la liste d’attente.",
    State.DECLINED: "Le comité ne retient pas votre dossier pour cette promotion.",
    State.REDIRECTED: "Une autre ligne semble mieux convenir à votre projet.",
    State.INADMISSIBLE: "Une condition n’est pas remplie.",
    State.CONFIRMED: "Votre place est confirmée.",
    State.LAPSED: "La place n’a pas été confirmée à temps.",
    State.WITHDRAWN: "Vous avez retiré votre candidature.",
}
PERMANENT_TITLES = {State.DECLINED: "Votre dossier n’est pas retenu cette fois."}
TEXTS = {
    State.DECLINED: "Voici pourquoi, et une autre piste possible.",
    State.LAPSED: "Si c’est un contretemps, écrivez vite à la structure : il reste parfois une place.",
    State.WITHDRAWN: "Vos réponses restent deux ans dans votre espace.",
    State.INADMISSIBLE: "Cela ne dit rien de la valeur de votre projet.",
}

SILENT = "Votre dossier est classé sans le complément demandé."
SILENT_TEXT = (
    "Cela ne dit rien de la valeur de votre projet. Tant que l’appel est ouvert, vous pouvez candidater à nouveau."
)

ENDS = frozenset({State.INADMISSIBLE, State.DECLINED, State.REDIRECTED, State.LAPSED, State.WITHDRAWN})


@dataclass(frozen=True)
class Response:
    title: str
    text: str = ""
    explanation: str = ""
    leads: Iterable[Programme] = ()
    is_end: bool = False


def waiting(application: Application) -> str:
    """What to expect while there is nothing to do."""
    state = State(application.state)
    if state == State.ADMISSIBLE and application.call.is_permanent:
        return "Votre dossier est complet. Nous l’étudions, sans attendre de session."
    return WAITING.get(state, OVER)


def response(application: Application) -> Response:
    """The published answer, or when to expect one. A pending decision does not exist here."""
    state = State(application.state)
    title = (
        PERMANENT_TITLES.get(state, TITLES.get(state, "")) if application.call.is_permanent else TITLES.get(state, "")
    )
    if state in State.IN_REVIEW:
        return Response("Pas encore de réponse.", calendar(application))
    if state == State.INADMISSIBLE:
        return inadmissible(application)
    if state == State.WITHDRAWN and is_silent(application):
        return Response(SILENT, SILENT_TEXT, is_end=True)
    decision = application.decisions.filter(superseded_at=None, published_at__isnull=False).first()
    if decision is None or state not in State.OUTCOMES:
        return Response(title, TEXTS.get(state, ""), is_end=state in ENDS)
    reason = f"{decision.get_reason_display()}." if decision.reason else ""
    explanation = "\n\n".join(part for part in (reason, decision.message, decision.advice) if part)
    text = rank(decision) if state == State.WAITLISTED else TEXTS.get(state, "")
    return Response(title, text, explanation, decision.programmes.all(), is_end=state in ENDS)


def is_silent(application: Application) -> bool:
    """Closed by an officer for want of an answer, not withdrawn by its team."""
    withdrawal = getattr(application, "withdrawal", None)
    return withdrawal is not None and withdrawal.reason == Withdrawal.Reason.SILENCE


def calendar(application: Application) -> str:
    call = application.call
    parts = [f"Le comité se réunit le {french.day(call.committee_on)}."] if call.committee_on else []
    if call.answer_by:
        parts.append(f"Vous aurez une réponse écrite, avec ses raisons, au plus tard le {french.day(call.answer_by)}.")
    return " ".join(parts) or "Vous aurez une réponse écrite, avec ses raisons."


def inadmissible(application: Application) -> Response:
    why = getattr(application, "inadmissibility", None)
    state = State.INADMISSIBLE
    if why is None:
        return Response(TITLES[state], TEXTS[state], is_end=True)
    return Response(TITLES[state], TEXTS[state], why.sentence, why.leads.all(), is_end=True)


def rank(decision: Decision) -> str:
    return f"Rang {decision.rank}." if decision.rank else ""
