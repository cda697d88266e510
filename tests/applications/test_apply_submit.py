import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Mail
from applications.models import Application
from projects.models import Project
from tests.applications.ready import build_ready
from tests.factories import RegionFactory

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")


pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(db):
    return build_ready()


def send(client, cast):
    return client.post(reverse("applications:submit", args=[cast.application.pk]))


def said(client, page):
    return [str(message) for message in client.get(page).context["messages"]]


def test_sending_gives_a_number_a_receipt_and_a_mail(signed_in, ready):
    client = signed_in(ready.holder)

    response = send(client, ready)

    ready.application.refresh_from_db()
    receipt = reverse("applications:receipt", args=[ready.application.pk])
    assert (response.url, ready.application.state) == (receipt, "submitted")
    assert ready.application.number in client.get(receipt).text
    assert list(Mail.objects.filter(recipient=ready.holder).values_list("template", flat=True)) == [
        "application_received"
    ]


def test_receipt_mail_holds_the_number_and_a_link_and_no_content(signed_in, ready):
    send(signed_in(ready.holder), ready)

    ready.application.refresh_from_db()
    body = Mail.objects.get(recipient=ready.holder).body
    assert ready.application.number in body
    assert ready.application.get_absolute_url() in body
    assert [word for word in ("Conciergerie", "habitants", ready.programme.name) if word in body] == []


def test_sent_twice_is_sent_once_and_says_so(signed_in, ready):
    client = signed_in(ready.holder)
    send(client, ready)
    first = Application.objects.get(pk=ready.application.pk)

    response = send(client, ready)

    again = Application.objects.get(pk=ready.application.pk)
    assert (again.number, again.steps.count()) == (first.number, 1)
    assert "Cette candidature est déjà envoyée : voici son récépissé." in said(client, response.url)
    assert Mail.objects.filter(recipient=ready.holder).count() == 1


def test_what_was_sent_does_not_move_with_the_project(signed_in, ready):
    client = signed_in(ready.holder)
    send(client, ready)
    Project.objects.filter(pk=ready.project.pk).update(title="Un tout autre nom")

    page = client.get(reverse("applications:sent", args=[ready.application.pk]))

    assert "Conciergerie des collines" in page.text
    assert "Un tout autre nom" not in page.text


@pytest.mark.parametrize("taken", ["answers", "attachments"])
def test_incomplete_draft_is_not_sent_and_shows_where(signed_in, ready, taken):
    getattr(ready.application, taken).all().delete()
    client = signed_in(ready.holder)

    response = send(client, ready)

    page = client.get(response.url)
    ready.application.refresh_from_db()
    assert (ready.application.state, len(page.context["undone"])) == ("draft", 1)
    assert page.context["undone"][0].url in page.text


def test_answer_too_long_is_not_sent(signed_in, ready):
    ready.application.answers.update(value="x" * 2_000)

    send(signed_in(ready.holder), ready)

    ready.application.refresh_from_db()
    assert ready.application.state == "draft"


def test_complete_draft_offers_to_be_sent(signed_in, ready):
    page = signed_in(ready.holder).get(reverse("applications:review", args=[ready.application.pk]))

    assert page.context["undone"] == []
    assert reverse("applications:submit", args=[ready.application.pk]) in page.text


def test_sending_needs_a_button(signed_in, ready):
    response = signed_in(ready.holder).get(reverse("applications:submit", args=[ready.application.pk]))

    assert response.status_code == 405


@pytest.mark.parametrize(
    ("role", "status"),
    [("colleague", 403), ("stranger", 404), ("officer", 404), ("superuser", 404), ("chair", 404)],
)
def test_others_do_not_send(signed_in, ready, role, status):
    response = send(signed_in(ready.person(role)), ready)

    ready.application.refresh_from_db()
    assert (response.status_code, ready.application.state) == (status, "draft")


CLOSING = dt.datetime(2027, 6, 18, 0, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("zone", "grace", "at", "state"),
    [
        (PARIS, 0, dt.datetime(2027, 6, 17, 23, 59, 59), "submitted"),
        (PARIS, 0, dt.datetime(2027, 6, 18, 0, 0, 0), "draft"),
        (PARIS, 10, dt.datetime(2027, 6, 18, 0, 0, 0), "submitted"),
        (PARIS, 10, dt.datetime(2027, 6, 18, 0, 9, 59), "submitted"),
        (PARIS, 10, dt.datetime(2027, 6, 18, 0, 10, 0), "draft"),
        (REUNION, 0, dt.datetime(2027, 6, 17, 23, 59, 59), "submitted"),
        (REUNION, 0, dt.datetime(2027, 6, 18, 0, 0, 0), "draft"),
    ],
)
def test_closing_instant_is_exclusive(signed_in, zone, grace, at, state):
    closing = dt.datetime(2027, 6, 18, 0, 0, tzinfo=zone)
    with time_machine.travel(at.replace(tzinfo=zone), tick=False):
        cast = build_ready(
            opens_at=closing - dt.timedelta(days=30),
            published_at=closing - dt.timedelta(days=31),
            closes_at=closing,
            grace_minutes=grace,
        )
        send(signed_in(cast.holder), cast)

    cast.application.refresh_from_db()
    assert cast.application.state == state


@pytest.mark.parametrize("night", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
@pytest.mark.parametrize(("seconds", "state"), [(-1, "submitted"), (0, "draft")])
def test_closing_on_a_night_when_the_clock_changes(signed_in, night, seconds, state):
    closing = dt.datetime.combine(night, dt.time(3, 30), tzinfo=PARIS).astimezone(dt.UTC)
    with time_machine.travel(closing + dt.timedelta(seconds=seconds), tick=False):
        cast = build_ready(
            opens_at=closing - dt.timedelta(days=30),
            published_at=closing - dt.timedelta(days=31),
            closes_at=closing,
        )
        send(signed_in(cast.holder), cast)

    cast.application.refresh_from_db()
    assert cast.application.state == state


def test_page_opened_before_and_sent_after_keeps_the_draft_and_says_when(signed_in):
    closing = dt.datetime(2027, 6, 18, 18, 0, tzinfo=PARIS)
    with time_machine.travel(closing - dt.timedelta(minutes=1), tick=False) as clock:
        cast = build_ready(opens_at=closing - dt.timedelta(days=30), closes_at=closing)
        client = signed_in(cast.holder)
        client.get(reverse("applications:review", args=[cast.application.pk]))
        clock.move_to(closing)
        response = send(client, cast)
        sentences = said(client, response.url)

    sentence = "L’appel a fermé le 18 juin 2027 à 18 h. Votre brouillon est gardé six mois pour le prochain."
    assert sentences == [sentence.replace("18 juin 2027", "18\u00a0juin\u00a02027").replace("18 h", "18\u00a0h")]
    assert cast.application.answers.count() == 1


def test_overseas_closing_is_said_in_local_time(signed_in):
    closing = dt.datetime(2027, 6, 18, 18, 0, tzinfo=REUNION)
    with time_machine.travel(closing + dt.timedelta(hours=1), tick=False):
        cast = build_ready(opens_at=closing - dt.timedelta(days=30), closes_at=closing, time_zone="Indian/Reunion")
        client = signed_in(cast.holder)
        sentences = said(client, send(client, cast).url)

    assert "18\u00a0h (heure locale)" in sentences[0]


def test_zone_of_the_region_is_the_default(db):
    cast = build_ready()
    cast.programme.region = RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion")

    assert type(cast.call)(programme=cast.programme).zone_name == "Indian/Reunion"
