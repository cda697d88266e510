"""Links that do one thing once, tried on invitations."""

import datetime as dt

import pytest

from accounts import links
from accounts.models import Mail
from projects import invitations
from projects.models import Invitation
from tests.factories import ProjectFactory

NOW = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def made(holder):
    invitation = Invitation(project=ProjectFactory(owner=holder), email="a@example.org", role="reader")
    token = links.renew(invitation, now=NOW, life=A_DAY)
    invitation.save()
    return invitation, token


def refusal(token, now):
    with pytest.raises(links.LinkClosed) as closed:
        links.look(Invitation.objects.all(), token, now=now)
    return str(closed.value)


def test_open_link_is_found_and_its_token_is_not_stored(made):
    invitation, token = made

    assert links.look(Invitation.objects.all(), token, now=NOW) == invitation
    assert not [value for value in Invitation.objects.values_list().get() if value and token in str(value)]


def test_link_is_taken_once(made, stranger):
    _, token = made
    taken = links.take(Invitation.objects.all(), token, by=stranger, now=NOW)

    with pytest.raises(links.LinkClosed) as closed:
        links.take(Invitation.objects.all(), token, by=stranger, now=NOW)

    assert (taken.used_at, taken.used_by) == (NOW, stranger)
    assert str(closed.value).startswith("Ce lien a déjà servi, le 1er\u00a0mars\u00a02027 à 11\u00a0h.")


def test_link_closes_at_its_last_instant(made):
    _, token = made

    links.look(Invitation.objects.all(), token, now=NOW + A_DAY - dt.timedelta(microseconds=1))

    assert refusal(token, NOW + A_DAY).startswith("Ce lien n’est plus valable depuis le 2\u00a0mars\u00a02027")


def test_cancelled_link_says_so_and_cannot_be_taken(made, stranger):
    invitation, token = made

    done = links.cancel(invitation, now=NOW)

    assert done
    assert refusal(token, NOW).startswith("Ce lien a été annulé le 1er\u00a0mars\u00a02027")
    with pytest.raises(links.LinkClosed):
        links.take(Invitation.objects.all(), token, by=stranger, now=NOW)


def test_used_link_is_not_cancelled_any_more(made, stranger):
    invitation, token = made
    links.take(Invitation.objects.all(), token, by=stranger, now=NOW)

    assert not links.cancel(invitation, now=NOW)


def test_newer_link_replaces_the_former_one(made):
    invitation, token = made
    newer = links.renew(invitation, now=NOW, life=A_DAY)
    invitation.save()

    assert links.look(Invitation.objects.all(), newer, now=NOW) == invitation
    assert refusal(token, NOW).startswith("Ce lien n’existe pas, ou un message plus récent l’a remplacé.")


@pytest.mark.parametrize("token", ["x", "x.y", "é\x00", "a" * 3000])
def test_made_up_link_is_refused_with_a_sentence(db, token):
    assert refusal(token, NOW).startswith("Ce lien n’existe pas")


def test_refusal_names_nobody_and_no_project(made, stranger):
    invitation, token = made
    links.take(Invitation.objects.all(), token, by=stranger, now=NOW)

    sentence = refusal(token, NOW)

    assert invitation.project.title not in sentence
    assert stranger.first_name not in sentence


def test_mail_holds_the_link_and_neither_the_project_nor_the_inviter(holder):
    project = ProjectFactory(title="Conciergerie", owner=holder)

    invitations.invite(project, "A@Example.org", "reader", by=holder, now=NOW)

    mail = Mail.objects.get()
    assert (mail.address, mail.subject) == ("a@example.org", "Une invitation vous attend")
    assert "/projets/invitation/" in mail.body
    assert "Conciergerie" not in mail.body
    assert "Nour" not in mail.body
