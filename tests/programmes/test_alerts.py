"""Alerts by e-mail: asked twice over, told once, one digest a day, erased when it is over."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import Mail
from ess_portal.settings import base
from programmes import alerts, calls
from programmes.models import Alert, Audience, Subscriber
from tests.factories import CallFactory, ProgrammeFactory, RegionFactory, StageFactory, UserFactory

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2027, 6, 7, 8, tzinfo=dt.UTC)
EMAIL = "curieuse@example.org"
ALL = alerts.Search("appels", "", [])


def days(number):
    return MORNING + dt.timedelta(days=number)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return time_machine


def alert_of(query="", subject="appels", email=EMAIL, at=None):
    at = at or days(-3)
    alert = alerts.ask(email, alerts.Search(subject, query, []), at)
    alerts.confirm(alert, at)
    Mail.objects.all().delete()
    return alert


def opened(title="Nouveau", **fields):
    return CallFactory(title=title, **{"published_at": days(-2), "opens_at": days(-1), "closes_at": days(40)} | fields)


def bodies():
    return [mail.body.replace("\u00a0", " ") for mail in Mail.objects.order_by("pk")]


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
    mail = outbox.owe(person, "new_application", key="n:1", link="http://testserver/")
    alert = alerts.ask(EMAIL, ALL, MORNING)

    alerts.stop(alert)

    assert list(Mail.objects.all()) == [mail]


# The digest of the day


def test_each_thing_is_told_once():
    alert_of()
    call = opened()

    first = alerts.send_due(MORNING)
    again = [alerts.send_due(days(1)), alerts.send_due(days(2))]
    calls.extend(call, days(60), by=UserFactory(is_superuser=True), now=days(2))
    extended = alerts.send_due(days(3))
    closing = alerts.send_due(days(54))

    assert (first, again, extended, closing) == (1, [0, 0], 1, 1)
    assert [re.search(r"(.+) : Nouveau \(", body)[1] for body in bodies()] == [
        "Nouvel appel ouvert",
        "Clôture repoussée",
        "Ferme bientôt",
    ]


def test_one_digest_a_day_for_all_the_alerts_of_an_address_and_each_call_once():
    alert_of()
    alert_of("region=93", subject="programmes")
    opened("Premier")
    morning = alerts.send_due(MORNING)
    opened("Deuxième", published_at=MORNING, opens_at=MORNING)

    same_day = alerts.send_due(MORNING + dt.timedelta(hours=3))
    next_day = alerts.send_due(days(1))

    assert (morning, same_day, next_day) == (1, 0, 1)
    assert [(body.count("Premier"), body.count("Deuxième")) for body in bodies()] == [(1, 0), (0, 1)]


def test_the_digest_says_what_happened_where_and_how_to_stop():
    region = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")
    alert = alert_of()
    call = opened("Ouvert", programme__region=region, closes_at=dt.datetime(2027, 7, 1, 14, tzinfo=dt.UTC))
    opened("À venir", opens_at=days(9), published_at=days(-2))
    opened("Permanent", closes_at=None)

    alerts.send_due(MORNING)

    (body,) = bodies()
    assert "Nouvel appel ouvert : Ouvert" in body
    assert "Clôture le 1er juillet 2027 à 18 h (heure de La Réunion, 16 h à Paris)." in body
    assert "Bientôt ouvert : À venir" in body
    assert "Sans date limite." in body
    assert f"http://testserver{call.get_absolute_url()}" in body
    assert f"http://testserver{alert.subscriber.get_absolute_url()}" in body
    assert EMAIL not in body


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": days(-9), "opens_at": days(-8)},  # before she asked
        {"published_at": None},
        {"cancelled_at": days(-1)},
        {"opens_at": days(-5), "closes_at": days(-1), "published_at": days(-2)},
        {"programme__lead_actor__listed": False},
    ],
)
def test_what_is_not_new_or_not_for_everybody_sends_nothing(fields):
    alert_of()
    opened(**fields)

    assert alerts.send_due(MORNING) == 0


def test_filters_decide_what_is_told():
    RegionFactory(code="53", name="Bretagne", sort_name="bretagne")
    free, paid = ProgrammeFactory(cost=0), ProgrammeFactory(cost=100)
    alert_of("region=53", email="bretonne@example.org")
    alert_of("cout=gratuit", subject="programmes", email="econome@example.org")
    alert_of("q=introuvable", email="difficile@example.org")
    opened("Gratuit", programme=free)
    opened("Payant", programme=paid)
    opened("Breton", programme__region_id="53")

    alerts.send_due(MORNING)

    told = {mail.address: sorted(re.findall(r"ouvert : (\w+)", mail.body)) for mail in Mail.objects.all()}
    assert told == {"bretonne@example.org": ["Breton"], "econome@example.org": ["Gratuit"]}


def test_a_long_digest_is_cut_and_leads_to_the_list():
    alert_of()
    for number in range(23):
        opened(f"Numéro {number}")

    alerts.send_due(MORNING)

    (body,) = bodies()
    assert body.count("Nouvel appel ouvert") == 20
    assert "Et 3 autres appels :\nhttp://testserver/appels/" in body
    assert alerts.send_due(days(1)) == 0


def test_nothing_goes_out_at_night_in_paris():
    alert_of()
    opened()

    early = alerts.send_due(dt.datetime(2027, 6, 7, 4, 59, tzinfo=dt.UTC))
    at_seven = alerts.send_due(dt.datetime(2027, 6, 7, 5, 0, tzinfo=dt.UTC))

    assert (early, at_seven) == (0, 1)


def test_an_alert_confirmed_today_begins_tomorrow():
    alert_of(at=MORNING)
    opened(published_at=MORNING + dt.timedelta(hours=1), opens_at=MORNING + dt.timedelta(hours=1))

    assert (alerts.send_due(MORNING + dt.timedelta(hours=5)), alerts.send_due(days(1))) == (0, 1)


def test_an_alert_that_nobody_confirmed_is_told_nothing_and_erased_after_a_week():
    alerts.ask(EMAIL, ALL, days(-7))
    opened()

    kept = alerts.send_due(MORNING), Alert.objects.count()
    alerts.send_due(days(1))

    assert kept == (0, 1)
    assert (Alert.objects.count(), Subscriber.objects.count(), Mail.objects.count()) == (0, 0, 0)


def test_after_a_year_one_is_asked_once_and_keeps_or_loses_the_alert(now):
    keeper, leaver = alert_of(email="garde@example.org"), alert_of(email="part@example.org")
    near = dt.datetime.combine(keeper.expires_on - dt.timedelta(days=14), dt.time(9), dt.UTC)

    before = alerts.send_due(near - dt.timedelta(days=1)), Mail.objects.count()
    alerts.send_due(near)
    alerts.send_due(near + dt.timedelta(days=1))
    asked = list(Mail.objects.order_by("pk").values_list("template", "address"))
    now.move_to(near, tick=False)
    Client().post(keeper.get_absolute_url())
    alerts.send_due(near + dt.timedelta(days=15))

    assert before == (0, 0)
    assert asked == [("alert_renewal", "garde@example.org"), ("alert_renewal", "part@example.org")]
    assert [one.subscriber.email for one in Alert.objects.all()] == ["garde@example.org"]
    assert not Subscriber.objects.filter(pk=leaver.subscriber_id).exists()


def test_a_fault_in_one_search_does_not_hold_back_the_others(monkeypatch):
    alert_of("q=panne", email="a@example.org")
    alert_of(email="b@example.org")
    opened()
    whole = alerts.news_for
    monkeypatch.setattr(alerts, "news_for", lambda s, query, now: 1 / 0 if "panne" in query else whole(s, query, now))

    sent = alerts.send_due(MORNING)

    assert (sent, [mail.address for mail in Mail.objects.all()]) == (1, ["b@example.org"])
    assert alerts.send_due(MORNING) == 0


def test_a_worker_stopped_half_way_has_sent_nothing_and_sends_it_once_afterwards(monkeypatch):
    alert_of()
    opened()
    write = outbox.owe_at
    monkeypatch.setattr(outbox, "owe_at", lambda *args, **words: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        alerts.send_due(MORNING)
    interrupted = Mail.objects.count(), Subscriber.objects.get().digest_on
    monkeypatch.setattr(outbox, "owe_at", write)

    sent = alerts.send_due(MORNING)

    assert interrupted == (0, dt.date(2027, 6, 4))
    assert (sent, Mail.objects.count()) == (1, 1)


def test_searches_alike_are_read_once_whoever_asked(django_assert_max_num_queries):
    for number in range(10):
        alert_of(email=f"a{number}@example.org")
    opened()

    with django_assert_max_num_queries(12 + 10 * 13):
        assert alerts.send_due(MORNING) == 10


def test_the_worker_writes_and_delivers_the_digests(mailoutbox):
    alert_of()
    opened()

    call_command("worker", once=True, verbosity=0)

    assert [mail.subject for mail in mailoutbox] == ["Nouvel appel ouvert : Nouveau"]
    assert QueryDict(Alert.objects.get().query) == QueryDict("")
