"""Messages of the demonstration, between a team and the officer of its file, and a note of the officer."""

import uuid
from datetime import datetime, timedelta

from applications import correspondence
from applications.models import Application, Message
from ess_portal.demo import files
from ess_portal.demo.people import account
from ess_portal.lib.uploads import inspect

QUESTION = (
    "Bonjour,\nnotre trésorier a reçu l’attestation d’adhésion hier, mais au nom de l’ancienne association. "
    "Est-ce qu’elle convient quand même\u00a0? Je vous joins la délibération qui explique le changement de nom."
)
ANSWER = (
    "Bonjour Nour,\nmerci pour ces précisions. La délibération suffit avec l’ancienne attestation\u00a0: "
    "déposez les deux à l’endroit prévu dans votre dossier, et nous pourrons le déclarer complet."
)
NOTE = "Ancien nom de l’association vérifié au Journal officiel. Rien d’autre ne manque."


def exchange(application: Application, now: datetime) -> None:
    """A question with a file yesterday, its answer this morning, and a note that only officers read."""
    holder, officer = account("porteuse"), account("chargee-appel")
    asked = now - timedelta(hours=20)
    sent = files.upload("deliberation", "Délibération sur le nom (exemple)")
    correspondence.join(application, sent, inspect(sent), by=holder, now=asked)
    correspondence.send(application, Message.Side.TEAM, QUESTION, key=uuid.uuid4(), by=holder, now=asked)
    correspondence.note(application, NOTE, key=uuid.uuid4(), by=officer, now=now - timedelta(hours=3))
    correspondence.send(
        application, Message.Side.STAFF, ANSWER, key=uuid.uuid4(), by=officer, now=now - timedelta(hours=2)
    )
