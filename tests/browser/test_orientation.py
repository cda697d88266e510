"""The orientation on a phone: by keyboard alone, without JavaScript, one question at a time; then in confidence."""

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import tab_to
from tests.browser.test_axe import violations, wider_than_its_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shown(page):
    return page.locator(".ask:visible")


def next_question(page):
    tab_to(page, page.get_by_role("link", name="Question suivante"))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("javascript", [False, True])
def test_six_questions_by_keyboard_on_a_phone(facts, open_as, javascript):
    page = open_as(width=390, javascript=javascript)
    page.goto("/")
    tab_to(page, page.get_by_role("link", name="Faites le point en six questions"))
    page.keyboard.press("Enter")

    expect(shown(page)).to_have_count(1)
    tab_to(page, page.locator("[name=qui]").last)
    page.keyboard.press("ArrowDown")  # round to the first answer
    next_question(page)
    expect(shown(page)).to_have_id("q-lieu")
    tab_to(page, page.get_by_label("Où se passe votre projet"))
    page.keyboard.type("13")
    next_question(page)
    tab_to(page, page.locator("[name=etape]").last)
    page.keyboard.press("ArrowUp")
    next_question(page)
    tab_to(page, page.locator("summary", has_text="partie de l’ESS"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Oui, sous conditions")).to_be_visible()
    page.go_back()
    expect(shown(page)).to_have_id("q-etape")
    tab_to(page, page.get_by_role("button", name="Voir mon itinéraire"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Votre itinéraire possible")
    answers = page.get_by_role("region", name="Vos réponses")
    expect(answers).to_contain_text("J’ai une envie, une idée ou un projet")
    expect(answers).to_contain_text("Bouches-du-Rhône")
    expect(answers).to_contain_text("Je veux transmettre, reprendre ou repartir")
    tab_to(page, page.get_by_label("Trouver ou garder un emploi est difficile pour moi"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="En tenir compte"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Votre réponse en confiance est prise en compte")).to_be_visible()
    assert "eloigne_emploi" not in page.url
    assert not wider_than_its_window(page)
    tab_to(page, page.get_by_role("link", name="Modifier mes réponses"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("J’ai une envie, une idée ou un projet")).to_be_checked()


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_orientation_are_sound(facts, open_as, width):
    page = open_as(width=width, bypass_csp=True)
    faults = []
    for address in (
        "/orientation/?qui=porteur_projet_ess&lieu=13#q-forme",
        "/orientation/resultat/?qui=porteur_projet_ess&lieu=13&etape=structuration",
        "/orientation/resultat/?lieu=xyzzy&etape=inconnue",
    ):
        page.goto(address)
        faults += violations(page)
        faults += [f"{address} scrolls sideways"] if wider_than_its_window(page) else []
    page.get_by_label("Je veux reprendre confiance").check()
    page.get_by_role("button", name="En tenir compte").click()
    expect(page.get_by_text("Votre réponse en confiance")).to_be_visible()
    faults += violations(page)

    assert not faults, "\n".join(faults)


def test_address_is_copied_and_read_without_javascript(facts, open_as):
    page = open_as()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/orientation/resultat/?lieu=13")
    page.get_by_role("button", name="Copier l’adresse").click()

    expect(page.get_by_text("L’adresse est copiée.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/orientation/resultat/?lieu=13")
    plain = open_as(javascript=False)
    plain.goto("/orientation/resultat/?lieu=13")
    expect(plain.get_by_role("button", name="Copier l’adresse")).to_be_hidden()
    expect(plain.get_by_label("Adresse de ce résultat")).to_have_value(plain.url)
