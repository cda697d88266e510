"""Three short journeys by keyboard alone: the focus is seen at each stop, and lands where the eye expects it."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey_gestures import field, is_at, sees
from tests.browser.journey_people import PROGRAMME
from tests.browser.keyboard import tab_to
from tests.cast import build_cast, follow
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_search_from_the_home_page_to_a_programme(facts, open_as):
    page = open_as()
    page.goto("/")

    tab_to(page, page.get_by_label("Chercher un programme, un acteur, un mot"))
    page.keyboard.type("mpess")
    page.keyboard.press("Enter")
    sees(page, "pour « mpess »")
    tab_to(page, page.get_by_role("link", name=PROGRAMME))
    page.keyboard.press("Enter")

    is_at(page, PROGRAMME)


def test_skip_link_leads_to_the_content(transactional_db, open_as):
    page = open_as()
    page.goto("/programmes/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_error_in_the_project_form_is_reached_and_mended(facts, open_as):
    page = open_as(UserFactory())
    page.goto("/projets/nouveau/")
    title, stage = field(page, "Comment s’appelle le projet ?"), field(page, "Où en est le projet ?")

    tab_to(page, stage)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Créer le projet"))
    page.keyboard.press("Enter")
    expect(page.locator("#erreurs")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Donnez un nom au projet, même provisoire."))
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    page.keyboard.type("Conciergerie des collines")
    page.keyboard.press("Enter")

    is_at(page, "Conciergerie des collines")


def test_meeting_is_logged_from_the_quick_log(transactional_db, open_as):
    cast = follow(build_cast())
    page = open_as(cast.referent)
    page.goto("/suivi/")
    form = page.locator("#consigner")

    tab_to(page, form.get_by_role("radio", name="1 h", exact=True))
    page.keyboard.press("ArrowRight")
    expect(form.get_by_role("radio", name="1 h 30")).to_be_checked()
    tab_to(page, field(form, "Ce qui a avancé"))
    page.keyboard.type("Trois priorités fixées.")
    tab_to(page, form.locator("summary").first)
    page.keyboard.press("Space")
    tab_to(page, field(form, "Note partagée"))
    page.keyboard.type("Bravo.")
    tab_to(page, form.get_by_role("button", name="Enregistrer le rendez-vous"))
    page.keyboard.press("Enter")

    sees(page, "Le rendez-vous est enregistré.")
    sees(page, "il reste 18 h 30 aujourd’hui")
