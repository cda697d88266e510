"""A prescriber fills files for two people, without JavaScript: one reads on paper, the other takes hers over."""

import pytest
from django.utils import timezone

from applications.models import Application, PaperLetter
from projects import access
from tests.browser.journey_gestures import (
    chooses,
    code_in,
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
from tests.cast import build_cast
from tests.factories import FormRevisionFactory, StageFactory, letter_templates

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "lea@example.org"


@pytest.fixture
def scene(transactional_db):
    scene = build_cast()
    FormRevisionFactory(call=scene.call)
    StageFactory()
    letter_templates()
    return scene


def fills(page, first_name, email, title):
    page.goto("/espace/")
    follow(page, "Commencer")
    follow(page, "Remplir un dossier pour une personne")
    writes(page, {"Son prénom": first_name, "Son nom": "Keïta", "Son adresse électronique": email})
    chooses(page, "Comment la personne a-t-elle donné son accord ?", "De vive voix")
    press(page, "Enregistrer l’accord et ouvrir le dossier")
    sees(page, "Sans l’accord de la personne, rien n’est enregistré.")
    page.get_by_label("La personne sait ce qui est noté ici").check()
    writes(page, {"Comment s’appelle le projet ?": title, "Où en est le projet ?": "Développement"})
    press(page, "Enregistrer l’accord et ouvrir le dossier")
    is_at(page, title)
    sees(page, f"Vous remplissez ce dossier pour {first_name} Keïta")


def test_file_of_somebody_without_address_is_sent_and_its_letter_printed(open_as, scene):
    page = open_as(scene.prescriber, javascript=False)
    fills(page, "Mariam", "", "Les ourlets")
    page.goto(f"/candidatures/commencer/{scene.call.slug}/")
    press(page, "Commencer")
    sees(page, "Vous remplissez ce dossier pour Mariam Keïta")
    page.goto(f"/candidatures/{Application.objects.get(project__title='Les ourlets').pk}/relire/")
    press(page, "Envoyer ma candidature")
    is_at(page, "Votre candidature est bien arrivée")
    page.goto("/candidatures/lettres-a-imprimer/")
    sees(page, "Pour Mariam Keïta")
    page.locator("main h2 a").first.click()
    page.emulate_media(media="print")
    sees(page, "Mariam Keïta")
    page.emulate_media(media="screen")
    press(page, "Noter que la lettre est remise")
    sees(page, "la lettre est remise")
    assert PaperLetter.objects.get().handed_on == timezone.localdate()


def test_file_is_taken_over_on_a_phone(open_as, scene):
    helper = open_as(scene.prescriber, javascript=False)
    fills(helper, "Léa", ADDRESS, "Les paniers")
    post_arrives()
    (told,) = mails_to(ADDRESS)

    phone = open_as(width=390, javascript=False)
    phone.goto(link_in(told))
    is_at(phone, "Un dossier a été préparé pour vous")
    press(phone, "Recevoir un code")
    post_arrives()
    writes(phone, {"Code reçu": code_in(mails_to(ADDRESS)[-1])})
    press(phone, "Valider le code")
    is_at(phone, "Ce dossier est-il le vôtre ?")
    field(phone, "Votre nom").fill("Keita")
    chooses(phone, "Ce que vous lui permettez", "Lire le dossier et suivre les nouvelles")
    press(phone, "Reprendre mon dossier")
    is_at(phone, "Les paniers")
    follow(phone, "Qui m’aide, qui a consulté mon dossier")
    sees(phone, "Paule")

    project = scene.prescriber.agreements_held.latest("pk").project
    assert (access.reads(scene.prescriber, project), access.writes(scene.prescriber, project)) == (True, False)
    chooses(phone, "Ce que vous lui permettez", "Plus rien")
    press(phone, "Enregistrer, dès maintenant")
    helper.goto(project.get_absolute_url())
    sees(helper, "n’existe pas")
