"""The life of an application: one table, one door. Buttons, rights, tests, diagram and mails all read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from applications import access, notifications, places, submission
from applications.models import Application, Decision, Step
from applications.states import State
from projects import helping

Guard = Callable[[Application, datetime], None]


class TransitionClosed(Exception):
    """The move is not open to this person from the present state; the text is the move's label."""


class TransitionRefused(Exception):
    """The move is open but a condition is not met; the text is a French sentence for the person."""


def no_guard(application: Application, now: datetime) -> None:
    pass


def can_be_sent(application: Application, now: datetime) -> None:
    try:
        submission.require_submittable(application, now)
    except submission.NotSubmittable as refusal:
        raise TransitionRefused(str(refusal)) from refusal


def nothing_is_awaited(application: Application, now: datetime) -> None:
    if application.requests.filter(closed_at=None).exists():
        raise TransitionRefused("Un complément est demandé : attendez-le, ou clôturez la demande.")


def silence_is_noted(application: Application, now: datetime) -> None:
    if not application.requests.filter(expired_at__isnull=False).exists():
        raise TransitionRefused("Constatez d’abord qu’une demande est restée sans réponse.")


def inadmissibility_is_explained(application: Application, now: datetime) -> None:
    explained = getattr(application, "inadmissibility", None)
    if explained is None or not explained.sentence.strip() or not explained.leads.exists():
        raise TransitionRefused("Indiquez la condition, une explication et au moins une autre piste.")


def decided(outcome: str) -> Guard:
    def guard(application: Application, now: datetime) -> None:
        if not application.decisions.filter(superseded_at=None, outcome=outcome).exists():
            raise TransitionRefused("Aucune décision de comité n’appuie ce mouvement.")

    return guard


def redirection_is_agreed(application: Application, now: datetime) -> None:
    agreed = application.redirect_proposals.filter(answer="accepted").exists()
    decision = application.decisions.filter(superseded_at=None, outcome=Decision.Outcome.REDIRECT).exists()
    if not (agreed or decision):
        raise TransitionRefused("La personne n’a pas encore accepté la nouvelle piste.")


def the_call_stands(application: Application, now: datetime) -> None:
    if application.call.cancelled_at is not None:
        raise TransitionRefused("L’appel est annulé : plus personne n’y entre.")


def a_place_is_free(application: Application, now: datetime) -> None:
    the_call_stands(application, now)
    if places.left_for(application) < 1:
        raise TransitionRefused("Il n’y a plus de place dans cet appel, ou dans la catégorie de ce dossier.")


def places_are_kept(application: Application, now: datetime) -> None:
    """The pending admission already counts for one: nobody may be beyond the places of all, or of a category."""
    the_call_stands(application, now)
    decided(Decision.Outcome.ADMIT)(application, now)
    if places.exceeded(application.call):
        raise TransitionRefused("Il n’y a plus de place dans cet appel, ou dans la catégorie de ce dossier.")


def deadline_has_passed(application: Application, now: datetime) -> None:
    decision = application.decisions.filter(superseded_at=None).first()
    if decision is None or decision.confirm_by is None or timezone.localdate(now) <= decision.confirm_by:
        raise TransitionRefused("La date limite de confirmation n’est pas passée.")


def assign_number(application: Application, now: datetime) -> None:
    application.number = submission.next_number(timezone.localdate(now).year)
    submission.take_snapshot(application, now)


@dataclass(frozen=True)
class Transition:
    label: str
    sources: frozenset[State]
    target: State
    allowed: Callable[[access.Person, Application], bool]
    guard: Guard = no_guard
    effect: Guard = no_guard

    def is_open_to(self, user: access.Person, application: Application) -> bool:
        return application.state in self.sources and self.allowed(user, application)


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


