"""Decisions of a permanent call: an officer answers each file when it is ready, without a committee session.

The same rows, letters and moves as after a committee: only the agenda item is missing (decisions.md 56).
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import decisions, places, screening
from applications.committee import CommitteeRefused
from applications.decisions import Outcome, Wording
from applications.models import AgendaItem, Application, CommitteeSession, Decision
from applications.states import State


def is_open_for(application: Application) -> bool:
    """An admissible file of a permanent call that waits for no session."""
    return (
        application.state == State.ADMISSIBLE
        and application.call.is_permanent
        and not AgendaItem.objects.filter(application=application)
        .exclude(session__phase=CommitteeSession.Phase.PUBLISHED)
        .exists()
    )


@transaction.atomic
def decide(
    application: Application, outcome: str, *, wording: Wording, by: User, now: datetime, version: int
) -> Decision:
    """Decide and announce at once: the state moves, the letter and its mails are written.

    Raises `screening.Stale`, CommitteeRefused when the call has sessions, when the file is on an agenda or when its
    letter lacks something, `places.NoPlaceLeft` when nobody more can be admitted.
    """
    held = screening.hold(application, version, now)
    if not is_open_for(held):
        raise CommitteeRefused("Ce dossier attend un comité, ou n’attend plus de réponse.")
    if outcome == Outcome.ADMIT:
        places.require_one(held)
    decision = decisions.write(held, outcome, wording, by=by, now=now)
    gaps = list(decisions.gaps(decision))
    if gaps:
        raise CommitteeRefused(f"Il manque quelque chose : {' ; '.join(gaps)}.")
    decisions.announce(decision, decisions.MOVES[Outcome(outcome)], by=by, now=now)
    return decision
