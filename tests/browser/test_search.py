"""Search and words in place, in a browser: by keyboard, without JavaScript, on a phone, with nothing for axe to say."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import tab_to
from tests.browser.test_axe import violations, wider_than_its_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = "/programmes/inter-made-couveuse/"


@pytest.mark.parametrize("width", [390, 1280])
def test_results_suggestions_and_explained_words_are_sound(facts, open_as, width):
    page = open_as(width=width, bypass_csp=True)
    faults = []
    for address in (
        "?q=incubateurs",
        "?q=coop%C3%A9rative&dans=acteurs",
        "?q=incubatuer",
        "?q=le+la",
        "?q=qsdfghjk",
        "",
    ):
        page.goto(f"/recherche/{address}")
        faults += [f"{address} {fault}" for fault in violations(page)]
        faults += [f"{address} scrolls sideways"] if wider_than_its_window(page) else []
    page.goto(SHEET)
    page.locator(".term").first.click()
    expect(page.locator(".term__card:popover-open")).to_have_count(1)
    faults += [f"open definition {fault}" for fault in violations(page)]
    faults += ["open definition scrolls sideways"] if wider_than_its_window(page) else []

    assert faults == []


def test_without_javascript_a_typo_leads_to_the_word_and_the_word_to_its_definition(facts, open_as):
    page = open_as(width=390, javascript=False)
    page.goto("/recherche/")
    page.get_by_label("Chercher un programme, un acteur, un mot").fill("couveze")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="couveuse", exact=True).first.click()
    expect(page.get_by_role("heading", name="pour « couveuse »")).to_be_visible()
    page.get_by_role("link", name="Couveuse", exact=True).first.click()

    word = page.locator(".term").first
    card = page.locator(f"#{word.get_attribute('popovertarget')}")
    expect(card).to_be_hidden()
    word.click()
    expect(card).to_be_visible()
    card.get_by_role("link").click()

    expect(page).to_have_url(re.compile("/glossaire/#."))


def test_a_definition_opens_and_closes_by_keyboard(facts, open_as):
    page = open_as()
    page.goto(SHEET)
    word = page.locator("main .term").first
    card = page.locator(f"#{word.get_attribute('popovertarget')}")

    tab_to(page, word)
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")

    expect(card).to_be_hidden()
    expect(word).to_be_focused()
