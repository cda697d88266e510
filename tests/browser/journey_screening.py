"""The officer reads the files, asks for a document, and declares them admissible."""

from playwright.sync_api import expect

from ess_portal.demo.files import pdf
from tests.browser.journey_applying import BUDGET
from tests.browser.journey_gestures import (
    answer,
    chooses,
    does_not_see,
    follow,
    is_at,
    mails_to,
    post_arrives,
    press,
    sees,
    unfold,
    writes,
)

MEMBER = "Votre structure est adhérente de la CRESS."
WISH = "Le budget de l’année en cours, voté."


def finds_the_file(page, title):
    """From the back-office's first page to the file."""
    page.goto("/gestion/")
    follow(page, "Candidatures")
    follow(page, title)
    is_at(page, title)


def sees_no_file_of_another_chamber(page, title, address):
    """Another chamber's officer has a back-office too, in which this file does not exist."""
    page.goto("/gestion/")
    follow(page, "Candidatures")
    is_at(page, "Candidatures")
    does_not_see(page, title)
    assert answer(page, address) == 404


def notes_the_conditions(page):
    """The computation proposes, the officer confirms in writing."""
    chooses(page, f"Votre avis : {MEMBER}", "Remplie")
    writes(page, {f"Précision, L’adhésion : {MEMBER}": "Attestation de l’année jointe."})
    press(page, "Enregistrer mes avis")
    sees(page, "Vos avis sont enregistrés.")
    sees(page, "noté par Claire Aubanel")


def asks_for_the_budget(team, page):
    follow(page, "Demander un complément")
    unfold(page, "Des documents")
    chooses(page, "Documents à demander", BUDGET)
    writes(
        page,
        {
            f"Ce qu’il faut exactement : {BUDGET}": WISH,
            "Message à l’équipe": "Votre dossier est clair, merci.",
            "À fournir avant le": team.on(7),
        },
    )
    press(page, "Envoyer la demande")
    sees(page, "La demande est partie")


def provides_the_budget(page, address):
    """The holder is told by mail and in her space that it is her turn; then it is no longer."""
    post_arrives()
    assert len(mails_to(address)) == 3
    page.goto("/espace/")
    sees(page, "À vous de jouer")
    follow(page, "Déposer ce qui manque à votre dossier")
    sees(page, "À vous de jouer : déposez ce qui manque")
    sees(page, WISH)
    follow(page, f"Déposer : {BUDGET}")
    page.get_by_label("Un nouveau fichier").set_input_files(
        {"name": "budget.pdf", "mimeType": "application/pdf", "buffer": pdf("Budget")}
    )
    press(page, "Déposer la pièce")
    sees(page, "Merci, tout est arrivé.")
    sees(page, "Rien à faire pour l’instant")


def closes_the_request(page, title, officer):
    post_arrives()
    assert len(mails_to(officer.email, "pièces")) == 1
    finds_the_file(page, title)
    sees(page, "reçu le")
    follow(page, "Lire et suivre les demandes")
    press(page, f"Accepter : {BUDGET}")
    sees(page, "La réponse est acceptée.")
    follow(page, "Revenir au dossier")


def declares_admissible(page):
    press(page, "Déclarer recevable")
    sees(page, "Le dossier est recevable : il peut passer en comité.")
    expect(page.get_by_role("button", name="Déclarer recevable")).to_have_count(0)
