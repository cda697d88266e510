"""The officer's side of a request: asking item by item, reading both answers, asking again, the silence confirmed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import completing, requests, screening, workflow
from applications.models import CompletenessRequest, ItemReply, Letter, RequestItem
from applications.screening import ScreeningRefused
from tests.applications.asking import BEFORE, ask, item, sent, version
from tests.factories import DocumentKindFactory

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def answered(cast, asked, what="correction", words="Trois cents."):
    wanted = item(asked, what)
    completing.answer_in_words(wanted, words, by=cast.holder, now=now())
    return wanted, wanted.replies.last()


def act(cast, name, **data):
    address = reverse("admin:applications_act", args=[cast.application.pk, name])
    return address, {"version": version(cast), **data}


def page(cast):
    return reverse("admin:applications_requests", args=[cast.application.pk])


def test_asking_through_the_page_makes_one_item_for_each_thing(signed_in):
    cast = sent()
    kind, question = DocumentKindFactory(code="rib", name="RIB"), cast.application.answers.get().question

    response = signed_in(cast.officer).post(
        *act(
            cast,
            "demander",
            **{
                "kinds": [kind.pk],
                f"precision_{kind.pk}": "celui de l’association",
                f"remarque_{question.pk}": "Combien d’habitants ?",
                "question_2": "Qui tiendra la caisse ?",
                "due_on": timezone.localdate() + dt.timedelta(days=8),
            },
        )
    )

    found = list(RequestItem.objects.values_list("what", "detail"))
    assert (response.status_code, response.url) == (302, page(cast))
    assert found == [
        ("document", "celui de l’association"),
        ("correction", "Combien d’habitants ?"),
        ("question", "Qui tiendra la caisse ?"),
    ]
    assert "Qui tiendra la caisse ?" in Letter.objects.get(template="documents_missing").body


def test_asking_nothing_is_refused_and_what_was_typed_is_kept(signed_in):
    cast = sent()
    soon = timezone.localdate() + dt.timedelta(days=8)

    response = signed_in(cast.officer).post(*act(cast, "demander", message="Bonjour,", due_on=soon))

    assert (response.status_code, CompletenessRequest.objects.count()) == (422, 0)
    assert ("Choisissez au moins un document" in response.text, "Bonjour," in response.text) == (True, True)


def test_one_request_at_a_time_and_the_next_once_it_is_closed():
    cast = sent()
    first = ask(cast)

    with pytest.raises(ScreeningRefused, match="déjà en cours"):
        ask(cast, documents=False, correction=False)
    screening.close_request(first, now=now(), version=version(cast))
    ask(cast, documents=False, correction=False)

    assert CompletenessRequest.objects.filter(closed_at=None).count() == 1


def test_officer_reads_the_former_answer_beside_the_new_one(signed_in):
    cast = sent()
    answered(cast, ask(cast))

    text = signed_in(cast.officer).get(page(cast)).text

    assert (BEFORE in text, "Trois cents." in text, "Accepter" in text) == (True, True, True)


def test_accepting_the_last_item_closes_the_request(signed_in):
    cast = sent()
    asked = ask(cast, documents=False)
    client = signed_in(cast.officer)

    for what, words in (("correction", "Trois cents."), ("question", "Nour.")):
        wanted, reply = answered(cast, asked, what, words)
        asked.refresh_from_db()
        before = asked.closed_at
        client.post(*act(cast, "accepter", reply=reply.pk))
        wanted.refresh_from_db()
        assert (before, wanted.accepted_at is not None) == (None, True)

    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_asked_again_with_a_word_opens_that_item_alone_and_keeps_the_first_reply(signed_in):
    cast = sent()
    asked = ask(cast, documents=False)
    wanted, reply = answered(cast, asked)

    signed_in(cast.officer).post(*act(cast, "redemander", reply=reply.pk, note="Et les villages voisins ?"))

    shown = signed_in(cast.holder).get(reverse("applications:request_item", args=[cast.application.pk, wanted.pk])).text
    completing.answer_in_words(wanted, "Cinq cents.", by=cast.holder, now=now())
    assert "Et les villages voisins ?" in shown.replace("\u00a0", " ")
    assert list(ItemReply.objects.values_list("former", "value", "verdict")) == [
        (BEFORE, "Trois cents.", "again"),
        ("Trois cents.", "Cinq cents.", ""),
    ]
    assert Mail.objects.filter(template="item_asked_again").count() == 1


def test_verdict_on_an_answer_replaced_meanwhile_is_refused():
    cast = sent()
    wanted, reply = answered(cast, ask(cast))
    requests.ask_again(wanted, reply, note="Encore", due_on=None, by=cast.officer, now=now(), version=version(cast))
    completing.answer_in_words(wanted, "Cinq cents.", by=cast.holder, now=now())

    with pytest.raises(ScreeningRefused, match="relisez"):
        requests.accept(wanted, reply, by=cast.officer, now=now(), version=version(cast))


def test_asking_again_without_a_word_or_a_day_to_come_is_refused():
    cast = sent()
    wanted, reply = answered(cast, ask(cast))
    again = {"by": cast.officer, "now": now(), "version": version(cast)}

    with pytest.raises(ScreeningRefused, match="un mot"):
        requests.ask_again(wanted, reply, note=" ", due_on=None, **again)
    with pytest.raises(ScreeningRefused, match="après aujourd’hui"):
        requests.ask_again(wanted, reply, note="Encore", due_on=timezone.localdate(), **again)


def test_refusing_more_time_asks_for_a_word():
    cast = sent()
    asked = ask(cast)
    wish = completing.ask_for_time(
        asked, wanted_on=asked.due_on + dt.timedelta(days=9), words="", by=cast.holder, now=now()
    )

    with pytest.raises(ScreeningRefused, match="un mot"):
        requests.answer_more_time(wish, granted_on=None, note="", by=cast.officer, now=now(), version=version(cast))


def test_more_time_is_answered_once_whoever_answers_second():
    cast = sent()
    asked = ask(cast)
    wish = completing.ask_for_time(
        asked, wanted_on=asked.due_on + dt.timedelta(days=5), words="", by=cast.holder, now=now()
    )
    granted = asked.due_on + dt.timedelta(days=3)
    requests.answer_more_time(wish, granted_on=granted, note="", by=cast.officer, now=now(), version=version(cast))

    with pytest.raises(ScreeningRefused, match="déjà sa réponse"):
        requests.answer_more_time(
            wish, granted_on=None, note="Trop tard.", by=cast.officer, now=now(), version=version(cast)
        )

    wish.refresh_from_db()
    asked.refresh_from_db()
    assert (wish.granted_on, asked.due_on) == (granted, granted)


def test_more_time_is_not_granted_until_a_day_gone():
    cast = sent()
    asked = ask(cast)
    wish = completing.ask_for_time(
        asked, wanted_on=asked.due_on + dt.timedelta(days=5), words="", by=cast.holder, now=now()
    )

    with pytest.raises(ScreeningRefused, match="après aujourd’hui"):
        requests.answer_more_time(
            wish, granted_on=timezone.localdate(), note="", by=cast.officer, now=now(), version=version(cast)
        )

    wish.refresh_from_db()
    assert wish.answered_at is None


# silence


def silent(cast, days=-1):
    asked = ask(cast)
    CompletenessRequest.objects.update(due_on=timezone.localdate() + dt.timedelta(days=days))
    asked.refresh_from_db()
    return asked


def expire(cast, asked):
    return requests.expire(asked, by=cast.officer, now=now(), version=version(cast))


def test_silence_is_listed_confirmed_by_a_person_and_the_file_does_not_move(signed_in):
    cast = sent()
    asked = silent(cast)
    client = signed_in(cast.officer)
    files = reverse("admin:applications_application_changelist")

    listed = cast.project.title in client.get(files, {"complement": "depasse"}).text
    before = Letter.objects.filter(template="request_expired").count()
    client.post(*act(cast, "constater", request=asked.pk))

    asked.refresh_from_db()
    cast.application.refresh_from_db()
    assert (listed, before, asked.expired_at is not None, cast.application.state) == (True, 0, True, "submitted")
    assert "Qui tiendra la caisse" in Letter.objects.get(template="request_expired").body
    assert cast.project.title not in client.get(files, {"complement": "depasse"}).text


@pytest.mark.parametrize("case", ["not yet", "answered", "a wish for time"])
def test_silence_that_is_none_is_not_confirmed(case):
    cast = sent()
    asked = silent(cast, days=0 if case == "not yet" else -1)
    if case == "answered":
        asked.items.update(answered_at=now())
    elif case == "a wish for time":
        completing.ask_for_time(
            asked, wanted_on=timezone.localdate() + dt.timedelta(days=9), words="", by=cast.holder, now=now()
        )

    with pytest.raises(ScreeningRefused, match="Rien à constater"):
        expire(cast, asked)


def test_after_the_silence_the_file_goes_on_or_is_closed_by_an_act(signed_in):
    cast = sent()
    asked = silent(cast)
    with pytest.raises(workflow.TransitionRefused, match="sans réponse"):
        requests.close_silent_file(cast.application, words="", by=cast.officer, now=now(), version=version(cast))
    expire(cast, asked)

    signed_in(cast.officer).post(*act(cast, "classer"))

    cast.application.refresh_from_db()
    seen = signed_in(cast.holder).get(cast.application.get_absolute_url()).text
    assert (cast.application.state, cast.application.withdrawal.reason) == ("withdrawn", "silence")
    assert ("classé sans le complément" in seen, "Retirée par vous" in seen) == (True, False)
    assert Letter.objects.filter(template="file_closed").count() == 1


def test_file_goes_on_after_the_silence():
    cast = sent()
    expire(cast, silent(cast))

    screening.declare_admissible(cast.application, by=cast.officer, now=now(), version=version(cast))

    cast.application.refresh_from_db()
    assert cast.application.state == "admissible"
