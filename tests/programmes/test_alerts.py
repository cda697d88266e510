"""Alerts by e-mail: asked twice over, told once, one digest a day, erased when it is over."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import Mail
from ess_portal.settings import base
from programmes import alerts
from programmes.models import Alert, Audience, Subscriber
from tests.factories import ProgrammeFactory, RegionFactory, StageFactory, UserFactory
from tests.programmes.alerting import ALL, EMAIL, MORNING, alert_of, bodies, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return time_machine


# Asking and confirming


def test_asking_writes_an_address_asleep_and_one_mail_with_a_link(client):
    RegionFactory(code="53", name="Bretagne", sort_name="bretagne")

    response = client.post(
        "/alertes/?liste=appels&region=53&page=4&tri=nom&inconnu=1", {"email": "Curieuse@Example.org "}
    )

    alert = Alert.objects.get()
    assert response["Location"] == "/alertes/demande/"
    assert (alert.subscriber.email, alert.query, alert.confirmed_at) == (EMAIL, "region=53", None)
    (body,) = bodies()
    assert "les appels (Bretagne)" in body
    assert f"http://testserver/alertes/{alert.token}/" in body
    assert EMAIL not in body


def test_a_link_followed_changes_nothing_and_the_button_confirms(client):
    alert = alerts.ask(EMAIL, ALL, MORNING)

    page = client.get(alert.get_absolute_url())
    asleep = Alert.objects.get().confirmed_at
    answer = client.post(alert.get_absolute_url(), follow=True)

    assert (page.status_code, asleep) == (200, None)
    assert "Votre alerte est active" in answer.content.decode()
    assert Alert.objects.get().confirmed_at == MORNING
    assert Alert.objects.get().expires_on == dt.date(2028, 6, 6)


def test_answers_are_the_same_for_known_unknown_and_subscribed_addresses(client):
    UserFactory(email="connue@example.org")
    alert_of(email="abonnee@example.org")

    answers = [
        client.post("/alertes/", {"email": email})
        for email in ("connue@example.org", "inconnue@example.org", "abonnee@example.org")
    ]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/alertes/demande/")}
    assert list(Mail.objects.values_list("template", flat=True)) == ["alert_confirm"] * 3


def test_asking_again_within_the_hour_sends_no_second_mail():
    alerts.ask(EMAIL, ALL, MORNING)
    alerts.ask(EMAIL, ALL, MORNING + dt.timedelta(minutes=20))

    assert (Mail.objects.count(), Alert.objects.count()) == (1, 1)


@pytest.mark.parametrize("email", ["", "pas une adresse", "x" * 400 + "@example.org", "nul\x00@example.org"])
def test_a_wrong_address_is_asked_again_without_blame(client, email):
    response = client.post("/alertes/", {"email": email})

    assert (response.status_code, Subscriber.objects.count()) == (200, 0)
    assert response.context["form"].errors["email"]


def test_a_search_too_long_to_keep_is_refused_in_words(client):
    address = "/alertes/?" + "&".join(f"etape=etape-{n}-{'x' * 50}" for n in range(30))
    for number in range(30):
        StageFactory(code=f"etape-{number}-{'x' * 50}", order=number)

    response = client.post(address, {"email": EMAIL})

    assert "trop longue pour une alerte" in response.content.decode()
    assert Alert.objects.count() == 0


def test_many_requests_for_one_address_are_slowed_down(settings):
    settings.ACCOUNT_RATE_LIMITS = {"alert": "20/h/ip,5/d/key"}
    cache.clear()

    answers = [Client().post("/alertes/", {"email": EMAIL}).status_code for _ in range(6)]

    cache.clear()
    assert answers == [302] * 5 + [429]


def test_the_real_settings_limit_alerts():
    assert base.ACCOUNT_RATE_LIMITS["alert"] == "20/h/ip,5/d/key"


def test_pages_of_alerts_are_kept_by_nobody_and_the_form_is_protected():
    alert = alert_of()
    names = [("ask", []), ("asked", []), ("detail", [alert.token]), ("stop", [alert.token])]
    pages = [reverse(f"alerts:{name}", args=arguments) for name, arguments in names]

    answers = [Client().get(page) for page in [*pages, alert.subscriber.get_absolute_url()]]

    assert [(a.status_code, a["Cache-Control"]) for a in answers] == [(200, "no-store, private")] * 5
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/alertes/", {"email": EMAIL}).status_code == 403
    assert strict.post(alert.get_absolute_url()).status_code == 403


def test_a_sensitive_audience_never_enters_an_alert(client):
    Audience.objects.create(code="detenus", name="Personnes détenues", sensitive=True)

    client.post("/alertes/?liste=programmes&public=detenus", {"email": EMAIL})

    assert Alert.objects.get().query == ""


# Stopping


@pytest.mark.parametrize("token", ["1", "1.faux", "x", "%00", "9" * 400])
@pytest.mark.parametrize("address", ["/alertes/{}/", "/alertes/{}/arreter/", "/alertes/toutes/{}/"])
def test_a_link_we_did_not_sign_opens_nothing(client, address, token):
    alert_of()

    assert client.get(address.format(token)).status_code == 404
    client.post(address.format(token))
    assert Alert.objects.count() == 1


def test_the_token_of_one_kind_is_worth_nothing_for_the_other(client):
    alert = alert_of()

    assert client.get(f"/alertes/{alert.subscriber.token}/").status_code == 404
    assert client.get(f"/alertes/toutes/{alert.token}/").status_code == 404


def test_stopping_the_last_alert_erases_the_address_and_its_mails(client):
    first, second = alert_of(), alert_of("region=93")
    opened()
    alerts.send_due(MORNING)

    page = client.get(reverse("alerts:stop", args=[first.token]))
    kept = Alert.objects.count()
    client.post(reverse("alerts:stop", args=[first.token]))
    left = Subscriber.objects.count(), Mail.objects.count()
    client.post(reverse("alerts:stop", args=[second.token]))

    assert (page.status_code, kept, left) == (200, 2, (1, 1))
    assert (Alert.objects.count(), Subscriber.objects.count(), Mail.objects.count()) == (0, 0, 0)


def test_stopping_twice_says_the_same(client):
    alert = alert_of()
    address = reverse("alerts:stop", args=[alert.token])

    answers = [client.post(address) for _ in range(2)]

    assert [(a.status_code, "C’est arrêté" in a.content.decode()) for a in answers] == [(200, True)] * 2
    assert client.get(alert.get_absolute_url()).status_code == 404


def test_one_click_of_a_mail_program_stops_everything_without_cookie(mailoutbox):
    alert_of()
    alert_of("region=93", subject="programmes")
    opened()
    alerts.send_due(MORNING)
    outbox.deliver_due(MORNING)
    (sent,) = mailoutbox

    address = re.fullmatch(r"<http://testserver(.+)>", sent.extra_headers["List-Unsubscribe"])[1]
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (answer.status_code, Subscriber.objects.count(), Mail.objects.count()) == (200, 0, 0)


def test_somebody_else_s_mails_stay_when_an_address_is_erased():
    person = UserFactory(email=EMAIL)
    mail = outbox.owe(person, "new_application", key="n:1", link="http://testserver/", application=person)
    alert = alerts.ask(EMAIL, ALL, MORNING)

    alerts.stop(alert)

    assert list(Mail.objects.all()) == [mail]


def test_lists_lead_to_an_alert_with_their_filters(client):
    programme = ProgrammeFactory()
    programme.stages.add(StageFactory(code="creation", order=5, name="Création"))

    programmes = client.get("/programmes/?etape=creation").content.decode()
    calls = client.get("/appels/?etape=creation").content.decode()
    search = client.get("/alertes/?etape=creation&liste=programmes").context["search"]

    assert 'href="/alertes/?liste=programmes&amp;etape=creation"' in programmes
    assert 'href="/alertes/?etape=creation"' in calls
    assert (search.subject, search.query, search.labels) == ("programmes", "etape=creation", ["Création"])


@pytest.mark.parametrize(
    "query", ["liste=%00", "q=%00&liste=programmes", "q=" + "mot+" * 9000, "lieu=%00&liste=programmes"]
)
def test_any_address_gives_the_form(client, query):
    assert client.get(f"/alertes/?{query}").status_code == 200
