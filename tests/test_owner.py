"""A form opened by one person is refused from another, and the text of every form comes back after a lost session."""

import uuid

import pytest
from django.urls import reverse

from applications.models import Message
from ess_portal.owner import mark_of
from tests.factories import TeamMemberFactory

TEXT = "Nous avons deux questions sur la suite."


def thread_of(cast):
    return reverse("applications:thread", args=[cast.application.pk])


def edit_of(cast):
    return reverse("projects:edit", args=[cast.project.pk])


PLACES = [thread_of, edit_of]


@pytest.fixture(autouse=True)
def sent(cast):
    type(cast.application).objects.update(state="submitted", number="C-2027-0001")
    TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")


@pytest.mark.parametrize("place", PLACES)
def test_every_form_says_who_opened_it(signed_in, cast, place):
    page = signed_in(cast.holder).get(place(cast)).content.decode()

    assert f'name="page_of" value="{mark_of(cast.holder)}"' in page


def test_a_message_never_goes_under_the_name_of_another(signed_in, cast):
    typed = {"body": TEXT, "key": uuid.uuid4(), "page_of": mark_of(cast.holder)}

    refused = signed_in(cast.stranger).post(thread_of(cast), typed)
    accepted = signed_in(cast.holder).post(thread_of(cast), typed)

    assert (refused.status_code, accepted.status_code) == (409, 302)
    assert TEXT not in refused.content.decode()
    assert [message.author for message in Message.objects.all()] == [cast.holder]


def test_a_save_by_itself_is_told_that_the_person_changed(signed_in, cast):
    typed = {"body": TEXT, "key": uuid.uuid4(), "page_of": mark_of(cast.holder)}

    refused = signed_in(cast.stranger).post(thread_of(cast), typed, headers={"X-Autosave": "1"})

    assert (refused.status_code, refused.json()) == (409, {"state": "person"})
    assert not Message.objects.exists()


@pytest.mark.parametrize("place", PLACES)
def test_the_text_comes_back_after_the_session_with_the_mark_of_its_writer(client, cast, place):
    answer = client.post(place(cast), {"body": TEXT, "page_of": mark_of(cast.holder)})

    assert answer.status_code == 403
    assert ("page_of", mark_of(cast.holder)) in answer.context["kept"].fields
    assert answer.context["kept"].texts == [TEXT]


@pytest.mark.parametrize("address", ["/", "/compte/connexion/", "/glossaire/", "/alertes/"])
def test_public_pages_carry_no_mark(signed_in, cast, address):
    assert 'name="page_of"' not in signed_in(cast.holder).get(address, follow=True).content.decode()
