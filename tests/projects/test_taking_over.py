"""The person takes her file over by a link: once, with her own account, and nobody else's is touched."""

import datetime as dt

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import absorbing, links
from accounts.models import AccessEntry, Mail, User
from applications.models import Application
from projects import access, handover, helping
from projects.models import Handover
from tests.factories import ApplicationFactory, ProjectFactory, UserFactory
from tests.factories.helping import agreement_by, handover_to

NOW = dt.datetime(2027, 3, 10, 11, tzinfo=dt.UTC)
HERSELF = {"first_name": "Léa", "last_name": "Roux", "keeps": "write"}


@pytest.fixture
def lea(db):
    return UserFactory(email="lea@example.org", first_name="Léa", last_name="Roux")


def page_of(token):
    return reverse("projects:take_over", args=[token])


def take(token, by, now=None, **changes):
    return handover.take_over(token, by=by, now=now or timezone.now(), **{**HERSELF, **changes})


def test_link_is_owed_by_a_neutral_mail_and_kept_as_a_fingerprint(cast, helped):
    handover.send(helped.project, " Lea@Example.org ", by=cast.prescriber, now=timezone.now())

    mail = Mail.objects.get(template="handover")
    token = mail.body.split("/projets/reprendre/")[1].split("/")[0]
    assert (mail.address, mail.recipient) == ("lea@example.org", None)
    assert [word for word in ["Léa", "Roux", "Paule", "Couture"] if word in mail.body + mail.subject] == []
    assert handover.look(token, now=timezone.now()).project == helped.project
    assert token.split(".")[0] not in Handover.objects.get().fingerprint


def test_account_of_the_address_becomes_the_owner_and_the_person_without_account_is_forgotten(helped, lea):
    ghost = helped.person
    AccessEntry.objects.create(kind="helped_file", reader=helped.helper, subject=ghost, object_id="1")

    project = take(handover_to(helped.project), lea)

    assert [(member.user, member.role) for member in project.team.active()] == [(lea, "owner")]
    assert not User.objects.filter(pk=ghost.pk).exists()
    assert {row.person for row in project.agreements.all()} == {lea}
    assert AccessEntry.objects.get().subject == lea


@pytest.mark.parametrize(("keeps", "rights"), [("write", (True, True)), ("read", (True, False)), ("", (False, False))])
def test_she_says_what_the_helper_may_do_from_now_on(cast, helped, lea, keeps, rights):
    project = take(handover_to(helped.project), lea, keeps=keeps)

    assert (access.reads(cast.prescriber, project), access.writes(cast.prescriber, project)) == rights
    assert Mail.objects.filter(template="help_changed", recipient=cast.prescriber).count() == 1


def test_helper_reads_nothing_of_what_the_account_already_holds(cast, helped, lea):
    own = ProjectFactory(owner=lea)
    ApplicationFactory(project=own)

    take(handover_to(helped.project), lea)

    assert not access.reads(cast.prescriber, own)
    assert not Application.objects.of_team(cast.prescriber).filter(project=own).exists()
    assert set(lea.project_roles.values_list("project", flat=True)) == {own.pk, helped.project.pk}


def test_helper_cannot_take_the_file_for_herself(cast, helped):
    token = handover_to(helped.project, email="paule@example.org")

    with pytest.raises(handover.CannotTakeOver, match="pour quelqu’un d’autre"):
        take(token, cast.prescriber)
    with pytest.raises(helping.CannotHelp):
        handover.send(helped.project, "PAULE@example.org", by=cast.prescriber, now=timezone.now())

    assert Handover.objects.get().used_at is None
    assert access.owns(helped.person, helped.project)


def test_link_serves_once_and_pressing_twice_is_once(cast, helped, lea):
    token = handover_to(helped.project)
    take(token, lea)

    assert take(token, lea) == helped.project
    with pytest.raises(links.LinkClosed):
        take(token, cast.stranger)


def test_link_ends_to_the_instant(helped, lea):
    token = handover_to(helped.project, now=NOW)
    end = NOW + handover.LIFE

    with pytest.raises(links.LinkClosed):
        take(token, lea, now=end)
    assert take(token, lea, now=end - dt.timedelta(microseconds=1)) == helped.project


def test_newer_link_closes_the_former(cast, helped, lea):
    former = handover_to(helped.project)
    handover.send(helped.project, "lea@example.org", by=cast.prescriber, now=timezone.now())

    with pytest.raises(links.LinkClosed):
        take(former, lea)
    assert Handover.objects.count() == 1


