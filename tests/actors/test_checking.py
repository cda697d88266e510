"""How sheets stay fresh: verified, confirmed, reminded of once in three months, listed oldest first."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from actors import checking
from actors.indexing import index_actors
from actors.models import Actor, ActorRelation, DirectoryRevision, SheetReminder
from actors.revision import bump
from actors.search import search
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    OrganisationRoleFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - dt.timedelta(days=400)


@pytest.fixture
def officer():
    return OrganisationRoleFactory(actor__name="CRESS", actor__slug="cress", actor__checked_on=TODAY).user


@pytest.fixture
def incubator():
    return ActorFactory(name="Incubateur", slug="incubateur", kind=ActorKindFactory(code="incubator"))


def check_page(sheet, segment="acteurs"):
    return reverse("admin:actors_check", args=[segment, sheet.slug])


def test_an_officer_of_the_chamber_marks_a_sheet_verified(signed_in, officer, incubator):
    bump()
    before = DirectoryRevision.objects.get().number
    client = signed_in(officer)

    client.post(check_page(incubator))

    incubator.refresh_from_db()
    last = incubator.history.first()
    assert (incubator.status, incubator.checked_on) == ("verified", TODAY)
    assert (last.history_user, last.history_change_reason) == (officer, "Vérifiée")
    assert DirectoryRevision.objects.get().number == before + 1
    assert "Vérifiée le" in client.get(incubator.get_absolute_url()).text


def test_a_programme_is_verified_the_same_way(signed_in, officer, incubator):
    programme = ProgrammeFactory(lead_actor=incubator)

    signed_in(officer).post(check_page(programme, "programmes"))

    programme.refresh_from_db()
    assert (programme.status, programme.checked_on) == ("verified", TODAY)


@pytest.mark.parametrize("status", ["closed", "project"])
def test_what_is_known_of_its_life_stays(officer, status):
    actor = ActorFactory(status=status)

    checking.verify(actor, by=officer, day=TODAY)

    actor.refresh_from_db()
    assert (actor.status, actor.checked_on) == (status, TODAY)


def test_the_officer_of_another_region_verifies_nothing(signed_in, incubator):
    other = OrganisationRoleFactory(actor__region=RegionFactory(code="24", name="Centre")).user

    answer = signed_in(other).post(check_page(incubator))

    incubator.refresh_from_db()
    assert (answer.status_code, incubator.checked_on) == (404, None)


def test_the_houses_own_manager_confirms_but_does_not_verify(signed_in, incubator):
    client = signed_in(OrganisationRoleFactory(actor=incubator, kind="manager").user)

    verified = client.post(check_page(incubator))
    client.post(reverse("sheets:confirm", args=["acteurs", incubator.slug]))

    incubator.refresh_from_db()
    assert (verified.status_code, incubator.status, incubator.checked_on) == (404, "declared", TODAY)
    assert "confirmée par la structure le" in client.get(incubator.get_absolute_url()).text


@pytest.mark.parametrize(
    ("before", "after"),
    [("to_check", "declared"), ("verified", "verified"), ("project", "project"), ("declared", "declared")],
)
def test_a_confirmation_takes_nothing_back(incubator, before, after):
    user = OrganisationRoleFactory(actor=incubator, kind="editor").user
    Actor.objects.filter(pk=incubator.pk).update(status=before)

    checking.confirm(incubator, by=user, day=TODAY)

    incubator.refresh_from_db()
    assert (incubator.status, incubator.checked_on) == (after, TODAY)


def test_a_closed_organisation_confirms_nothing(signed_in, incubator):
    Actor.objects.filter(pk=incubator.pk).update(status="closed")
    client = signed_in(OrganisationRoleFactory(actor=incubator, kind="editor").user)

    page = client.post(reverse("sheets:confirm", args=["acteurs", incubator.slug]), follow=True)

    incubator.refresh_from_db()
    assert ("a fermé" in page.text, incubator.checked_on) == (True, None)
    assert "Confirmer que tout est juste" not in page.text


def test_a_link_of_a_reminder_changes_nothing_by_itself(signed_in, incubator):
    client = signed_in(OrganisationRoleFactory(actor=incubator, kind="editor").user)

    answer = client.get(reverse("sheets:confirm", args=["acteurs", incubator.slug]))

    incubator.refresh_from_db()
    assert (answer.status_code, incubator.checked_on) == (405, None)


def test_an_old_sheet_reminds_its_people_once_in_three_months(officer, incubator):
    editor = OrganisationRoleFactory(actor=incubator, kind="editor").user
    Actor.objects.filter(pk=incubator.pk).update(checked_on=LONG_AGO)
    days = [TODAY, TODAY, TODAY + dt.timedelta(days=89), TODAY + dt.timedelta(days=90)]

    counts = [checking.remind(day) for day in days]

    told = [(mail.recipient, mail.template) for mail in Mail.objects.all()]
    assert counts == [1, 0, 0, 1]
    assert told == [(editor, "sheet_reminder")] * 2
    assert reverse("sheets:mine", args=["acteurs", "incubateur"]) in Mail.objects.first().body


def test_sheets_without_people_go_to_the_chamber_in_one_mail(officer, incubator):
    ProgrammeFactory.create_batch(2, lead_actor=incubator)

    count = checking.remind(TODAY)

    mail = Mail.objects.get()
    assert (count, mail.recipient, mail.template) == (3, officer, "sheets_to_check")
    assert "3\u00a0fiches de votre territoire n’ont pas été vérifiées" in mail.body
    assert SheetReminder.objects.count() == 3


@pytest.mark.parametrize("fields", [{"status": "closed"}, {"listed": False}, {"checked_on": TODAY}])
def test_closed_hidden_and_fresh_sheets_remind_nobody(officer, fields):
    ActorFactory(**fields)

    assert (checking.remind(TODAY), Mail.objects.count()) == (0, 0)


def test_the_worker_reminds_and_delivers(officer, incubator, mailoutbox):
    call_command("worker", once=True)
    call_command("worker", once=True)

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([officer.email], "Des fiches sont à vérifier dans votre territoire")
    ]


def test_the_list_shows_the_oldest_first_of_both_kinds(signed_in, officer, incubator):
    ActorFactory(name="Fraîche", checked_on=TODAY)
    ActorFactory(name="Ancienne", checked_on=LONG_AGO)
    ActorFactory(name="Ailleurs", region=RegionFactory(code="24", name="Centre"))
    ProgrammeFactory(name="Parcours", lead_actor=incubator, checked_on=LONG_AGO - dt.timedelta(days=1))

    page = signed_in(officer).get(reverse("admin:actors_to_check"))

    assert [row["name"] for row in page.context["page"]] == ["Incubateur", "Parcours", "Ancienne"]


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_list_takes_the_same_queries_whatever_its_length(signed_in, officer, rows, django_assert_num_queries):
    ActorFactory.create_batch(rows)
    client = signed_in(officer)

    with django_assert_num_queries(7):
        page = client.get(reverse("admin:actors_to_check"))

    assert page.context["page"].paginator.count == rows


@pytest.mark.parametrize("query", ["?page=-1", "?page=999999999999999999999", "?page=%00", "?page=a&page=b"])
def test_a_strange_page_number_gives_a_page(signed_in, officer, incubator, query):
    assert signed_in(officer).get(reverse("admin:actors_to_check") + query).status_code == 200


def test_the_editor_of_a_chamber_enters_the_back_office_and_another_editor_does_not(incubator):
    of_chamber = OrganisationRoleFactory(kind="editor").user
    of_incubator = OrganisationRoleFactory(actor=incubator, kind="editor").user

    assert (of_chamber.is_staff, of_incubator.is_staff) == (True, False)


def test_ess_france_checks_what_no_chamber_covers(officer):
    national = OrganisationRoleFactory(actor__slug="ess-france", actor__region=None, actor__kind__code="national_head")
    normandy = RegionFactory(code="28", name="Normandie")
    ActorFactory(slug="cress-normandie", region=normandy, status="closed")
    kind = ActorKindFactory(code="incubator")
    alone, nowhere, covered = (ActorFactory(region=where, kind=kind) for where in (normandy, None, RegionFactory()))

    mine = set(Actor.objects.checked_by(national.user))

    assert {alone, nowhere} <= mine
    assert covered not in mine
    assert not {alone, nowhere} & set(Actor.objects.checked_by(officer))
    assert not Actor.objects.checked_by(UserFactory()).exists()


def test_a_closed_organisation_points_to_its_successor(client):
    closed, heir = ActorFactory(name="Ancienne", status="closed"), ActorFactory(name="Héritière")
    before = client.get(closed.get_absolute_url()).text
    ActorRelation.objects.create(source_actor=closed, target_actor=heir, kind="succeeded_by")

    after = client.get(closed.get_absolute_url()).text

    assert "Nous ne lui connaissons pas de successeur." in before
    assert f'<a href="{heir.get_absolute_url()}">Héritière</a> prend la suite.' in after
    index_actors()
    assert [entry.title for entry in search("ancienne")] == ["Ancienne (fermée)"]
    assert "Prend la suite de" in client.get(heir.get_absolute_url()).text
