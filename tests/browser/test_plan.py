"""The plan and the table of who acts where, in a real browser: keyboard alone, without JavaScript, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import tab_to
from tests.browser.test_axe import violations, wider_than_its_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_plan_is_narrowed_and_followed_by_keyboard_without_javascript(facts, open_as):
    page = open_as(javascript=False)
    page.goto("/plan/")

    tab_to(page, page.get_by_label("Où se passe votre projet ?"))
    page.keyboard.type("Auvergne")
    tab_to(page, page.get_by_role("button", name="Montrer sur le plan"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 lignes non desservies")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Passer le plan"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Territoire Fabrique à initiatives"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ligne Territoire")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "address", ["/plan/?region=84", "/plan/manques/?region=93", "/plan/manques/?echelle=departement"]
)
def test_narrowed_pages_are_sound(facts, open_as, address, width):
    page = open_as(width=width, bypass_csp=True)
    page.goto(address)

    assert violations(page) == []
    assert not wider_than_its_window(page)


def test_on_a_phone_the_plan_is_a_list_and_the_table_scrolls_by_itself(facts, open_as):
    page = open_as(width=390)
    page.goto("/plan/?region=84")
    expect(page.locator("svg.plan")).to_be_hidden()
    expect(page.get_by_role("link", name="Ligne Prix et concours, étape Développement, non desservie")).to_be_visible()

    page.goto("/plan/manques/")

    table = page.get_by_role("region", name="Qui agit où")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth && one.tabIndex === 0")
