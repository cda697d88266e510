"""The committee: composed by the officer, joined by its members, who declare their links and give their marks."""

from playwright.sync_api import expect

from tests.browser.journey_calling import CRITERIA
from tests.browser.journey_gestures import (
    answer,
    chooses,
    code_in,
    does_not_see,
    field,
    follow,
    is_at,
    link_in,
    mails_to,
    post_arrives,
    press,
    sees,
    writes,
)
from tests.browser.journey_people import CALL

BAKARY = "bakary@example.org"


def composes_the_committee(team, page, titles):
    """A chair, somebody from outside who has no account yet, and a member who knows one of the projects."""
    page.goto("/gestion/")
    follow(page, "Ajouter : Comités")
    writes(page, {"Appel": CALL, "Se réunit le": f"{team.on(0)}T14:00", "Lieu": "Maison de l’ESS", "Quorum": "2"})
    press(page, "Enregistrer")
    sees(page, "Le comité est prévu.")
    adds_a_member(page, team.ariane.email, chair=True)
    adds_a_member(page, BAKARY, "Bakary", "Diallo")
    adds_a_member(page, team.colette.email)
    chooses(page, "Dossiers recevables", *titles)
    press(page, "Ajouter à l’ordre du jour")
    sees(page, "3 dossiers ajoutés à l’ordre du jour.")


def adds_a_member(page, address, first_name="", last_name="", chair=False):
    writes(page, {"Adresse e-mail": address, "Prénom": first_name, "Nom": last_name})
    field(page, "Préside le comité").set_checked(chair)
    press(page, "Ajouter au comité")
    sees(page, "siège. Un message lui dit comment entrer.")


def gives_the_files(page, titles, members):
    """Everybody reads everything; those who should not will say so."""
    follow(page, "Confier les dossiers")
    for title in titles:
        for member in members:
            page.get_by_label(f"{title} à {member}").check()
    press(page, "Confier ces dossiers")
    sees(page, "9 lectures confiées.")
    follow(page, "Préparation")
    press(page, "Envoyer les convocations")
    sees(page, "3 membres convoqués")
    post_arrives()


def enters_with_a_code(page, address):
    """The invitation leads to the page that sends a code; the code opens the committees."""
    page.goto(link_in(mails_to(address, "membre d’un comité")[0]))
    writes(page, {"Adresse électronique": address})
    press(page, "Recevoir le code")
    expect(field(page, "Code reçu")).to_be_visible()
    post_arrives()
    writes(page, {"Code reçu": code_in(mails_to(address, "code")[-1])})
    press(page, "Valider le code")
    is_at(page, "Mes comités")


def opens_the_committee(page):
    page.goto("/espace/")
    follow(page, "Lire 3 dossiers pour un comité")
    sees(page, "Avant d’ouvrir un dossier, dites si vous avez un lien avec le projet.")


def declares_a_link(page, title):
    """Said first; the file is lost at once, for good."""
    address = page.get_by_role("link", name=f"Dire si j’ai un lien avec {title}").get_attribute("href")
    follow(page, f"Dire si j’ai un lien avec {title}")
    chooses(page, "Avez-vous un lien avec ce projet ?", "J’ai accompagné ce projet")
    press(page, "Déclarer et continuer")
    is_at(page, "Ce dossier est lu par d’autres")
    assert answer(page, address.removesuffix("lien/")) == 404
    follow(page, "Revenir aux dossiers")


def marks(page, venture, values, comment):
    """No link; then the grid, given for good, without a word of what others think."""
    follow(page, f"Dire si j’ai un lien avec {venture.title}")
    chooses(page, "Avez-vous un lien avec ce projet ?", "Aucun lien avec ce projet")
    press(page, "Déclarer et continuer")
    is_at(page, venture.title)
    sees(page, venture.need)
    does_not_see(page, "Les avis des autres membres")
    for (criterion, _, weight), value in zip(CRITERIA, values, strict=True):
        chooses(page, f"{criterion} (poids {weight})", value)
    chooses(page, "Votre avis", "Favorable")
    writes(page, {"Commentaire général": comment})
    press(page, "Rendre mon avis")
    sees(page, "Votre avis est rendu.")


def goes_back_to_the_files(page):
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link", name=CALL).click()


def opens_again(page, title):
    page.goto("/comite/")
    follow(page, CALL)
    follow(page, f"Ouvrir {title}")
    is_at(page, title)


def does_not_see_the_others_yet(page, title, comment):
    """A member has given her marks: what another gave is shown once the session is open, not before."""
    opens_again(page, title)
    sees(page, "Ils apparaissent à l’ouverture de la séance.")
    does_not_see(page, comment)


def sees_the_others(page, title, comment):
    opens_again(page, title)
    sees(page, comment)
