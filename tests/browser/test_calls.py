"""Calls and their alert in a browser: by keyboard, without JavaScript, on a phone."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Mail
from programmes.models import Alert
from tests.browser.keyboard import tab_to
from tests.factories import CallFactory, RegionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def overseas():
    """A call of La Réunion that closes in eight days, and one of Provence."""
    region = RegionFactory(code="04", name="La Réunion", sort_name="la reunion", time_zone="Indian/Reunion")
    CallFactory(title="Appel du Sud")
    closing = timezone.now() + dt.timedelta(days=8)
    return CallFactory(title="Appel des Hauts", programme__region=region, closes_at=closing)


def test_month_is_a_table_on_a_desk_and_a_list_on_a_phone_without_javascript(overseas, open_as):
    address = f"/appels/calendrier/?mois={timezone.localdate(overseas.closes_at):%Y-%m}"
    wide, narrow = open_as(), open_as(width=390, javascript=False)
    wide.goto(address)
    narrow.goto(address)

    expect(wide.get_by_role("table", name=re.compile("Dates des appels en"))).to_be_visible()
    expect(wide.get_by_role("columnheader").first).to_have_text("Lundi")
    expect(narrow.get_by_role("table")).to_have_count(0)
    expect(narrow.get_by_role("link", name="Appel des Hauts").first).to_be_visible()
    expect(narrow.get_by_text(re.compile("heure de La Réunion \\(.+ à Paris\\)")).first).to_be_visible()


def test_from_a_filtered_list_to_a_confirmed_alert_by_keyboard_alone(overseas, open_as):
    page = open_as()
    page.goto("/appels/?region=04")

    tab_to(page, page.get_by_role("link", name="Recevoir un message quand il y a du nouveau"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Être prévenu quand un appel ouvre")).to_be_visible()
    tab_to(page, page.get_by_label("Votre adresse électronique"))
    page.keyboard.type("lectrice@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Regardez vos messages")).to_be_visible()
    page.goto(re.search(r"https?://[^/]+(/alertes/\S+)", Mail.objects.get().body)[1])
    tab_to(page, page.get_by_role("button", name="Confirmer l’alerte"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Votre alerte est active")).to_be_visible()
    assert [(alert.query, alert.confirmed_at is not None) for alert in Alert.objects.all()] == [("region=04", True)]


def test_an_alert_is_stopped_without_javascript_on_a_phone(overseas, open_as):
    page = open_as(width=390, javascript=False)
    page.goto("/alertes/?region=04")
    page.get_by_label("Votre adresse électronique").fill("pas une adresse")
    page.get_by_role("button", name="Recevoir le message de confirmation").click()
    expect(page.get_by_text("Un point est à reprendre")).to_be_visible()
    page.get_by_label("Votre adresse électronique").fill("lectrice@example.org")
    page.get_by_role("button", name="Recevoir le message de confirmation").click()
    expect(page.get_by_role("heading", name="Regardez vos messages")).to_be_visible()

    page.goto(Alert.objects.get().get_absolute_url())
    page.get_by_role("link", name="L’arrêter").click()
    page.get_by_role("button", name="Arrêter l’alerte").click()

    expect(page.get_by_role("heading", name="C’est arrêté")).to_be_visible()
    assert Alert.objects.count() == 0
