"""Views of the officers' list in the demonstration: one of her own, one shared with her organisation."""

from applications import saved_views
from ess_portal.demo.people import account
from programmes.models import Call

COLUMNS = "colonnes=dossier,age,pieces,regles,etat,attente,suivi"


def keep(call: Call) -> None:
    """What waits for the officer of the call, and what the whole organisation watches."""
    officer, own = account("chargee-appel"), f"call__id__exact={call.pk}&{COLUMNS}".replace(",", "%2C")
    saved_views.save("À vérifier d’abord", f"etat=submitted&{own}&o=-2", by=officer)
    saved_views.save("Sans personne pour lire", f"lecture=personne&{own}", by=officer, shared_with=call.leader)
