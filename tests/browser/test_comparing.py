"""Choosing programmes in the list and comparing them: by keyboard, without JavaScript, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.journey_gestures import is_at
from tests.browser.keyboard import tab_to
from tests.browser.test_axe import violations, wider_than_its_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THREE = "/comparer/?programme=inter-made-starter&programme=mpess-creation&programme=inter-made-couveuse"


def box(page, name):
    return page.get_by_role("checkbox", name=f"Comparer {name}", exact=True)


def test_two_programmes_are_ticked_then_compared_by_keyboard(facts, open_as):
    page = open_as(javascript=False)
    page.goto("/programmes/?etape=structuration")
    bar = page.get_by_role("button", name="Comparer côte à côte")
    expect(bar).to_be_hidden()

    for name in ("MPESS Créa – Mon Projet d’Entreprise ESS, création", "Starter"):
        tab_to(page, box(page, name))
        page.keyboard.press("Space")
    expect(bar).to_be_visible()
    tab_to(page, bar)
    page.keyboard.press("Enter")

    is_at(page, "Deux programmes côte à côte")
    expect(page.get_by_role("columnheader", name="Starter")).to_be_visible()


def test_a_third_is_found_by_words_and_one_is_removed_without_javascript(facts, open_as):
    page = open_as(width=390, javascript=False)
    page.goto("/comparer/?programme=inter-made-starter&programme=mpess-creation")
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()

    page.get_by_label("Chercher un programme à comparer").fill("couveuse")
    page.get_by_label("Chercher un programme à comparer").press("Enter")
    page.get_by_role("link", name="Ajouter Couveuse", exact=True).click()
    is_at(page, "Trois programmes côte à côte")
    page.get_by_role("link", name="Ne montrer que les différences").click()
    expect(page.get_by_text("Lignes masquées")).to_be_visible()
    page.get_by_role("link", name="Retirer Starter").click()

    is_at(page, "Deux programmes côte à côte")
    expect(page.get_by_role("link", name="Montrer toutes les lignes")).to_be_visible()
    assert not wider_than_its_window(page)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", ["/comparer/", "/comparer/?programme=dla&programme=nulle-part", THREE])
def test_the_page_is_sound_at_every_number_of_programmes(facts, open_as, width, address):
    page = open_as(width=width, bypass_csp=True)
    page.goto(address)

    assert violations(page) == []
    assert not wider_than_its_window(page)


def test_the_table_prints_on_a_wide_sheet(facts, open_as):
    page = open_as()
    page.goto(THREE)
    page.emulate_media(media="print")

    expect(page.get_by_role("link", name="Retirer Starter")).to_be_hidden()
    width, height = page_box(page.pdf(prefer_css_page_size=True))

    assert width > height


def page_box(pdf):
    """Width and height of the first page, in points."""
    box = pdf.split(b"/MediaBox")[1].split(b"[")[1].split(b"]")[0].split()
    return float(box[2]), float(box[3])
