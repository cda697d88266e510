"""A request, item by item, on a phone, by keyboard alone and without JavaScript: asked, answered, accepted."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import CompletenessRequest, ItemReply
from tests.applications.asking import BEFORE, sent
from tests.browser.journey_gestures import field, is_at, sees, words
from tests.browser.keyboard import goes, tab_to, types_in, unfolds
from tests.factories import DocumentKindFactory
from tests.uploads import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "javascript": False}
QUESTION, LABEL = "Qui tiendra la caisse ?", "À quel besoin répond l’activité ?"


@pytest.fixture
def cast(transactional_db):
    DocumentKindFactory(code="rib", name="RIB")
    return sent()


def opens_box(page, name):
    unfolds(page, page.locator("summary").filter(has_text=words(name)))


def presses_button(page, name):
    goes(page, page.get_by_role("button", name=words(name)))


def presses_link(page, name):
    goes(page, page.get_by_role("link", name=words(name)))


def asks(page, due_on):
    """One document, one answer to give again, one question of its own."""
    presses_link(page, "Demander un complément")
    opens_box(page, "Des documents")
    types_in(page, page.get_by_label(words("Ce qu’il faut exactement : RIB")), "celui de l’association")
    opens_box(page, "Des réponses à revoir")
    tab_to(page, page.get_by_role("checkbox", name=words(LABEL)))
    page.keyboard.press("Space")
    types_in(page, page.get_by_label(words(f"Remarque : {LABEL}")), "Combien d’habitants ?")
    opens_box(page, "D’autres questions")
    types_in(page, field(page, "Question 1"), QUESTION)
    day = field(page, "À fournir avant le")
    tab_to(page, day)
    day.fill(due_on.isoformat())  # the order in which a date is typed is the browser's own
    presses_button(page, "Envoyer la demande")
    sees(page, "La demande est partie")


def answers(page):
    sees(page, "Réponse attendue de vous")
    presses_link(page, f"Répondre : {LABEL}")
    sees(page, "Seule cette réponse s’ouvre.")
    tab_to(page, field(page, LABEL))
    page.keyboard.press("Control+A")
    page.keyboard.type("Trois cents habitants.")
    presses_button(page, "Envoyer ma réponse")
    sees(page, "C’est arrivé. Il en reste.")
    presses_link(page, f"Répondre : {QUESTION}")
    presses_button(page, "Envoyer ma réponse")
    sees(page, "Écrivez votre réponse.")
    types_in(page, field(page, "Votre réponse"), "Nour.")
    presses_button(page, "Envoyer ma réponse")
    sees(page, "Déjà arrivé, merci : 2 réponses. Il en reste 1.")
    presses_link(page, "Déposer : RIB")
    chosen = page.get_by_label("Un nouveau fichier")
    tab_to(page, chosen)
    chosen.set_input_files({"name": "rib.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    presses_button(page, "Déposer la pièce")
    sees(page, "Merci, tout est arrivé.")


def accepts(page):
    for text in (BEFORE, "Trois cents habitants.", "Nour."):
        sees(page, text)
    for label in ("RIB", LABEL, QUESTION):
        presses_button(page, f"Accepter : {label}")
        sees(page, "La réponse est acceptée.")


def test_request_is_asked_answered_and_accepted_by_keyboard_on_a_phone(open_as, cast):
    due_on = timezone.localdate() + dt.timedelta(days=10)
    officer = open_as(cast.officer, **PHONE)
    officer.goto(reverse("admin:applications_application_change", args=[cast.application.pk]))
    asks(officer, due_on)

    team = open_as(cast.holder, **PHONE)
    team.goto(cast.application.get_absolute_url())
    answers(team)
    expect(team.get_by_role("link", name=words("Déposer"))).to_have_count(0)
    sees(team, "Rien à faire pour l’instant")

    officer.goto(reverse("admin:applications_requests", args=[cast.application.pk]))
    is_at(officer, "Demandes à l’équipe")
    accepts(officer)
    sees(officer, "Close le")
    asked = CompletenessRequest.objects.get()
    assert (asked.due_on, asked.closed_at is None) == (due_on, False)
    assert set(ItemReply.objects.values_list("verdict", "judged_by")) == {("accepted", cast.officer.pk)}
