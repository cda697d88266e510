"""The thread of a file: who writes, who reads, who is told, and what is told."""

import datetime as dt
import uuid

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import Mail
from applications import correspondence
from applications.correspondence import CorrespondenceRefused
from applications.models import Application, InternalNote, Message, MessageFile
from ess_portal.lib.uploads import inspect
from tests.cast import ROLES, build_cast, convene
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db
TEAM, STAFF = Message.Side.TEAM, Message.Side.STAFF


def write(cast, role, side, body="Une question", key=None):
    person = cast.person(role)
    return correspondence.send(cast.application, side, body, key=key or uuid.uuid4(), by=person, now=timezone.now())


def unread(cast, role, side):
    return correspondence.unread(cast.application, cast.person(role), side).count()


def joined(cast, role="holder"):
    sent = upload("devis.pdf", pdf())
    return correspondence.join(cast.application, sent, inspect(sent), by=cast.person(role), now=timezone.now())


def told(**fields):
    return list(Mail.objects.filter(**fields).values_list("recipient__first_name", flat=True).order_by("pk"))


WRITERS = {TEAM: {"holder"}, STAFF: {"officer", "superuser"}}


@pytest.mark.parametrize("side", [TEAM, STAFF])
@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_each_side_is_written_by_its_own_people(role, side):
    cast = convene(build_cast(admissible=True))

    if role in WRITERS[side]:
        assert write(cast, role, side).side == side
    else:
        with pytest.raises(CorrespondenceRefused, match="Votre texte n’est pas parti"):
            write(cast, role, side)

    assert Message.objects.count() == (role in WRITERS[side])


@pytest.mark.parametrize("role", ROLES)
def test_thread_is_read_by_team_and_officers_only(role):
    cast = convene(build_cast(admissible=True))
    message = write(cast, "officer", STAFF)
    given = joined(cast)
    person = cast.person(role) if role != "visitor" else None
    readers = {"holder", "colleague", "officer", "superuser"}

    seen = [] if person is None else [*Message.objects.visible_to(person), *MessageFile.objects.visible_to(person)]

    assert seen == ([message, given] if role in readers else [])


@pytest.mark.parametrize("role", ["holder", "colleague", "chair", "conflicted", "other_officer", "partner_officer"])
def test_internal_notes_are_for_the_officers_of_the_file_alone(role):
    cast = convene(build_cast(admissible=True))
    note = correspondence.note(
        cast.application, "Rappeler lundi", key=uuid.uuid4(), by=cast.officer, now=timezone.now()
    )

    with pytest.raises(CorrespondenceRefused):
        correspondence.note(cast.application, "Intrus", key=uuid.uuid4(), by=cast.person(role), now=timezone.now())

    assert list(InternalNote.objects.visible_to(cast.officer)) == [note]
    assert list(InternalNote.objects.visible_to(cast.person(role))) == []


def test_officer_with_an_interest_loses_thread_and_notes():
    cast = convene(build_cast(admissible=True))
    write(cast, "officer", STAFF)
    cast.session.members.filter(user=cast.conflicted).update(user=cast.officer)

    assert list(Message.objects.visible_to(cast.officer)) == []
    with pytest.raises(CorrespondenceRefused):
        write(cast, "officer", STAFF)


def test_draft_has_no_thread():
    cast = build_cast()

    with pytest.raises(CorrespondenceRefused):
        write(cast, "holder", TEAM)


def test_same_key_is_one_message_and_a_foreign_key_is_refused():
    cast = build_cast(submitted=True)
    key = uuid.uuid4()

    first = write(cast, "holder", TEAM, "Bonjour", key=key)
    again = write(cast, "holder", TEAM, "Bonjour", key=key)

    assert again == first
    with pytest.raises(CorrespondenceRefused, match="Rechargez"):
        write(cast, "officer", STAFF, "Autre chose", key=key)
    assert Message.objects.count() == 1


