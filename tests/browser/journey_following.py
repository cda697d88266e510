"""The place confirmed, the promotion opened, the first meeting logged, and what each person reads of it."""

from tests.browser.journey_gestures import (
    answer,
    chooses,
    does_not_see,
    follow,
    is_at,
    link_in,
    mails_to,
    part,
    post_arrives,
    press,
    sees,
    unfold,
    writes,
)
from tests.browser.journey_people import CALL

PROGRESS = "Nous avons relu le projet et fixé trois priorités."
PROMISE = "Appeler deux communautés de communes"
SHARED = "Bravo pour les entretiens. Prochaine étape : le prix."
PRIVATE = "Fatigue visible ; en reparler au prochain rendez-vous."
NEED = "Rencontrer les bons interlocuteurs de la région"


def confirms_the_place(page):
    page.goto("/espace/")
    follow(page, "Confirmer votre place")
    press(page, "Confirmer ma place")
    sees(page, "Votre place est confirmée. À bientôt !")
    sees(page, "Place confirmée")


def opens_the_promotion(page, venture):
    page.goto("/gestion/")
    follow(page, "Promotions")
    follow(page, f"Ouvrir la promotion : {CALL}")
    sees(page, venture.title)
    sees(page, "20 h")
    press(page, "Ouvrir la promotion")
    sees(page, "La promotion est ouverte : 1 projet ajouté.")
    follow(page, venture.title)


def names(page, role, person, need=""):
    unfold(page, "Nommer une personne")
    writes(page, {"Rôle": role, "Adresse e-mail": person.email, "Besoin précis": need})
    press(page, "Nommer cette personne")
    sees(page, "La personne est nommée : un message le lui dit.")
    sees(page, str(person))


def logs_the_first_meeting(page):
    """From the referent's day; the meeting takes an hour and a half from the package."""
    page.goto("/espace/")
    follow(page, "Ouvrir le suivi")
    chooses(page, "Durée", "1 h 30")
    chooses(page, "Comment", "À distance")
    writes(page, {"Ce qui a avancé": PROGRESS, "Ce qui est promis pour la suite": PROMISE})
    unfold(page, "Autre durée ou date, vos promesses, note partagée")
    writes(page, {"Note partagée": SHARED})
    unfold(page, "Note confidentielle")
    writes(page, {"Note confidentielle": PRIVATE})
    press(page, "Enregistrer le rendez-vous")
    sees(page, "Le rendez-vous est enregistré.")
    sees(page, "il reste 18 h 30 aujourd’hui")


def reads_the_meeting(page, venture, address):
    """The participant: hours left, what she promised, the shared note, never the private one."""
    post_arrives()
    page.goto(link_in(mails_to(address, "rendez-vous")[-1]))
    sees(page, SHARED)
    sees(page, PROGRESS)
    does_not_see(page, PRIVATE, "Lire la note confidentielle")
    assert answer(page, page.url + "note/") == 404
    page.goto("/espace/")
    follow(part(page, "Accompagnements"), venture.title)
    sees(page, "1 h 30 sur 20 h · 18 h 30 restantes")
    sees(page, PROMISE)
    sees(page, "Rachel Simon")
    does_not_see(page, PRIVATE)


def sees_what_concerns_him(page, venture):
    """The mentor: the project, the need and his own hours; nothing of what the referent wrote."""
    page.goto("/espace/")
    follow(part(page, "Accompagnements"), venture.title)
    is_at(page, venture.title)
    sees(page, NEED)
    sees(page, "9 h")
    does_not_see(page, PROGRESS, PROMISE, SHARED, PRIVATE)