def test_link_of_another_purpose_or_hand_made_opens_nothing(client, helped):
    forged = Signer(sep=".", salt="projects.Invitation").sign("x")

    assert client.get(page_of(forged)).status_code == 410


def test_opening_the_link_changes_nothing_and_says_no_name(client, helped):
    token = handover_to(helped.project)

    page = client.get(page_of(token))

    assert page.status_code == 200
    assert [word for word in ["Léa", "Roux", "Paule", "Couture"] if word in page.text] == []
    assert Handover.objects.get().used_at is None
    assert not User.objects.filter(email="lea@example.org").exists()


def test_somebody_without_an_account_comes_by_a_code(client, helped):
    url = page_of(handover_to(helped.project))
    sent = client.post(url, {"email": "lea@example.org", "next": url}, follow=True)
    code = next(word for word in Mail.objects.latest("pk").body.split() if word.replace("-", "").isdigit())
    confirmed = client.post(sent.request["PATH_INFO"], {"code": code, "next": url}, follow=True)
    taken = client.post(url, HERSELF, follow=True)

    lea = User.objects.get(email="lea@example.org")
    assert "Ce dossier est-il le vôtre" in confirmed.text
    assert "Ce dossier est le vôtre" in taken.text
    assert (str(lea), access.owns(lea, helped.project)) == ("Léa Roux", True)
    assert lea.emailaddress_set.get().verified


def test_two_people_with_the_same_address_stay_apart_until_each_file_is_taken(cast, helped):
    other = agreement_by(cast.prescriber, helped.actor, first_name="Karim")
    first, second = handover_to(helped.project), handover_to(other.project)
    account = User.objects.invited("lea@example.org")

    take(first, account)
    page_person = handover.owner_of(other.project)
    take(second, account, first_name="Léa")

    assert str(page_person) == "Karim Roux"
    assert set(account.project_roles.values_list("project", flat=True)) == {helped.project.pk, other.project.pk}


def test_it_is_not_me_closes_the_link_and_tells_the_sender(signed_in, cast, helped, lea):
    token = handover_to(helped.project, sent_by=cast.prescriber)

    page = signed_in(lea).post(page_of(token), {"refuse": "1"})

    row = Handover.objects.get()
    assert (page.status_code, row.used_at, row.refused_at is not None) == (200, None, True)
    assert Mail.objects.get(template="help_changed").recipient == cast.prescriber
    assert not access.reads(lea, helped.project)


def test_link_that_was_refused_opens_nothing_any_more(cast, helped, lea):
    token = handover_to(helped.project, sent_by=cast.prescriber)
    handover.refuse(token, now=timezone.now())

    with pytest.raises(links.LinkClosed):
        take(token, lea)
    with pytest.raises(links.LinkClosed):
        handover.refuse(token, now=timezone.now())
    assert Mail.objects.filter(template="help_changed").count() == 1


def test_missing_name_keeps_the_page_and_the_link(signed_in, helped, lea):
    page = signed_in(lea).post(page_of(handover_to(helped.project)), {**HERSELF, "last_name": ""})

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["last_name"])
    assert Handover.objects.get().used_at is None


def test_link_is_not_sent_once_the_file_is_taken_nor_by_anybody_else(cast, helped, lea):
    with pytest.raises(helping.CannotHelp):
        handover.send(helped.project, "x@example.org", by=cast.stranger, now=timezone.now())
    take(handover_to(helped.project), lea)
    with pytest.raises(helping.CannotHelp):
        handover.send(helped.project, "x@example.org", by=cast.prescriber, now=timezone.now())


def test_two_real_accounts_are_never_merged(lea, stranger):
    with pytest.raises(absorbing.NotAGhost):
        absorbing.absorb(stranger, into=lea)

    assert User.objects.filter(pk=stranger.pk).exists()


def test_place_in_the_team_gives_way_to_ownership(helped, lea):
    helped.project.team.create(user=lea, role="reader")

    take(handover_to(helped.project), lea)

    assert [member.role for member in helped.project.team.active().filter(user=lea)] == ["owner"]


def test_taking_over_needs_the_token_of_the_form(helped, lea):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lea, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(page_of(handover_to(helped.project)), HERSELF).status_code == 403
