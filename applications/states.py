"""States of an application; each has an internal label and a public one (`PUBLIC_LABELS`)."""

from enum import nonmember

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposée"
    ADMISSIBLE = "admissible", "Recevable"
    INADMISSIBLE = "inadmissible", "Non recevable"
    ADMITTED = "admitted", "Admise"
    WAITLISTED = "waitlisted", "En liste d’attente"
    DECLINED = "declined", "Non retenue"
    REDIRECTED = "redirected", "Orientée vers un autre programme"
    CONFIRMED = "confirmed", "Place confirmée"
    LAPSED = "lapsed", "Sans réponse"
    WITHDRAWN = "withdrawn", "Retirée"

    IN_REVIEW = nonmember(frozenset({"submitted", "admissible"}))
    HOLDING_A_PLACE = nonmember(frozenset({"admitted", "confirmed"}))
    OUTCOMES = nonmember(frozenset({"admitted", "waitlisted", "declined", "redirected"}))
    WITHDRAWABLE = nonmember(frozenset({"submitted", "admissible", "waitlisted", "admitted"}))
    FINAL = nonmember(frozenset({"inadmissible", "declined", "redirected", "confirmed", "lapsed", "withdrawn"}))


# What a permanent call says otherwise: no committee reads its files.
PERMANENT_LABELS = {State.ADMISSIBLE: "Complète, à l’étude"}
PUBLIC_LABELS = {
    State.DRAFT: "Brouillon, pas encore envoyé",
    State.SUBMITTED: "Envoyée, en vérification",
    State.ADMISSIBLE: "Complète, lue par le comité",
    State.INADMISSIBLE: "Une condition n’est pas remplie",
    State.ADMITTED: "Une place vous est proposée",
    State.WAITLISTED: "Sur la liste d’attente",
    State.DECLINED: "Non retenue cette fois",
    State.REDIRECTED: "Une autre piste vous est proposée",
    State.CONFIRMED: "Place confirmée",
    State.LAPSED: "Place non confirmée à temps",
    State.WITHDRAWN: "Retirée",
}
