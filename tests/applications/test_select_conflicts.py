"""A member who declared a link sees nothing of the file, through any channel; the link is never explained."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import committee, review
from applications.models import Mark, Review
from tests import factories
from tests.applications.selection import another_file, close, decided, give_marks, in_committee, publish
from tests.cast import seat_of

pytestmark = pytest.mark.django_db
TITLE = "Conciergerie des collines"


def scene(phase="discussion"):
    """Colette declared a link with the conciergerie; two others have marked it; it holds a document."""
    cast = in_committee(phase)
    cast.attachment = factories.AttachmentFactory(application=cast.application)
    give_marks(cast.item, seat_of(cast, "chair"), (5, 4), timezone.now())
    give_marks(cast.item, seat_of(cast, "member"), (1, 2), timezone.now())
    return cast


def address(name, cast, *more):
    return reverse(f"committee:{name}", args=[cast.session.pk, *more])


def text(response):
    return response.content.decode()


def body(response):
    """The page without what changes at each answer: the token of its forms."""
    return re.sub(r'(?<=csrfmiddlewaretoken" value=")\w+', "", text(response))


def test_the_list_offers_no_way_in(signed_in):
    cast = scene("reading")

    page = text(signed_in(cast.conflicted).get(address("session", cast)))

    assert "Vous avez déclaré un lien" in page
    assert address("file", cast, cast.item.pk) not in page


@pytest.mark.parametrize("phase", ["reading", "discussion", "closed"])
def test_the_file_its_document_and_its_grid_do_not_exist_for_her(signed_in, phase):
    cast = scene(phase)
    client = signed_in(cast.conflicted)

    statuses = [
        client.get(address("file", cast, cast.item.pk)).status_code,
        client.get(address("document", cast, cast.item.pk, cast.attachment.pk)).status_code,
        client.post(address("mark", cast, cast.item.pk), {"version": 1}).status_code,
        client.get(reverse("applications:detail", args=[cast.application.pk])).status_code,
    ]

    assert statuses == [404, 404, 404, 404]
    assert not Review.objects.filter(member__user=cast.conflicted).exists()


def test_the_session_page_shows_her_neither_title_nor_marks_nor_decision(signed_in):
    cast = scene()
    decided(cast, cast.item, "admit", timezone.now(), message="Une enquête solide.")

    page = text(signed_in(cast.conflicted).get(address("room", cast)))

    assert "vous sortez pour ce dossier" in page
    assert [word for word in (TITLE, "11,1", "Admise", "Une enquête solide.") if word in page] == []


def test_she_sees_no_count_of_places(signed_in):
    cast = scene()
    decided(cast, cast.item, "admit", timezone.now())

    hers = text(signed_in(cast.conflicted).get(address("room", cast)))
    theirs = text(signed_in(cast.member).get(address("room", cast)))

    assert ("montrées après la publication" in hers, "sur 7" in hers, "décidé" in hers) == (True, False, False)
    assert "sur 7" in theirs


def test_another_members_mark_and_decision_change_nothing_that_she_can_observe(signed_in):
    cast = scene()
    client = signed_in(cast.conflicted)
    pages = [reverse("committee:index"), address("session", cast), address("room", cast)]
    before = [body(client.get(page)) for page in pages]

    Mark.objects.update(value=0)
    decided(cast, cast.item, "decline", timezone.now(), reason="fit", advice="Testez le prix.")

    assert [body(client.get(page)) for page in pages] == before


def test_her_marks_given_before_are_out_of_the_average_and_she_is_out_of_the_quorum():
    cast = scene()
    give_marks(cast.item, seat_of(cast, "conflicted"), (0, 0), timezone.now())

    row = review.with_average(cast.session.items.all()).get()
    committee.attend(cast.session, {seat_of(cast, "conflicted").pk, seat_of(cast, "chair").pk})

    assert row.read == 2
    assert committee.short_of_quorum(cast.session, [cast.item]) == [cast.item]


def test_no_mail_tells_her_anything_of_the_file():
    cast = scene()
    committee.convene(cast.session)
    decided(cast, cast.item, "admit", timezone.now(), message="Une enquête solide.")
    close(cast)
    publish(cast)

    hers = [mail.subject + mail.body for mail in Mail.objects.filter(recipient=cast.conflicted)]

    assert len(hers) == 1
    assert TITLE not in hers[0]


def test_a_link_declared_from_the_page_takes_the_file_away_at_once(signed_in):
    cast = scene("reading")
    client = signed_in(cast.member)
    opened = client.get(address("file", cast, cast.item.pk)).status_code

    answer = client.post(address("declare", cast, cast.item.pk), {"kind": "personal"})
    after = text(client.get(answer.url))  # a page of its own: reloading it sends nothing again

    assert (opened, answer.status_code, "Ce dossier est lu par d’autres" in after) == (200, 302, True)
    assert client.get(address("file", cast, cast.item.pk)).status_code == 404


def test_a_declared_link_does_not_come_back_by_a_forged_post(signed_in):
    cast = scene("reading")

    signed_in(cast.conflicted).post(address("declare", cast, cast.item.pk), {"kind": "none"})

    assert review.interest_of(seat_of(cast, "conflicted"), cast.item).kind == "employer"


def test_nothing_is_read_before_the_declaration(signed_in):
    cast = scene("reading")
    newcomer = factories.CommitteeMemberFactory(session=cast.session)
    factories.AssignmentFactory(item=cast.item, member=newcomer)
    client = signed_in(newcomer.user)

    before = client.get(address("file", cast, cast.item.pk)).status_code
    client.post(address("declare", cast, cast.item.pk), {"kind": "none"})

    assert (before, client.get(address("file", cast, cast.item.pk)).status_code) == (404, 200)


@pytest.fixture
def officer_with_a_link():
    """Claire runs the call, sits in the committee, and declares a link with the conciergerie."""
    cast = scene()
    seat = factories.CommitteeMemberFactory(session=cast.session, user=cast.officer)
    factories.InterestDeclarationFactory(item=cast.item, member=seat, kind="support")
    return cast


def test_an_officer_who_declared_a_link_loses_the_file_in_the_back_office(signed_in, officer_with_a_link):
    cast = officer_with_a_link
    client = signed_in(cast.officer)
    file = reverse("admin:applications_application_change", args=[cast.application.pk])
    document = reverse("admin:applications_document", args=[cast.application.pk, cast.attachment.pk])
    decide = reverse("admin:applications_session_decide", args=[cast.session.pk, cast.item.pk])

    statuses = [client.get(file).status_code, client.get(document).status_code]
    listed = text(client.get(reverse("admin:applications_application_changelist"), {"q": "Conciergerie"}))
    room = text(client.get(reverse("admin:applications_session_room", args=[cast.session.pk])))
    client.post(decide, {"version": cast.item.version, "outcome": "admit"})

    assert statuses == [404, 404]
    assert (TITLE in listed, TITLE in room, "Dossier hors de votre vue" in room) == (False, False, True)
    assert not cast.application.decisions.exists()


def test_an_officer_who_declared_a_link_does_not_publish(signed_in, officer_with_a_link):
    cast = officer_with_a_link
    cast.item.declarations.update(left_room_at=timezone.now())
    item = another_file(cast)
    item.declarations.filter(member__user=cast.officer).update(kind="none")
    cast.officer, officer = cast.superuser, cast.officer
    decided(cast, cast.item, "admit", timezone.now())
    decided(cast, item, "admit", timezone.now())
    close(cast)

    page = signed_in(officer).post(reverse("admin:applications_session_publish", args=[cast.session.pk]), follow=True)

    assert "une autre personne publie" in text(page)
    cast.session.refresh_from_db()
    assert cast.session.phase == "closed"
