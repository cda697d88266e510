"""The officers' list in a browser: by keys, with the keys switched off, and a whole act without JavaScript."""

import pytest
from playwright.sync_api import expect

from applications.models import Application, SavedView
from tests.browser.journey_gestures import is_at, sees
from tests.pipeline.table import LIST, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_files_are_walked_ticked_searched_and_opened_by_keys(transactional_db, open_as):
    cast = table(Radio=5, Verger=9)
    page = open_as(cast.officer)
    page.goto(f"{LIST}?o=1")
    links = page.locator("#result_list tbody a[href]")

    for key, place in (("j", 0), ("j", 1), ("j", 2), ("j", None), ("k", 1)):
        page.keyboard.press(key)
        if place is not None:
            expect(links.nth(place)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".action-select").nth(1)).to_be_checked()
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.keyboard.type("joxk?")
    expect(page.locator("#searchbar")).to_have_value("joxk?")
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    expect(page.locator("#raccourcis")).to_have_attribute("open", "")
    page.get_by_label("Désactiver les raccourcis sur cet appareil").check()
    page.reload()
    page.keyboard.press("j")
    expect(links.first).not_to_be_focused()

    page.locator("#raccourcis summary").click()
    page.get_by_label("Désactiver les raccourcis sur cet appareil").uncheck()
    page.keyboard.press("j")
    page.keyboard.press("o")
    is_at(page, cast.project.title)


def test_without_javascript_a_view_is_kept_columns_chosen_and_files_taken_at_a_tablet(transactional_db, open_as):
    cast = table(Radio=5, Verger=40)
    page = open_as(cast.officer, width=820, javascript=False)
    page.goto(f"{LIST}?age=20")

    page.locator("#vues summary").click()
    page.get_by_label("Nom de la vue").fill("Les anciennes")
    page.get_by_role("button", name="Enregistrer cette vue").click()
    page.goto(LIST)
    page.get_by_role("link", name="Les anciennes", exact=True).click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.locator("#colonnes summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger en CSV").click()
    assert download.value.suggested_filename.startswith("candidatures-")
    page.locator(".action-select").check()
    page.locator("select[name=action]").select_option(label="M’attribuer")
    page.get_by_role("button", name="Appliquer").click()
    sees(page, "Sera suivie par vous.")
    page.get_by_role("button", name="M’attribuer").click()

    sees(page, "1 dossier fait")
    assert SavedView.objects.get().name == "Les anciennes"
    assert Application.objects.get(project__title="Verger").assigned_to == cast.officer
