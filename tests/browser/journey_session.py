"""The session: one file after the other, decisions that wait, then all of them published together."""

from tests.browser.journey_gestures import chooses, field, follow, link_in, mails_to, press, sees, unfold, writes
from tests.browser.journey_people import CALL

ELSEWHERE = "DLA en Provence-Alpes-Côte d’Azur"
REASON = "Le modèle économique reste à travailler"
ADVICE = "Testez le prix auprès de cinq premiers clients."
WHY_ELSEWHERE = "Votre besoin est précis : un accompagnement plus court y répond mieux."
PRAISE = "Le comité a aimé la solidité de votre enquête."


def opens_the_session(page, members):
    follow(page, "Séance")
    press(page, "Ouvrir la séance")
    sees(page, "La séance est ouverte.")
    chooses(page, "Présents et présentes", *members)
    press(page, "Noter les présences")
    sees(page, "Les présences sont notées.")


def notes_who_leaves(page, title, member):
    """A file with a recusal opens only when the person is out."""
    follow(page, title)
    sees(page, "Ce dossier s’ouvre quand chaque personne récusée a quitté la salle")
    sees(page, member)
    press(page, "Ces personnes sont sorties, ouvrir le dossier")


def decides(page, title, outcome, message="", **more):
    """Write the pending decision of one file."""
    follow(page, title)
    chooses(page, "Décision", outcome)
    writes(page, {"Message à la personne, sans nom de membre": message, "Note de discussion": f"{title} : discuté."})
    if more:
        adds(page, **more)
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def adds(page, reason="", advice="", programme=""):
    if not field(page, "Motif, si le dossier n’est pas retenu").is_visible():
        unfold(page, "Si le dossier n’est pas retenu")
    if reason:
        writes(page, {"Motif, si le dossier n’est pas retenu": reason})
    if advice:
        writes(page, {"Un conseil pour la suite, si le dossier n’est pas retenu": advice})
    if programme:
        field(page, "Autres programmes proposés").select_option(label=programme)


def is_refused_a_third_place(page, title):
    decides(page, title, "Admettre")
    sees(page, "Il n’y a plus de place : mettez ce dossier sur la liste d’attente, ou libérez une place.")


def closes_the_session(page):
    press(page, "Clore la séance")
    sees(page, "La séance est close.")
    sees(page, "Tout est prêt")


def publishes_the_decisions(page):
    press(page, "Publier les décisions")
    sees(page, "3 décisions publiées ensemble. Les lettres sont écrites.")


def what_is_seen(page):
    """The whole text of a holder's page: word for word the same as long as nothing is published."""
    page.goto("/espace/")
    follow(page, CALL)
    sees(page, "Le fil de votre dossier")
    return page.get_by_role("main").inner_text()


def reads_the_letter(page, address, state, subject, *phrases):
    """The mail says only that a letter waits; the letter is in her space, under the state of her file."""
    body = mails_to(address, "lettre")[-1]
    assert [phrase for phrase in phrases if phrase in body] == []
    page.goto(link_in(body))
    sees(page, state)
    follow(page, subject)
    for phrase in phrases:
        sees(page, phrase)
    follow(page, "Revenir au dossier")


def accepts_the_other_programme(page):
    sees(page, "À vous de jouer : une autre piste vous est proposée")
    follow(page, "Lire et répondre")
    chooses(page, "Que souhaitez-vous ?", f"Oui, envoyer mon dossier à {ELSEWHERE}")
    press(page, "Envoyer ma réponse")
    sees(page, "Votre réponse est enregistrée.")
