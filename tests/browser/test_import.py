"""An import of sheets in the back-office: refused, corrected, applied, undone; without JavaScript, and by keyboard."""

import pytest
from playwright.sync_api import expect

from actors.models import Actor
from tests.browser.keyboard import tab_to
from tests.factories import ActorKindFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keeper():
    ActorKindFactory(code="incubateur", name="Incubateur")
    return UserFactory(is_superuser=True)


def table(*lines):
    return {"name": "fiches.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode("cp1252")}


def test_a_wrong_line_is_said_then_the_file_is_imported_and_undone_without_javascript(keeper, open_as):
    page = open_as(keeper, width=390, javascript=False)
    page.goto("/gestion/actors/import/add/")
    page.get_by_label("Structures").check()
    page.get_by_label("Fichier").set_input_files(table("nom;nature;siret", "Les Épicéas;incubateur;123"))
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_text("Corrigez ces lignes dans votre fichier")).to_be_visible()
    expect(page.get_by_role("button", name="Importer ce fichier")).to_have_count(0)
    page.get_by_role("link", name="envoyez-le à nouveau").click()
    page.get_by_label("Structures").check()
    page.get_by_label("Fichier").set_input_files(table("nom;nature", "Les Épicéas;incubateur"))
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_role("rowheader", name="Les Épicéas")).to_be_visible()
    assert not Actor.objects.exists()

    page.get_by_role("button", name="Importer ce fichier").click()
    expect(page.get_by_role("button", name="Annuler tout cet import")).to_be_visible()
    assert Actor.objects.get().name == "Les Épicéas"
    page.get_by_role("button", name="Annuler tout cet import").click()
    expect(page.get_by_role("button", name="Annuler tout cet import")).to_have_count(0)

    assert not Actor.objects.exists()


def test_a_file_is_checked_and_imported_by_keyboard(keeper, open_as):
    page = open_as(keeper)
    page.goto("/gestion/actors/import/add/")
    tab_to(page, page.get_by_label("Structures"))
    page.keyboard.press("Space")
    page.get_by_label("Fichier").set_input_files(table("nom,nature", "Les Toits,incubateur"))
    tab_to(page, page.get_by_role("button", name="Vérifier le fichier"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="Les Toits")).to_be_visible()

    tab_to(page, page.get_by_role("button", name="Importer ce fichier"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Annuler tout cet import")).to_be_visible()
    assert Actor.objects.get().name == "Les Toits"
