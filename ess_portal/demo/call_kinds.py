"""What a call may be: put off with a note, shared between territories, after a meeting, copied and in preparation."""

from datetime import datetime, timedelta

from accounts.models import User
from ess_portal.demo import calls, people
from programmes import calls as life_of_calls
from programmes import copying, meetings
from programmes.models import Call, CallCategory, InformationMeeting


def show(now: datetime) -> None:
    officer = people.account("chargee-appel")
    put_off(Call.objects.get(slug="mpess-crea-ouvert"), officer, now)
    shared(officer, now)
    after_a_meeting(people.account("administratrice"), now)
    copying.copy(Call.objects.get(slug="mpess-developpement-ouvert"), by=officer)


def put_off(call: Call, officer: User, now: datetime) -> None:
    life_of_calls.extend(
        call,
        (call.closes_at or now) + timedelta(days=7),
        note="Plusieurs équipes attendent encore leur attestation d’adhésion\u00a0: vous avez une semaine de plus.",
        by=officer,
        now=now - timedelta(days=1),
    )


def shared(officer: User, now: datetime) -> None:
    call = calls.prepare_call(
        "mpess-crea-territoires", "mpess-creation", "MPESS Créa, deux groupes en région",
        now=now, opens=-2, closes=40, places=14,
    )  # fmt: skip
    groups = [
        ("Bouches-du-Rhône et Var", "ateliers à Marseille", 8),
        ("Alpes et Vaucluse", "ateliers à Manosque", 6),
    ]
    for position, (name, words, places) in enumerate(groups, 1):
        CallCategory.objects.create(call=call, name=name, help_text=words, places=places, position=position)
    calls.announce(call, by=officer)


def after_a_meeting(by: User, now: datetime) -> None:
    """A permanent entry: one meeting held last week, two to come, one of which is full."""
    call = calls.prepare_call(
        "cae-permanent", "parcours-cae", "Entreprendre en coopérative d’activité, toute l’année",
        now=now, opens=-90, closes=None, places=60, requires_meeting=True,
    )  # fmt: skip
    held = plan(call, by, now - timedelta(days=30), days=23, places=15)
    plan(call, by, now, days=6, places=15)
    full = plan(call, by, now, days=13, places=1, mode="distance", place="En visioconférence")
    calls.announce(call, by=by)
    came = [people.account(code) for code in ("porteuse", "collegue")]
    rows = [meetings.register(held, by=person, now=now - timedelta(days=20)) for person in came]
    meetings.note_attendance(held, [rows[0].pk], before=[], by=by, now=now - timedelta(days=6))
    meetings.register(full, by=people.account("collegue"), now=now - timedelta(days=2))


def plan(call: Call, by: User, now: datetime, *, days: int, **fields) -> InformationMeeting:
    written = {"place": "12 rue de l’Exemple, Marseille", "joining": "Deuxième étage, salle commune.", **fields}
    meeting = InformationMeeting(call=call, starts_at=calls.at_evening(now, days), **written)
    return meetings.plan(meeting, by=by, now=now)