def test_one_mail_until_the_message_is_read():
    cast = build_cast(submitted=True)

    write(cast, "holder", TEAM, "Un")
    write(cast, "holder", TEAM, "Deux")
    before = told(template="message_received")
    correspondence.mark_read(cast.application, cast.officer, Message.objects.last().pk)
    write(cast, "holder", TEAM, "Trois")

    assert before == ["Claire"]
    assert told(template="message_received") == ["Claire", "Claire"]


def test_officers_write_to_the_writers_of_the_team():
    cast = build_cast(submitted=True)

    write(cast, "officer", STAFF)

    assert told() == ["Nour"]


def test_mail_says_who_wrote_and_never_what():
    cast = build_cast(submitted=True)

    write(cast, "officer", STAFF, "Votre hébergement est-il trouvé ?")

    mail = Mail.objects.get()
    assert mail.subject == "Un message de Claire (CRESS d’essai)"
    assert "hébergement" not in mail.body
    assert f"/candidatures/{cast.application.pk}/messages/" in mail.body


def test_discreet_call_does_not_even_say_who_wrote():
    cast = build_cast(submitted=True)
    cast.call.discreet = True
    cast.call.save()
    cast.application.refresh_from_db()

    write(cast, "officer", STAFF)

    mail = Mail.objects.get()
    assert mail.subject == "Un message vous attend"
    assert "Claire" not in mail.body
    assert "CRESS" not in mail.body


def test_name_cannot_carry_a_link_into_a_mail():
    cast = build_cast(submitted=True)
    cast.holder.first_name = "Nour https://piege.example/ <b>"
    cast.holder.save()

    write(cast, "holder", TEAM)

    mail = Mail.objects.get()
    assert "https://piege" not in mail.subject + mail.body
    assert "piege.example" not in mail.body


# unread


def test_unread_counts_the_other_side_only():
    cast = build_cast(submitted=True)
    write(cast, "holder", TEAM)
    write(cast, "officer", STAFF)
    write(cast, "officer", STAFF)

    assert unread(cast, "holder", TEAM) == 2
    assert unread(cast, "colleague", TEAM) == 2
    assert unread(cast, "officer", STAFF) == 0  # writing is reading


def test_an_older_page_never_takes_a_reading_back():
    cast = build_cast(submitted=True)
    first, second = write(cast, "officer", STAFF), write(cast, "officer", STAFF)

    correspondence.mark_read(cast.application, cast.holder, second.pk)
    correspondence.mark_read(cast.application, cast.holder, first.pk)

    assert unread(cast, "holder", TEAM) == 0


def test_lists_count_what_each_person_has_not_read():
    cast = build_cast(submitted=True)
    write(cast, "holder", TEAM)
    write(cast, "holder", TEAM)

    def counted(role, side):
        return correspondence.with_unread(Application.objects.all(), cast.person(role), side).get().unread

    assert (counted("officer", STAFF), counted("superuser", STAFF), counted("holder", TEAM)) == (2, 2, 0)


# files


def test_files_that_wait_leave_with_the_message():
    cast = build_cast(submitted=True)
    given = joined(cast)
    joined(cast, "officer")

    message = write(cast, "holder", TEAM)

    assert [row.name for row in message.files.all()] == ["devis.pdf"]
    assert message.files.get() == given
    assert correspondence.waiting_files(cast.application, cast.officer).count() == 1


def test_sixth_file_is_refused_with_its_name():
    cast = build_cast(submitted=True)
    for _ in range(5):
        joined(cast)

    with pytest.raises(CorrespondenceRefused, match="« devis.pdf » n’est pas joint"):
        joined(cast)


def test_files_never_sent_are_erased_after_two_days(django_capture_on_commit_callbacks):
    cast = build_cast(submitted=True)
    old, sent = joined(cast), joined(cast, "officer")
    write(cast, "officer", STAFF)
    later = timezone.now() + dt.timedelta(days=2, minutes=1)

    with django_capture_on_commit_callbacks(execute=True):
        erased = correspondence.forget_waiting_files(later)

    assert erased == 1
    assert list(MessageFile.objects.all()) == [sent]
    assert not storages["private"].exists(old.file.name)
