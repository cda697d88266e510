"""The digest of the day: each piece of news told once, one mail a day, nothing when there is nothing."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from accounts import outbox
from accounts.models import Mail
from programmes import alerts, calls
from programmes.models import Alert, Subscriber
from tests.factories import ProgrammeFactory, RegionFactory, UserFactory
from tests.programmes.alerting import ALL, EMAIL, MORNING, alert_of, bodies, days, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return time_machine


def test_each_thing_is_told_once():
    alert_of()
    call = opened()

    first = alerts.send_due(MORNING)
    again = [alerts.send_due(days(1)), alerts.send_due(days(2))]
    calls.extend(call, days(60), note="Un pont.", by=UserFactory(is_superuser=True), now=days(2))
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


def test_a_cancellation_is_told_to_those_who_heard_of_the_call():
    alert_of()
    call = opened("Ouvert", closes_at=days(60))
    alerts.send_due(MORNING)
    calls.cancel(call, note="Faute de lieu.", by=UserFactory(is_superuser=True), now=days(1))

    alerts.send_due(days(1) + dt.timedelta(hours=12))

    assert "Appel annulé : Ouvert" in bodies()[-1]
    assert "Faute de lieu." in bodies()[-1]