def _revision(outcome: str, target: State, guard: Guard | None = None) -> Transition:
    return Transition(
        f"Réviser : {target.label.lower()}",
        frozenset(State(state) for state in State.OUTCOMES) - {target},
        target,
        access.instructs,
        guard or decided(outcome),
    )


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(
        "Envoyer la candidature", _from(State.DRAFT), State.SUBMITTED, access.writes, can_be_sent, assign_number
    ),
    "admit_to_review": Transition(
        "Déclarer recevable", _from(State.SUBMITTED), State.ADMISSIBLE, access.instructs, nothing_is_awaited
    ),
    "reject": Transition(
        "Déclarer non recevable",
        _from(State.SUBMITTED),
        State.INADMISSIBLE,
        access.instructs,
        inadmissibility_is_explained,
    ),
    "redirect": Transition(
        "Orienter vers un autre programme",
        _from(State.SUBMITTED, State.ADMISSIBLE),
        State.REDIRECTED,
        lambda user, application: access.instructs(user, application) or access.answers_for(user, application),
        redirection_is_agreed,
    ),
    "select": Transition("Admettre", _from(State.ADMISSIBLE), State.ADMITTED, access.instructs, places_are_kept),
    "wait": Transition(
        "Mettre en liste d’attente",
        _from(State.ADMISSIBLE),
        State.WAITLISTED,
        access.instructs,
        decided(Decision.Outcome.WAITLIST),
    ),
    "decline": Transition(
        "Ne pas retenir",
        _from(State.ADMISSIBLE),
        State.DECLINED,
        access.instructs,
        decided(Decision.Outcome.DECLINE),
    ),
    "call_up": Transition(
        "Faire monter de la liste d’attente",
        _from(State.WAITLISTED),
        State.ADMITTED,
        access.instructs,
        a_place_is_free,
    ),
    "close_list": Transition("Clore la liste d’attente", _from(State.WAITLISTED), State.DECLINED, access.instructs),
    "confirm": Transition(
        "Confirmer ma place", _from(State.ADMITTED), State.CONFIRMED, access.answers_for, the_call_stands
    ),
    "lapse": Transition(
        "Constater l’absence de réponse",
        _from(State.ADMITTED),
        State.LAPSED,
        access.instructs,
        deadline_has_passed,
    ),
    "withdraw": Transition(
        "Retirer ma candidature",
        frozenset(State(state) for state in State.WITHDRAWABLE),
        State.WITHDRAWN,
        access.answers_for,
    ),
    "close_silent": Transition(
        "Classer sans réponse de l’équipe",
        _from(State.SUBMITTED),
        State.WITHDRAWN,
        access.instructs,
        silence_is_noted,
    ),
    "revise_to_admitted": _revision("admit", State.ADMITTED, places_are_kept),
    "revise_to_waitlisted": _revision("waitlist", State.WAITLISTED),
    "revise_to_declined": _revision("decline", State.DECLINED),
    "revise_to_redirected": _revision("redirect", State.REDIRECTED),
}


def available(user: access.Person, application: Application) -> list[str]:
    """Names of the moves open to this person now; a template draws one button for each."""
    return [name for name, transition in TRANSITIONS.items() if transition.is_open_to(user, application)]


def spoken_for(application: Application, by: User, now: datetime) -> Actor | None:
    """The organisation in whose name `by` moves the file: the call's, or the one for which she helps its person."""
    if access.instructs(by, application):
        return application.call.leader
    agreement = helping.helper_of(by, application.project, now)
    return agreement.actor if agreement else None


@transaction.atomic
def perform(name: str, application: Application, *, by: User, now: datetime, note: str = "") -> Step:
    """Move `application` by the transition `name`: lock, check, record, save, owe the mails, all in one transaction.

    The call is locked before the application, since places are counted on it. Raises TransitionClosed when the
    move is not open to `by` from the present state, TransitionRefused with a French sentence when a guard says no.
    """
    transition = TRANSITIONS[name]
    places.lock(application.call_id)
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme__lead_actor", "project", "revision")
        .get(pk=application.pk)
    )
    if not transition.is_open_to(by, application):
        raise TransitionClosed(transition.label)
    transition.guard(application, now)
    transition.effect(application, now)
    step = application.steps.create(
        name=name,
        source=application.state,
        target=transition.target,
        by=by,
        for_actor=spoken_for(application, by, now),
        note=note,
        at=now,
    )
    application.state = transition.target
    application.version += 1
    application.save(update_fields=["state", "number", "version", "updated_at"])
    notifications.announce(step)
    return step
