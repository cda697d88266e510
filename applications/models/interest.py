"""The kinds of link between a committee member and a file; anything but « none » takes the file away."""

from enum import nonmember

from django.db import models


class InterestKind(models.TextChoices):
    NONE = "none", "Aucun lien avec ce projet"
    EMPLOYER = "employer", "J’y travaille ou j’y ai travaillé"
    SUPPORT = "support", "J’ai accompagné ce projet ou cette équipe"
    FUNDING = "funding", "Ma structure le finance"
    PERSONAL = "personal", "Je connais personnellement l’équipe"
    OTHER = "other", "Un autre lien"
    DETECTED = "detected", "Lien trouvé dans la base, à régler"
    RECUSED = "recused", "Lien trouvé dans la base, personne écartée"

    DECLARED = nonmember(frozenset({"employer", "support", "funding", "personal", "other"}))
    FOUND = nonmember(frozenset({"detected", "recused"}))
    CONFLICTS = nonmember(frozenset({"employer", "support", "funding", "personal", "other", "detected", "recused"}))
