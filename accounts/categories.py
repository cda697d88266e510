"""What a mail is about. People choose how each category reaches them, but for the obligatory ones."""

from django.db import models


class Category(models.TextChoices):
    DECISION = "decision", "Décisions, lettres et récépissés"
    INVITATION = "invitation", "Invitations"
    SECURITY = "security", "Connexion et sécurité"
    DEADLINE = "deadline", "Demandes et échéances"
    MESSAGE = "message", "Messages"
    DESK = "desk", "Dossiers à instruire"
    COMMITTEE = "committee", "Comité"
    FOLLOWUP = "followup", "Suivi"
    SHEET = "sheet", "Fiches de l’annuaire"
    ALERT = "alert", "Alertes sur les appels"
    SUMMARY = "summary", "Résumé du jour"


OBLIGATORY = frozenset({Category.DECISION, Category.INVITATION, Category.SECURITY})
BY_ADDRESS = frozenset({Category.ALERT})  # asked and stopped by links in the mails themselves, without an account
CHOSEN = tuple(one for one in Category if one not in OBLIGATORY | BY_ADDRESS | {Category.SUMMARY})
