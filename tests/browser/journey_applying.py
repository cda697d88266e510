"""A visitor finds the programme, signs up, describes her project, writes her application, sends it."""

from playwright.sync_api import expect

from ess_portal.demo.files import pdf
from tests.browser.journey_calling import CRITERIA, DOCUMENTS, QUESTIONS
from tests.browser.journey_gestures import (
    chooses,
    code_in,
    field,
    follow,
    is_at,
    mails_to,
    post_arrives,
    press,
    sees,
    writes,
)
from tests.browser.journey_people import CALL, PROGRAMME

PASSWORD = "une phrase assez longue pour un essai"
MEMBERSHIP, BUDGET, OPCO = (kind for kind, _ in DOCUMENTS)
NEED, SITUATION, TEAM, MONEY = (label for _, label, _, _ in QUESTIONS)
FORM = "Quelle forme a votre activité, ou laquelle imaginez-vous ?"
ALREADY = "Qu’avez-vous déjà ?"
MEMBER = "Ma structure est adhérente de la CRESS"
MEMBERS_ONLY = "Ce programme est réservé aux adhérents de la CRESS."


def finds_the_programme(page):
    """From the question of the home page to the open call, which says what it will ask."""
    page.goto("/")
    page.get_by_label("Chercher un programme, un acteur, un mot").fill("mpess")
    press(page, "Chercher")
    follow(page, PROGRAMME)
    is_at(page, PROGRAMME)
    follow(page, "Lire l’appel en entier")
    is_at(page, CALL)
    for words in [NEED, MEMBERSHIP, CRITERIA[0][0]]:
        sees(page, words)
    follow(page, "Commencer ma candidature")
    is_at(page, "Se connecter")


def signs_up(page, first_name, last_name, address):
    """The account opens with the code that the mail brings, and leads back to the call."""
    follow(page, "Créer un compte")
    is_at(page, "Créer un compte")
    writes(page, {"Prénom": first_name, "Nom": last_name, "Adresse électronique": address, "Mot de passe": PASSWORD})
    press(page, "Créer mon compte")
    expect(field(page, "Code reçu")).to_be_visible()
    post_arrives()
    (letter,) = mails_to(address)
    writes(page, {"Code reçu": code_in(letter)})
    press(page, "Valider le code")
    is_at(page, "Commencer ma candidature")


def describes(page, venture, *already):
    """The project file, written once."""
    follow(page, "Décrire mon projet")
    writes(
        page,
        {
            "Comment s’appelle le projet ?": venture.title,
            "Le projet en quelques phrases": venture.pitch,
            "Où en est le projet ?": "Développement –",
            "Dans quel département ?": venture.department,
            "Dans quelle commune ?": venture.city,
            "Nom de la structure": venture.organisation,
            FORM: "Une association",
        },
    )
    chooses(page, ALREADY, "Une idée précise", "Au moins une personne salariée", *already)
    press(page, "Créer le projet et continuer")
    is_at(page, "Commencer ma candidature")
    sees(page, f"Pour votre projet {venture.title}")


def reads_why_a_condition_is_not_met(page):
    """She forgot to say that her organisation is a member: the page says what is missing, and where to correct."""
    sees(page, "Votre projet est en Provence-Alpes-Côte d’Azur.")
    sees(page, "L’adhésion : non remplie")
    sees(page, MEMBERS_ONLY)
    sees(page, "Vous pouvez adhérer à la CRESS")


def begins(page):
    press(page, "Commencer ma candidature")
    is_at(page, "Votre projet")


def leaves_and_resumes(page, venture):
    """Half of the first part, then away; the draft is found again from her space, with what she wrote."""
    writes(page, {NEED: venture.need})
    press(page, "Enregistrer et revenir plus tard")
    sees(page, "Votre brouillon est enregistré.")
    follow(page, "Terminer votre candidature")
    is_at(page, "Votre projet")
    expect(field(page, NEED)).to_have_value(venture.need)


def answers_everything(page, venture):
    """Both parts; an amount in letters comes back with its text and a sentence."""
    writes(page, {NEED: venture.need})
    chooses(page, SITUATION, "Elle existe")
    press(page, "Enregistrer et continuer")
    is_at(page, "Votre structure")
    writes(page, {TEAM: "3", MONEY: "quatre-vingt mille"})
    press(page, "Enregistrer et continuer")
    expect(page.locator("#erreurs")).to_be_focused()
    expect(field(page, MONEY)).to_have_value("quatre-vingt mille")
    writes(page, {MONEY: "86 000"})
    press(page, "Enregistrer et continuer")
    is_at(page, "Les conditions")


def corrects_the_project(page):
    """From the conditions to the project and back: the condition is now met."""
    sees(page, MEMBERS_ONLY)
    follow(page, "Corrigez votre projet")
    chooses(page, ALREADY, MEMBER)
    press(page, "Enregistrer le projet")
    sees(page, "Le projet est enregistré.")
    follow(page, CALL)
    is_at(page, "Les conditions")
    sees(page, "Votre structure est adhérente de la CRESS.")


def declares(page):
    chooses(page, "Les 980 € des journées de formation sont prévus.", "Oui")
    chooses(page, "Deux jours par mois sont prévus.", "Oui")
    press(page, "Enregistrer et continuer")
    is_at(page, "Les pièces")


def joins(page, kind, name, content):
    """Give a file for the document of that kind."""
    row = page.get_by_role("listitem").filter(has=page.locator("strong", has_text=kind))
    row.get_by_label("Un nouveau fichier").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )
    row.get_by_role("button", name=f"Joindre : {kind}").click()


def is_refused_a_disguised_page(page):
    joins(page, MEMBERSHIP, "attestation.pdf", b"<!doctype html><title>Bonjour</title><script>1</script>")
    sees(page, "Le contenu de ce fichier n’est pas celui d’un fichier .pdf.")


def joins_the_proof(page, venture):
    joins(page, MEMBERSHIP, "attestation.pdf", pdf(f"Attestation de {venture.organisation}"))
    sees(page, f"{MEMBERSHIP} : le document est joint.")
    joins(page, OPCO, "opco.pdf", pdf(f"Accord pour {venture.organisation}"))
    sees(page, f"{OPCO} : le document est joint.")


def sends(page, venture, address):
    """She reads the whole again, sends it, and gets a number, on the screen and once by mail."""
    follow(page, "Continuer")
    is_at(page, "Relire et envoyer")
    for words in [venture.title, venture.need, "86 000", "attestation.pdf", "Rien ne manque"]:
        sees(page, words)
    press(page, "Envoyer ma candidature")
    is_at(page, "Votre candidature est bien arrivée")
    number = page.locator("dt", has_text="Dossier").locator("+ dd").inner_text()
    post_arrives()
    assert [number in body for body in mails_to(address, "candidature")] == [True]
    follow(page, "Suivre mon dossier")
    sees(page, "Envoyée, en vérification")
    sees(page, "Rien à faire pour l’instant")
    return number


def applies_at_once(page, venture, address):
    """Somebody who has an account and hesitates over nothing."""
    page.goto("/appels/")
    follow(page, CALL)
    follow(page, "Commencer ma candidature")
    describes(page, venture, MEMBER)
    begins(page)
    answers_everything(page, venture)
    declares(page)
    joins_the_proof(page, venture)
    sends(page, venture, address)
