"""Sheets kept true, in a browser: a visitor reports and follows; an organisation proposes, a chamber decides."""

import pytest
from playwright.sync_api import expect

from actors.models import Actor, ProposedChange, Report
from tests.browser.journey_gestures import chooses, follow, press, sees, words, writes
from tests.browser.keyboard import tab_to
from tests.browser.test_axe import violations, wider_than_its_window
from tests.factories import ActorFactory, ActorKindFactory, OrganisationRoleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incubator(transactional_db):
    return ActorFactory(
        name="Incubateur des collines",
        slug="incubateur",
        kind=ActorKindFactory(code="incubator"),
        summary="Un petit lieu",
        city="Marseille",
    )


@pytest.fixture
def officer(incubator):
    return OrganisationRoleFactory(actor__name="CRESS d’essai", kind="officer").user


def is_sound(page):
    assert (violations(page), wider_than_its_window(page)) == ([], False)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_reports_the_officer_answers_the_visitor_reads(open_as, incubator, officer, width):
    visitor = open_as(width=width, bypass_csp=True)
    visitor.goto(incubator.get_absolute_url())
    follow(visitor, "Signaler une erreur")
    is_sound(visitor)
    press(visitor, "Envoyer le signalement")
    expect(visitor.locator("#erreurs")).to_be_focused()
    is_sound(visitor)
    chooses(visitor, "Qu’est-ce qui est à corriger ?", "Son nom")
    writes(visitor, {"Que faudrait-il lire ?": "Incubateur des vallons"})
    press(visitor, "Envoyer le signalement")
    sees(visitor, "Votre message est arrivé")
    is_sound(visitor)

    desk = open_as(officer, width=width, bypass_csp=True)
    desk.goto("/gestion/")
    follow(desk, "erreur signalée à lire")
    is_sound(desk)
    follow(desk, "Incubateur des collines")
    is_sound(desk)
    chooses(desk, "Que devient la fiche ?", "La fiche ne change pas")
    press(desk, "Envoyer la réponse")
    sees(desk, "Dites pourquoi la fiche ne change pas.")
    writes(desk, {"Votre réponse": "C’est bien son nom."})
    press(desk, "Envoyer la réponse")
    sees(desk, "La réponse est enregistrée.")
    is_sound(desk)

    visitor.reload()
    sees(visitor, "C’est bien son nom.")
    assert Report.objects.get().answered_by == officer


@pytest.mark.parametrize("width", [1280, 390])
def test_an_organisation_proposes_and_the_chamber_takes_one_field_of_two(open_as, incubator, officer, width):
    editor = OrganisationRoleFactory(actor=incubator, kind="editor").user
    space = open_as(editor, width=width, javascript=False, bypass_csp=True)
    space.goto("/espace/")
    follow(space, "La fiche de Incubateur des collines")
    follow(space, "Proposer une modification")
    writes(space, {"Résumé": "Un grand lieu", "Ville": "Aubagne"})
    press(space, "Envoyer la proposition")
    sees(space, "Votre proposition est partie.")
    sees(space, "En attente de lecture")

    desk = open_as(officer, width=width, bypass_csp=True)
    desk.goto("/gestion/")
    follow(desk, "proposition à relire")
    follow(desk, "Incubateur des collines")
    is_sound(desk)
    expect(desk.locator("ins").first).to_contain_text("grand")
    chooses(desk, "Résumé : votre décision", "Accepter")
    chooses(desk, "Ville : votre décision", "Refuser")
    desk.get_by_label(words("Motif, si vous refusez")).last.fill("Le siège reste à Marseille.")
    press(desk, "Enregistrer mes décisions")
    sees(desk, "Vos décisions sont enregistrées.")
    is_sound(desk)

    space.reload()
    sees(space, "Le siège reste à Marseille.")
    assert Actor.objects.values_list("summary", "city").get(pk=incubator.pk) == ("Un grand lieu", "Marseille")
    assert dict(ProposedChange.objects.values_list("field", "outcome")) == {"summary": "accepted", "city": "refused"}


def test_a_sheet_is_confirmed_then_verified_by_keyboard_alone(open_as, incubator, officer):
    editor = OrganisationRoleFactory(actor=incubator, kind="editor").user
    space = open_as(editor, width=390, bypass_csp=True)
    space.goto("/espace/fiches/acteurs/incubateur/")
    is_sound(space)
    tab_to(space, space.get_by_role("button", name="Confirmer que tout est juste"))
    space.keyboard.press("Enter")
    sees(space, "Confirmée par la structure le")

    desk = open_as(officer, bypass_csp=True)
    desk.goto("/gestion/actors/actor/fiches/acteurs/incubateur/")
    is_sound(desk)
    tab_to(desk, desk.get_by_role("button", name="Marquer vérifiée aujourd’hui"))
    desk.keyboard.press("Enter")
    sees(desk, "Vérifiée le")
    desk.goto("/gestion/actors/actor/fiches-a-verifier/")
    is_sound(desk)
    assert Actor.objects.get(pk=incubator.pk).status == "verified"
