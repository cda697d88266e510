"""Thirty seconds on a phone: the quick log at 390 px, with and without JavaScript, with and without a network."""

import pytest
from playwright.sync_api import expect

from followup.models import HourPackage, Meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill(page):
    page.get_by_label("Avec").select_option(label="Nour · Conciergerie des collines")
    page.get_by_label("1 h 30").check()
    page.get_by_label("Ce qui a avancé").fill("Deux communes rencontrées.")
    page.get_by_label("Ce qui est promis pour la suite").fill("Appeler la Région")


def send(page):
    page.get_by_role("button", name="Enregistrer le rendez-vous").click()


def drafts(page):
    return page.evaluate("Object.values(sessionStorage).join(' ')")


@pytest.mark.parametrize("javascript", [True, False])
def test_quick_log_from_the_day_takes_the_hours(cast, open_as, javascript):
    page = open_as(cast.referent, width=390, javascript=javascript)
    page.goto("/suivi/")
    fill(page)

    send(page)

    expect(page.get_by_text("Le rendez-vous est enregistré.")).to_be_visible()
    expect(page.get_by_text("il reste 18 h 30 aujourd’hui")).to_be_visible()
    assert list(Meeting.objects.values_list("minutes", "progress")) == [(90, "Deux communes rencontrées.")]
    assert HourPackage.objects.get(kind="referent").used_minutes == 90


def test_form_says_what_it_will_take_and_what_will_be_left(cast, open_as):
    page = open_as(cast.referent, width=390)
    page.goto("/suivi/")

    fill(page)

    expect(page.get_by_text("Retiré du forfait : 1 h 30. Il restera 18 h 30.")).to_be_visible()


def test_text_survives_a_network_cut_and_is_sent_once(cast, open_as):
    page = open_as(cast.referent, width=390)
    page.goto("/suivi/")
    fill(page)
    page.get_by_text("Note confidentielle", exact=True).first.click()
    page.get_by_role("textbox", name="Note confidentielle").fill("Canari confidentiel.")
    page.route("**/rendez-vous/nouveau/", lambda route: route.abort())
    send(page)

    page.unroute_all()
    page.goto("/suivi/")

    expect(page.get_by_label("Ce qui a avancé")).to_have_value("Deux communes rencontrées.")
    expect(page.get_by_label("1 h 30")).to_be_checked()
    assert "Canari" not in drafts(page)
    send(page)
    expect(page.get_by_text("Le rendez-vous est enregistré.")).to_be_visible()
    assert Meeting.objects.count() == 1
    assert drafts(page) == ""


def test_answer_lost_on_the_way_back_does_not_make_two_meetings(cast, open_as):
    page = open_as(cast.referent, width=390)
    page.goto("/suivi/")
    fill(page)

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/rendez-vous/nouveau/", lose_the_answer)
    send(page)
    page.unroute_all()
    page.goto("/suivi/")
    send(page)

    expect(page.get_by_role("heading", name="Ce qui a avancé")).to_be_visible()
    assert Meeting.objects.count() == 1
    assert HourPackage.objects.get(kind="referent").used_minutes == 90


def test_text_is_forgotten_at_sign_out(cast, open_as):
    page = open_as(cast.referent, width=390)
    page.goto("/suivi/")
    fill(page)
    assert "Deux communes" in drafts(page)

    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Se déconnecter").click()

    page.wait_for_url(lambda url: "/suivi/" not in url)
    assert drafts(page) == ""


def test_text_of_somebody_else_is_not_restored(cast, open_as):
    page = open_as(cast.referent, width=390)
    page.goto("/suivi/")
    page.evaluate("sessionStorage.setItem('draft:0:/suivi/rendez-vous/nouveau/', '{\"progress\": \"Autre\"}')")

    page.goto("/suivi/")

    expect(page.get_by_label("Ce qui a avancé")).to_have_value("")
    assert drafts(page) == ""
