"""A call is cancelled: every team that has a draft or a running file is told, and keeps what it wrote."""

from datetime import datetime

from accounts import outbox
from accounts.models import User
from applications import letters
from applications.models import Application
from applications.states import State
from programmes.models import Call

LETTER = "call_cancelled"
RUNNING = [State.SUBMITTED, State.ADMISSIBLE, State.WAITLISTED, State.ADMITTED, State.CONFIRMED]
MEANING = {
    State.DRAFT: "Votre brouillon ne peut plus être envoyé. Il est gardé six mois : ses réponses resserviront.",
    State.ADMITTED: "La place proposée ne peut plus être tenue. Votre dossier et vos textes restent ici.",
    State.CONFIRMED: "La place confirmée ne peut plus être tenue. Votre dossier et vos textes restent ici.",
}
STOPPED = "Votre dossier ne sera pas étudié pour cet appel. Il reste ici, avec vos textes et vos documents."


def tell_teams(call: Call, by: User, now: datetime) -> None:
    """Write the letter of each running file, and owe the mail of each draft; inside the caller's transaction."""
    files = Application.objects.filter(call=call).select_related("call__programme__lead_actor", "project")
    for application in files.filter(state__in=RUNNING):
        key = f"call_cancelled:{application.pk}"
        letters.write(application, LETTER, key=key, now=now, mail=LETTER, raison=call.cancel_note)
    for draft in files.filter(state=State.DRAFT):
        for user in letters.addressees(draft):
            outbox.owe(user, LETTER, key=f"call_cancelled:{draft.pk}:{user.pk}", application=draft)


def meaning(application: Application) -> str:
    """What the cancellation of its call changes for one file; empty while the call stands, or once answered."""
    state = State(application.state)
    if application.call.cancelled_at is None or (state != State.DRAFT and state not in RUNNING):
        return ""
    return MEANING.get(state, STOPPED)
