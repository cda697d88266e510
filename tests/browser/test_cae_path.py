"""The path of a cooperative, configured in the back-office only: a meeting first, then an answer without session."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actors.models import Actor
from applications.models import Application
from tests.browser.journey_applying import describes
from tests.browser.journey_gestures import chooses, follow, is_at, mails_to, post_arrives, press, sees, unfold, writes
from tests.browser.journey_people import COLLINES, NOUR, PHONE, account
from tests.factories import OrganisationRoleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CALL = "Entrer dans la coopérative, toute l’année"
QUESTION = "Quel métier voulez-vous exercer ?"
PLACE = "12 rue des Essais, Marseille"
JOINING = "Deuxième étage, sonnez à Essais."
DECLARED = [
    "Vous trouvez vous-même vos clients.",
    "Vous n’êtes pas salarié à temps plein.",
    "Vous acceptez de devenir associé dans les trois ans.",
]


def test_from_the_meeting_to_the_answer(facts, open_as):
    officer = account("Odile", "Renard")
    OrganisationRoleFactory(user=officer, actor=Actor.objects.get(slug="federation-des-cae"), kind="officer")
    desk = open_as(officer, javascript=False)
    nour = open_as(account("Nour", "Belkacem"), width=PHONE, javascript=False)

    the_call_is_written(desk)
    a_meeting_is_planned(desk)
    the_call_is_announced(desk)
    nour_must_come_first(nour)
    nour_registers(nour)
    her_presence_is_noted(desk)
    nour_applies(nour)
    the_officer_answers(desk)

    application = Application.objects.get()
    assert application.state == "admitted"
    assert not application.decisions.get().item
    sees_her_place(nour)


def the_call_is_written(page):
    page.goto("/gestion/programmes/call/add/")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    writes(
        page,
        {
            "Programme": "Parcours en coopérative",
            "Titre": CALL,
            "Présentation": "Exercez votre métier dans une coopérative.",
            "Entrée": "Permanente",
            "Ouverture": f"{yesterday}T09:00",
            "Places": "20",
            "Contact": "appels@example.org",
        },
    )
    page.get_by_label("Une réunion d’information d’abord").check()
    writes(page.locator("#criteria-0"), {"Critère": "Autonomie", "Poids": "1"})
    press(page, "Enregistrer et rester ici")
    sees(page, "Une réunion d’information à venir.")
    follow(page, "Questions (0)")
    follow(page, "Ajouter une question")
    writes(page, {"Forme": "Texte long"})
    press(page, "Changer de forme")
    writes(page, {"Partie": "Votre métier", "Question": QUESTION})
    press(page, "Enregistrer")
    sees(page, "La question est enregistrée")
    page.goto(page.url.split("#")[0])
    page.locator(".breadcrumbs a").nth(2).click()


def a_meeting_is_planned(page):
    follow(page, "Une réunion d’information à venir.")
    starts_at = timezone.localtime() + dt.timedelta(hours=2)
    writes(
        page,
        {
            "Début": f"{starts_at:%Y-%m-%dT%H:%M}",
            "Durée en minutes": "90",
            "Lieu public": PLACE,
            "Comment y entrer": JOINING,
            "Places": "12",
        },
    )
    press(page, "Prévoir cette réunion")
    sees(page, "La réunion est prévue.")
    follow(page, "Revenir à l’appel")


def the_call_is_announced(page):
    sees(page, "Tout est prêt.")
    press(page, "Publier l’appel")
    sees(page, "L’appel est publié")


def nour_must_come_first(page):
    page.goto("/appels/")
    follow(page, CALL)
    sees(page, "D’abord, une réunion d’information")
    follow(page, "Déjà venu ? Commencer ma candidature")
    is_at(page, "D’abord, une réunion d’information")
    sees(page, PLACE)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def nour_registers(page):
    page.locator("main a[href*='/reunions/']").first.click()
    is_at(page, "Réunion d’information")
    expect(page.get_by_text(JOINING)).to_have_count(0)
    press(page, "Prendre une place")
    sees(page, "Votre place est prise")
    sees(page, JOINING)
    post_arrives()
    assert len(mails_to(NOUR, "réunion")) == 1


def her_presence_is_noted(page):
    follow(page, "Réunions d’information")
    page.locator("table a").first.click()
    chooses(page, "Cochez les personnes venues", "Nour Belkacem")
    press(page, "Noter les présences")
    sees(page, "C’est noté : 1 personne venue.")
    post_arrives()


def nour_applies(page):
    page.goto("/appels/")
    follow(page, CALL)
    follow(page, "Déjà venu ? Commencer ma candidature")
    describes(page, COLLINES)
    begins_at(page)
    writes(page, {QUESTION: "La réparation de vélos."})
    press(page, "Enregistrer et continuer")
    for sentence in DECLARED:
        chooses(page, sentence, "Oui")
    press(page, "Enregistrer et continuer")
    is_at(page, "Relire et envoyer")
    press(page, "Envoyer ma candidature")
    is_at(page, "Votre candidature est bien arrivée")


def begins_at(page):
    press(page, "Commencer ma candidature")
    is_at(page, "Votre métier")


def the_officer_answers(page):
    page.goto("/gestion/applications/application/")
    follow(page, COLLINES.title)
    for group in page.get_by_role("group").filter(has_text="Votre avis").all():
        group.get_by_label("Remplie", exact=True).check()
    press(page, "Enregistrer mes avis")
    press(page, "Déclarer recevable")
    unfold(page, "Répondre à ce dossier")
    chooses(page, "Réponse", "Admettre")
    press(page, "Envoyer la réponse")
    sees(page, "La réponse est envoyée")


def sees_her_place(page):
    page.goto("/espace/")
    follow(page, "Confirmer votre place")
    sees(page, "Une place vous est proposée")
