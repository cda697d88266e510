"""A draft as one types: its visible state, two tabs, a lost network, a session that ended; nothing typed is lost."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Answer
from tests.browser.journey_gestures import chooses, field, follow, is_at, press, sees, writes
from tests.cast import build_cast
from tests.factories import PASSWORD, QuestionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEED, MODEL = "À quel besoin répond l’activité ?", "Qui paiera ?"
FIRST, SECOND = "Les habitants font trente kilomètres.", "La dernière épicerie a fermé."


@pytest.fixture
def cast(transactional_db):
    """A draft of two questions, both empty."""
    cast = build_cast()
    cast.holder.emailaddress_set.create(email=cast.holder.email, verified=True, primary=True)
    for code, label in [("besoin", NEED), ("modele", MODEL)]:
        QuestionFactory(revision=cast.application.revision, code=code, label=label, required=False)
    return cast


@pytest.fixture
def address(cast):
    return reverse("applications:step", args=[cast.application.pk, 1])


@pytest.fixture
def page(open_as, cast, address):
    """The step, open for the holder."""
    page = open_as(cast.holder)
    page.goto(address)
    return page


def another_tab(page):
    tab = page.context.new_page()
    tab.goto(page.url)
    return tab


def state_is(page, words):
    expect(page.locator("[data-save-state]")).to_contain_text(words)


def kept():
    return dict(Answer.objects.values_list("question__code", "value"))


def session_ends(page):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def signs_in(tab, person):
    writes(tab, {"Adresse électronique": person.email, "Mot de passe": PASSWORD})
    press(tab, "Se connecter")
    is_at(tab, "Bonjour")


def test_text_is_saved_as_one_types_and_a_reload_shows_it(page):
    field(page, NEED).press_sequentially(FIRST)
    state_is(page, "Pas encore enregistré")
    state_is(page, "Enregistré à")
    assert kept() == {"besoin": FIRST}

    page.reload()
    expect(field(page, NEED)).to_have_value(FIRST)
    state_is(page, "Enregistré à")


@pytest.mark.parametrize("choice", ["Les deux, l’un après l’autre", "Le texte enregistré"])
def test_two_tabs_that_clash_meet_on_a_page_with_both_texts(page, choice):
    late = another_tab(page)
    field(page, NEED).fill(FIRST)
    state_is(page, "Enregistré à")

    field(late, MODEL).fill("La commune.")
    field(late, NEED).fill(SECOND)
    sees(late, "Une autre version a été enregistrée")
    assert kept() == {"besoin": FIRST, "modele": "La commune."}
    press(late, "Comparer les deux textes")
    sees(late, "Rien n’est perdu : les deux textes sont ici.")
    for text in (FIRST, SECOND):
        sees(late, text)
    expect(field(late, NEED)).to_have_value(SECOND)
    chooses(late, "Que gardez-vous ?", choice)
    press(late, "Enregistrer et continuer")
    expect(late).not_to_have_url(page.url)

    both = {"Le texte enregistré": FIRST, "Les deux, l’un après l’autre": f"{FIRST}\n\n{SECOND}"}
    assert kept() == {"besoin": both[choice], "modele": "La commune."}


def test_lost_network_is_said_and_the_text_leaves_when_it_comes_back(page):
    page.context.set_offline(True)
    field(page, NEED).fill(FIRST)
    state_is(page, "Hors connexion : votre texte est gardé sur cet appareil")
    press(page, "Enregistrer et continuer")
    expect(field(page, NEED)).to_have_value(FIRST)
    assert kept() == {}

    page.context.set_offline(False)
    state_is(page, "Enregistré à")
    expect(field(page, NEED)).to_have_value(FIRST)
    assert kept() == {"besoin": FIRST}


def test_text_that_never_left_is_offered_when_the_page_is_opened_again(page):
    page.route("**/etape/1/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field(page, NEED).fill(FIRST)
    state_is(page, "Pas encore enregistré")
    page.reload()
    sees(page, "Un texte n’avait pas pu être enregistré")
    expect(field(page, NEED)).to_have_value("")

    page.unroute("**/etape/1/")
    press(page, "Le reprendre")
    expect(field(page, NEED)).to_have_value(FIRST)
    state_is(page, "Enregistré à")
    assert kept() == {"besoin": FIRST}


def test_session_that_ends_while_one_types_keeps_the_text_on_the_page(page, cast):
    session_ends(page)
    field(page, NEED).fill(FIRST)
    sees(page, "Votre session est terminée")
    expect(field(page, NEED)).to_have_value(FIRST)

    with page.expect_popup() as opened:
        follow(page, "Connectez-vous dans un nouvel onglet")
    signs_in(opened.value, cast.holder)
    opened.value.close()
    field(page, NEED).press_sequentially(" " + SECOND)
    state_is(page, "Enregistré à")
    expect(page.get_by_text("Votre session est terminée")).to_be_hidden()
    assert kept() == {"besoin": f"{FIRST} {SECOND}"}


def test_session_that_ended_gives_the_text_back_without_javascript(open_as, cast, address):
    page = open_as(cast.holder, width=390, javascript=False)
    page.goto(address)
    field(page, NEED).fill(FIRST)
    session_ends(page)
    press(page, "Enregistrer et continuer")
    sees(page, "Votre session est terminée, votre texte est ici")
    sees(page, FIRST)
    assert kept() == {}

    with page.expect_popup() as opened:
        follow(page, "Me connecter dans un nouvel onglet")
    signs_in(opened.value, cast.holder)
    press(page, "Envoyer de nouveau")
    is_at(page, "Encore un geste : envoyez de nouveau")  # signing in has changed the token of every open page
    press(page, "Envoyer de nouveau")
    is_at(page, "Relire et envoyer")
    assert kept() == {"besoin": FIRST}
