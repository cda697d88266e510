"""The two pages of messages and the page of notes: what is typed or joined is never lost."""

import uuid

import pytest
from django.urls import reverse

from applications.models import InternalNote, Message, MessageFile, ThreadReading
from tests import factories
from tests.cast import build_cast
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db


def page(cast, name="applications:thread", *more):
    return reverse(name, args=[cast.application.pk, *more])


def typed(**fields):
    return {"body": "Bonjour,\nune question.", "key": uuid.uuid4(), **fields}


def test_team_writes_and_officer_answers(signed_in, client):
    cast = build_cast(submitted=True)

    sent = signed_in(cast.holder).post(page(cast), typed(), follow=True)
    desk = signed_in(cast.officer).get(page(cast, "admin:applications_messages"))
    client.post(page(cast, "admin:applications_messages"), typed(body="La réponse"))
    answered = signed_in(cast.holder).get(page(cast))

    assert "Votre message est parti" in sent.text
    assert "une question" in desk.text
    assert "Nouveau" in desk.text
    assert "La réponse" in answered.text
    assert "CRESS d’essai" in answered.text


def test_opening_the_thread_reads_it(signed_in):
    cast = build_cast(submitted=True)
    factories.MessageFactory(application=cast.application, side="staff", author=cast.officer)
    client = signed_in(cast.holder)

    before = client.get(cast.application.get_absolute_url()).text
    first, second = client.get(page(cast)).text, client.get(page(cast)).text

    assert "1 nouveau" in before
    assert ("Nouveau" in first, "Nouveau" in second) == (True, False)


def test_looking_does_not_read_for_somebody_else(signed_in):
    cast = build_cast(submitted=True)
    factories.MessageFactory(application=cast.application, side="staff", author=cast.officer)

    signed_in(cast.colleague).get(page(cast))

    assert [reading.user for reading in ThreadReading.objects.all()] == [cast.colleague]


def test_reader_of_the_team_reads_and_does_not_write(signed_in):
    cast = build_cast(submitted=True)
    client = signed_in(cast.colleague)

    read, written = client.get(page(cast)), client.post(page(cast), typed())

    assert "Vous pouvez lire les messages" in read.text
    assert written.status_code == 403
    assert Message.objects.count() == 0


def test_blank_message_keeps_its_files(signed_in):
    cast = build_cast(submitted=True)

    answer = signed_in(cast.holder).post(page(cast), typed(body=" ", files=upload("devis.pdf", pdf())))

    assert "Écrivez votre message." in answer.text
    assert "devis.pdf" in answer.text
    assert (Message.objects.count(), MessageFile.objects.get().message) == (0, None)


def test_refused_file_keeps_the_text_and_the_good_file(signed_in):
    cast = build_cast(submitted=True)
    files = [upload("devis.pdf", pdf()), upload("virus.exe", b"MZ")]

    answer = signed_in(cast.holder).post(page(cast), typed(files=files))
    again = signed_in(cast.holder).post(page(cast), typed())

    assert "« virus.exe » : Ce type de fichier ne peut pas être déposé" in answer.text
    assert "une question" in answer.text
    assert again.status_code == 302
    assert [given.name for given in Message.objects.get().files.all()] == ["devis.pdf"]


def test_too_long_text_is_said_and_kept(signed_in):
    cast = build_cast(submitted=True)

    answer = signed_in(cast.holder).post(page(cast), typed(body="a" * 5_001))

    assert "5 000 caractères" in answer.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "a" * 5_001 in answer.text


def test_file_taken_away_gives_the_text_back(signed_in):
    cast = build_cast(submitted=True)
    client = signed_in(cast.holder)
    client.post(page(cast), typed(body="", files=upload("devis.pdf", pdf())))
    given = MessageFile.objects.get()

    answer = client.post(page(cast), typed(take_away=given.pk))

    assert "une question" in answer.text
    assert "devis.pdf" not in answer.text
    assert MessageFile.objects.count() == 0


def test_nobody_takes_away_or_opens_a_file_that_waits_for_another(signed_in):
    cast = build_cast(submitted=True)
    signed_in(cast.holder).post(page(cast), typed(body="", files=upload("devis.pdf", pdf())))
    given = MessageFile.objects.get()
    client = signed_in(cast.officer)

    client.post(page(cast, "admin:applications_messages"), typed(body="", take_away=given.pk))
    opened = client.get(page(cast, "applications:message_file", given.pk))

    assert MessageFile.objects.count() == 1
    assert opened.status_code == 403


@pytest.mark.parametrize("take_away", ["", "x", "\x00", "0" * 5_000])
def test_forged_file_to_take_away_is_a_message_like_another(signed_in, take_away):
    cast = build_cast(submitted=True)

    answer = signed_in(cast.holder).post(page(cast), typed(take_away=take_away))

    assert (answer.status_code, Message.objects.count()) == (302, 1)


def test_forged_fields_change_nothing(signed_in):
    cast = build_cast(submitted=True)
    forged = {"side": "staff", "author": cast.officer.pk, "for_actor": cast.leader.pk, "application": uuid.uuid4()}

    signed_in(cast.holder).post(page(cast), typed(**forged))

    message = Message.objects.get()
    assert (message.side, message.author, message.for_actor) == ("team", cast.holder, None)
    assert message.application == cast.application


def test_words_are_shown_as_they_are_typed(signed_in):
    cast = build_cast(submitted=True)

    answer = signed_in(cast.holder).post(page(cast), typed(body="<script>alert(1)</script>"), follow=True)

    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert(1)" not in answer.text


def test_notes_stay_on_the_desk(signed_in):
    cast = build_cast(submitted=True)
    note = typed(body="CANARI interne")

    signed_in(cast.officer).post(page(cast, "admin:applications_notes"), note)
    desk = signed_in(cast.officer).get(page(cast, "admin:applications_notes"))
    team = [signed_in(cast.holder).get(address) for address in (cast.application.get_absolute_url(), page(cast))]
    thread = signed_in(cast.officer).get(page(cast, "admin:applications_messages"))

    assert InternalNote.objects.get().author == cast.officer
    assert "CANARI" in desk.text
    assert not any("CANARI" in answer.text for answer in [*team, thread])


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_query_counts(signed_in, django_assert_num_queries, rows):
    cast = build_cast(submitted=True)
    messages = factories.MessageFactory.create_batch(
        rows, application=cast.application, side="staff", author=cast.officer, for_actor=cast.leader
    )
    for message in messages[:30]:
        factories.MessageFileFactory(application=cast.application, message=message)
    signed_in(cast.holder).get(page(cast))
    officer = signed_in(cast.officer)

    with django_assert_num_queries(DESK_QUERIES):
        officer.get(page(cast, "admin:applications_messages"))
    team = signed_in(cast.holder)
    with django_assert_num_queries(TEAM_QUERIES):
        answer = team.get(page(cast))

    assert len(answer.context["rows"]) == min(rows, 20)


DESK_QUERIES, TEAM_QUERIES = 14, 10
