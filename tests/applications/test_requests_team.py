"""What a team is asked, item by item: only that opens, the former answer is kept, more time is asked for."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import completing, reading, requests
from applications.models import Answer, ItemReply, MoreTime
from tests.applications.asking import BEFORE, ask, item, sent, version
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db


def page(cast, name, *more):
    return reverse(f"applications:{name}", args=[cast.application.pk, *more])


def in_days(count):
    return timezone.localdate() + dt.timedelta(days=count)


def test_every_item_is_on_the_page_and_opens_its_own_field_only(signed_in):
    cast = sent()
    asked = ask(cast)
    client = signed_in(cast.holder)

    detail = client.get(page(cast, "detail")).text
    correction = client.get(page(cast, "request_item", item(asked, "correction").pk))

    assert [words in detail for words in ("RIB", "Combien d’habitants", "Qui tiendra la caisse")] == [True] * 3
    assert [name for name in correction.context["form"].fields if name.startswith("r_")] == ["r_besoin"]
    assert ("Combien d’habitants" in correction.text, BEFORE in correction.text) == (True, True)
    assert client.get(page(cast, "step", 1)).status_code == 302


def test_correction_keeps_the_former_answer_and_readers_see_the_new_one(signed_in):
    cast = sent()
    asked = item(ask(cast), "correction")

    signed_in(cast.holder).post(page(cast, "request_item", asked.pk), {"r_besoin": "Trois cents.", "v_besoin": 1})

    reply = ItemReply.objects.get()
    ((_, words),) = reading.read(cast.application).parts[0].answers
    assert (reply.former, reply.value, reply.by) == (BEFORE, "Trois cents.", cast.holder)
    assert (words, Answer.objects.get().value) == ("Trois cents.\n(réponse revue depuis l’envoi)", "Trois cents.")
    assert cast.application.snapshot.data["answers"][0]["value"] == BEFORE


def test_question_and_document_are_answered_and_the_last_tells_the_officer_once(signed_in):
    cast = sent()
    asked = ask(cast)
    client = signed_in(cast.holder)

    client.post(page(cast, "request_item", item(asked, "question").pk), {"text": "Nour."})
    client.post(page(cast, "request_item", item(asked, "document").pk), {"file": upload("rib.pdf", pdf())})
    before = Mail.objects.filter(template="request_answered").count()
    client.post(page(cast, "request_item", item(asked, "correction").pk), {"r_besoin": "Trois cents.", "v_besoin": 1})

    assert (before, Mail.objects.filter(template="request_answered").count()) == (0, 1)
    assert not completing.open_items(cast.application).exists()


def test_page_says_what_has_already_come_once_something_has(signed_in):
    cast = sent()
    asked = ask(cast)
    client = signed_in(cast.holder)

    before = client.get(page(cast, "detail")).text
    completing.answer_in_words(item(asked, "question"), "Nour", by=cast.holder, now=timezone.now())
    after = client.get(page(cast, "detail")).text

    assert ("Déjà arrivé" in before, "1 réponse. Il en reste 2." in after) == (False, True)


@pytest.mark.parametrize(
    ("what", "data"),
    [("question", {"text": ""}), ("correction", {"r_besoin": ""}), ("correction", {"r_besoin": "x" * 1501})],
)
def test_answer_missing_or_too_long_is_said_at_its_field_and_kept(signed_in, what, data):
    cast = sent()
    asked = item(ask(cast), what)

    response = signed_in(cast.holder).post(page(cast, "request_item", asked.pk), data)

    (field,) = data
    assert (list(response.context["form"].errors), response.status_code) == ([field], 200)
    assert response.context["form"][field].value() == data[field]
    assert not ItemReply.objects.exists()


@pytest.mark.parametrize("what", ["question", "correction"])
def test_text_that_comes_after_the_end_of_the_request_is_shown_to_be_copied(signed_in, what):
    cast = sent()
    asked = ask(cast)
    late = item(asked, what)
    type(asked).objects.update(closed_at=timezone.now())
    name = "text" if what == "question" else "r_besoin"

    response = signed_in(cast.holder).post(page(cast, "request_item", late.pk), {name: "Ce que j’ai écrit"})

    assert ("Ce que j’ai écrit" in response.text, ItemReply.objects.count()) == (True, 0)
    assert "<h1>Ce point n’est plus attendu</h1>" in response.text


def test_more_time_is_asked_once_and_granted_moves_the_date(signed_in):
    cast = sent()
    asked = ask(cast, days=4)
    client = signed_in(cast.holder)

    client.post(page(cast, "more_time", asked.pk), {"wanted_on": in_days(12), "words": "Le comptable est absent."})
    again = client.post(page(cast, "more_time", asked.pk), {"wanted_on": in_days(13)})
    requests.answer_more_time(
        MoreTime.objects.get(),
        granted_on=in_days(10),
        note="",
        by=cast.officer,
        now=timezone.now(),
        version=version(cast),
    )

    asked.refresh_from_db()
    assert "déjà demandée" in str(again.context["form"].errors["wanted_on"])
    assert asked.due_on == in_days(10)
    assert [Mail.objects.filter(template=name).count() for name in ("more_time_asked", "more_time_answered")] == [1, 1]


@pytest.mark.parametrize("days", [-1, 0, 4])
def test_more_time_is_a_later_date(signed_in, days):
    cast = sent()
    asked = ask(cast, days=4)

    response = signed_in(cast.holder).post(page(cast, "more_time", asked.pk), {"wanted_on": in_days(days)})

    assert ("Choisissez une date après" in str(response.context["form"].errors), MoreTime.objects.count()) == (True, 0)


# reminders


@pytest.mark.parametrize(("left", "owed"), [(5, 0), (4, 0), (3, 1), (2, 1), (1, 1), (0, 1), (-1, 0)])
def test_reminder_goes_three_days_and_one_day_before(left, owed):
    cast = sent()
    ask(cast, days=10)

    requests.remind(in_days(10 - left))

    assert Mail.objects.filter(template="request_reminder").count() == owed


def test_reminders_go_once_each_whatever_the_runs_of_the_duty():
    cast = sent()
    ask(cast, days=10)

    for day in range(12):
        for _ in range(2):
            requests.remind(in_days(day))

    assert Mail.objects.filter(template="request_reminder", recipient=cast.holder).count() == 2


@pytest.mark.parametrize("how", ["answered", "closed", "asked today"])
def test_no_reminder_where_nothing_is_awaited_or_on_the_day_of_the_asking(how):
    cast = sent()
    asked = ask(cast, days=2 if how == "asked today" else 10)
    if how == "answered":
        asked.items.update(answered_at=timezone.now())
    elif how == "closed":
        type(asked).objects.update(closed_at=timezone.now())

    requests.remind(in_days(0 if how == "asked today" else 9))

    assert not Mail.objects.filter(template="request_reminder").exists()
