"""Lists of programmes and organisations: by keyboard, without JavaScript on a phone, with places suggested."""

import re

import pytest
from playwright.sync_api import expect

from actors.models import Commune
from tests.browser.keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def places(facts):
    """Two communes of one name, far from each other."""
    for code, department in (("93066", "93"), ("97411", "974")):
        Commune.objects.get_or_create(
            code=code,
            defaults={
                "name": "Saint-Denis",
                "sort_name": "saint denis",
                "department_id": department,
                "population": 150_000,
            },
        )


def test_programmes_are_narrowed_then_widened_by_keyboard(facts, open_as):
    page = open_as()
    page.goto("/programmes/")
    every = page.locator("h2.results").inner_text()

    tab_to(page, page.get_by_label("Mots"))
    page.keyboard.type("couveuse")
    tab_to(page, page.locator("[name=cout][value=gratuit], [name=cout]:enabled").first)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=couveuse.*cout="))
    expect(page.locator("h2.results")).not_to_have_text(every)
    for left in (1, 0):
        tab_to(page, page.locator("a.chip--on").first)
        page.keyboard.press("Enter")
        expect(page.locator("a.chip--on")).to_have_count(left)

    expect(page.locator("h2.results")).to_have_text(every)


def test_organisations_without_javascript_lead_to_the_right_place_and_to_a_sheet(places, open_as):
    page = open_as(width=390, javascript=False)
    page.goto("/acteurs/")
    page.locator("summary", has_text="Filtrer").click()
    page.get_by_label("Près de chez vous").fill("saint-denis")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_role("heading", name="Plusieurs lieux portent ce nom")).to_be_visible()
    page.get_by_role("link", name="Saint-Denis, La Réunion (974)").click()
    expect(page.get_by_text("D’abord La Réunion")).to_be_visible()
    page.locator("main article h3 a").first.click()

    expect(page).to_have_url(re.compile("/acteurs/[a-z0-9-]+/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_found_says_which_filter_to_drop_and_what_it_gives(facts, open_as):
    page = open_as(width=390, javascript=False)
    page.goto("/programmes/?q=couveuse&cout=payant&cout=gratuit&region=04&nature=mentoring&etape=essaimage")
    expect(page.get_by_role("heading", name=re.compile("Aucun programme"))).to_be_visible()

    page.locator("main .chip", has_text=re.compile(r"(Retirer|Garder).*\(\d+\)")).first.click()

    expect(page.locator("h2.results")).to_have_text(re.compile(r"^\d+\sprogramme"))


def test_places_are_suggested_while_one_types(places, open_as):
    page = open_as()
    page.goto("/programmes/")
    page.get_by_label("Près de chez vous").press_sequentially("saint-d")

    options = page.locator("datalist option")
    expect(options).not_to_have_count(0)
    assert "Saint-Denis, La Réunion (974)" in options.evaluate_all("all => all.map(one => one.value)")
