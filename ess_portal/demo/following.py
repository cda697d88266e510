"""The promotion under way: confirmed places, a referent, a mentor, meetings, promises, hours that go down."""

from datetime import date, datetime, timedelta
from uuid import UUID

from applications import workflow
from applications.models import Application
from ess_portal.demo.people import account
from followup import meetings, opening, people
from followup.models import Participation
from programmes.models import Call

PROGRESS = [
    "Premier rendez-vous : nous avons relu le projet et fixé trois priorités.",
    "Le prix a été testé auprès de huit clients. Deux communes sont intéressées.",
    "Le plan de financement est rempli jusqu’à l’été. Il manque un devis.",
    "Le conseil d’administration a voté le lancement de l’activité.",
    "Retour sur la journée de formation ; l’offre est réécrite en une page.",
]
PROMISES = ["Appeler deux communautés de communes", "Revoir le prix de l’abonnement", "Envoyer le compte de résultat"]


def open_promotion(call: Call, files: list[Application], confirmed_at: datetime, now: datetime) -> None:
    """Each admitted team confirms; the officer opens the promotion and names the people."""
    officer = account("chargee-appel")
    for application in files:
        workflow.perform("confirm", application, by=application.created_by, now=confirmed_at)
    starts_on = confirmed_at.date() + timedelta(days=20)
    opening.open_cohort(
        call,
        by=officer,
        name="Promotion en cours (démonstration)",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=365),
        now=confirmed_at + timedelta(days=5),
    )
    for participation in Participation.objects.filter(cohort__call=call):
        people.name(participation, account("referente"), "referent", by=officer, now=confirmed_at + timedelta(days=6))


def meet(participation: Participation, number: int, minutes: int, held_on: date, now: datetime, **notes) -> None:
    """One meeting with the referent; its key is fixed, so that a second run would not double it."""
    holder = participation.roles.filter(kind="participant").first().user
    meetings.log_meeting(
        participation,
        by=account("referente"),
        held_on=held_on,
        minutes=minutes,
        mode=["on_site", "remote", "phone"][number % 3],
        progress=PROGRESS[number % len(PROGRESS)],
        promises=[(holder, PROMISES[number % len(PROMISES)])],
        key=UUID(int=participation.pk.int ^ number + 1),
        now=now,
        **notes,
    )


def follow(participations: list[Participation], now: datetime) -> None:
    """Meetings of unequal rhythm: one person met often, one silent for 41 days, one not yet met."""
    today = now.date()
    rhythm = [[90, 68, 40, 21, 6], [88, 60, 30, 12], [70, 41], []]
    for participation, days in zip(participations, rhythm, strict=False):
        for number, ago in enumerate(days):
            meet(participation, number, [60, 90, 120][number % 3], today - timedelta(days=ago), now, **notes_of(number))
    mentored = participations[0]
    people.name(
        mentored,
        account("mentor"),
        "mentor",
        by=account("chargee-appel"),
        now=now - timedelta(days=30),
        need="Rencontrer les bons interlocuteurs de la région et des départements",
    )
    meetings.log_meeting(
        mentored,
        by=account("mentor"),
        held_on=today - timedelta(days=9),
        minutes=90,
        mode="remote",
        progress="Carte des interlocuteurs publics dressée ensemble ; trois contacts à prendre.",
        key=UUID(int=mentored.pk.int ^ 99),
        now=now,
    )


def notes_of(number: int) -> dict[str, str]:
    if number == 1:
        return {
            "shared_note": "Bravo pour les huit entretiens. Prochaine étape : le prix.",
            "private_note": "Fatigue visible ; reparler du temps de travail au prochain rendez-vous.",
        }
    return {}
