"""The officer writes a call in the back-office and publishes it."""

from django.utils.text import slugify
from playwright.sync_api import expect

from tests.browser.journey_gestures import answer, chooses, does_not_see, field, follow, is_at, press, sees, writes
from tests.browser.journey_people import CALL, PROGRAMME

QUESTIONS = [
    ("Votre projet", "À quel besoin répond l’activité ?", "Texte long", ""),
    ("Votre projet", "Où en est cette activité ?", "Un choix", "Elle existe\nElle est prête à démarrer"),
    ("Votre structure", "Combien de personnes salariées compte la structure ?", "Nombre", ""),
    ("Votre structure", "Quel est le budget de l’année en cours ?", "Montant en euros", ""),
]
CRITERIA = [
    ("Solidité de l’idée", "Le besoin est-il démontré ?", "3"),
    ("Maturité de l’équipe", "L’équipe peut-elle avancer seule ?", "2"),
]
DOCUMENTS = [
    ("Justificatif d’adhésion à la CRESS", True),
    ("Budget prévisionnel et plan de financement", False),
    ("Accord de prise en charge de l’OPCO", False),
]
CONDITION = {
    "Sujet": "Le temps à y consacrer",
    "Phrase si elle est remplie": "Deux jours par mois sont prévus.",
    "Phrase si elle n’est pas remplie": "Ce parcours demande deux jours par mois.",
    "Phrase tant qu’on ne le sait pas": "On vous demandera si deux jours par mois sont prévus.",
}


def writes_the_call(team, page):
    """Dates, places, what is asked, the grid and a condition of the call's own; it cannot be published yet."""
    page.goto("/espace/")
    follow(page, "Ouvrir la gestion")
    follow(page, "Ajouter : Appels")
    writes(
        page,
        {
            "Programme": PROGRAMME,
            "Titre": CALL,
            "Présentation": "Une année pour faire grandir une activité, avec une personne référente.",
            "Ouverture": f"{team.on(-1)}T09:00",
            "Clôture": f"{team.on(11)}T18:00",
            "Comité prévu le": team.on(20),
            "Réponse au plus tard le": team.on(25),
            "Premier jour du programme": team.on(40),
            "Places": "2",
            "Contact": "appels@example.org",
        },
    )
    asks_for_documents(page)
    writes_the_grid(page)
    press(page, "Enregistrer et rester ici")
    writes_a_condition(page)
    sees(page, "Il manque encore")
    sees(page, "Au moins une question.")
    expect(page.get_by_role("button", name="Publier l’appel")).to_be_disabled()


def writes_a_condition(page):
    follow(page, "Ajouter une condition")
    chooses(page, "Force", "Souhaitée")
    chooses(page, "Que faut-il vérifier ?", "La personne répond oui ou non")
    writes(page, CONDITION)
    press(page, "Enregistrer")
    sees(page, "La règle est enregistrée.")


def asks_for_documents(page):
    for number, (kind, required) in enumerate(DOCUMENTS):
        row = page.locator(f"#documents-{number}")
        writes(row, {"Document": kind, "Position": str(number + 1)})
        field(row, "Obligatoire").set_checked(required)


def writes_the_grid(page):
    for number, (name, regard, weight) in enumerate(CRITERIA):
        writes(
            page.locator(f"#criteria-{number}"),
            {"Critère": name, "Ce qu’on regarde": regard, "Poids": weight, "Position": str(number + 1)},
        )


def writes_the_questions(page):
    """Two parts of two questions, one sheet after the other; a choice asks for its settings first."""
    follow(page, "Questions (0)")
    follow(page, "Ajouter une question")
    for number, (section, label, kind, options) in enumerate(QUESTIONS, start=1):
        writes(page, {"Forme": kind})
        press(page, "Changer de forme")
        writes(page, {"Partie": section, "Question": label} | ({"Choix": options} if options else {}))
        press(page, "Enregistrer" if number == len(QUESTIONS) else "Enregistrer et ajouter la suivante")
        sees(page, f"La question est enregistrée\u00a0: {label}")
    page.goto(page.url.split("#")[0])
    page.locator(".breadcrumbs a").nth(2).click()
    sees(page, "Tout est prêt.")


def is_not_public_yet(page):
    """Neither in the list, nor on the programme's sheet, nor at the address it will have."""
    page.goto("/appels/")
    is_at(page, "Les appels à candidatures")
    does_not_see(page, CALL)
    page.goto("/programmes/mpess-developpement/")
    is_at(page, PROGRAMME)
    does_not_see(page, CALL)
    assert answer(page, f"/appels/{slugify(CALL)}/") == 404


def publishes_the_call(page):
    press(page, "Publier l’appel")
    sees(page, "L’appel est publié : son formulaire est figé.")
    follow(page, "Questions (4)")
    sees(page, "Ce formulaire est figé")
    page.go_back()
    follow(page, "Voir la page publique")
    is_at(page, CALL)
