"""An officer writes a rule without JavaScript, reads what it means, and finds it in public and in the trial."""

import pytest
from playwright.sync_api import expect

from programmes.models import Programme, Rule
from tests.browser.journey_gestures import chooses, follow, is_at, press, sees, unfold, writes
from tests.factories import OrganisationRoleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID = {
    "Phrase si elle est remplie": "Votre projet est dans le Var.",
    "Phrase si elle n’est pas remplie": "Cette année, seuls les projets du Var entrent.",
    "Phrase tant qu’on ne le sait pas": "Dites-nous le département.",
}


@pytest.mark.parametrize("width", [1280, 768])
def test_a_rule_is_written_without_javascript_and_seen_where_it_counts(facts, open_as, width):
    programme = Programme.objects.get(slug="mpess-creation")
    page = open_as(OrganisationRoleFactory(actor=programme.lead_actor).user, width=width, javascript=False)

    page.goto(f"/gestion/programmes/rule/add/?pour=programme-{programme.pk}")
    writes(page, {"Sujet": "Le territoire", **SAID})
    chooses(page, "Force", "Obligatoire")
    chooses(page, "Que faut-il vérifier ?", "La personne a donné une des réponses")
    unfold(page, "Département")
    chooses(page, "Département", "Var (83)")
    press(page, "Prévisualiser")

    sees(page, "Obligatoire : le projet se passe dans ce département : Var (83).")
    sees(page, "Si ce n’est pas le cas, la personne lit : « Cette année, seuls les projets du Var entrent. »")
    assert not Rule.objects.filter(value="lieu:83").exists()
    expect(page.get_by_label("Var (83)")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    press(page, "Enregistrer")
    sees(page, "La règle est enregistrée.")
    page.goto("/gestion/programmes/rule/essayer/?profil=idee_a_marseille")
    sees(page, "Cette année, seuls les projets du Var entrent.")
    follow(page, "Règles à revoir")
    is_at(page, "Règles à revoir")
    page.goto(programme.get_absolute_url())
    sees(page, "Cette année, seuls les projets du Var entrent.")
