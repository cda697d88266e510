"""The officers' desk: opening a cohort, naming people, granting hours, and nothing of other calls."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from followup.models import HourPackage, Participation
from tests.cast import ROLES, build_cast
from tests.factories import ApplicationFactory, ProgrammeComponentFactory
from tests.factories.followup import MeetingFactory, ParticipationFactory, PrivateNoteFactory
from tests.followup.pages import CANARY, text_of


@pytest.fixture
def ready(db):
    """A call with a confirmed place, whose cohort is not opened yet."""
    return build_cast(confirmed=True)


def open_url(cast):
    return reverse("admin:followup_open", args=[cast.call.pk])


def act_url(participation, name):
    return reverse("admin:followup_act", args=[participation.pk, name])


def test_cohort_is_opened_from_its_page(ready, signed_in):
    ProgrammeComponentFactory(programme=ready.programme)
    client = signed_in(ready.officer)
    text = text_of(client.get(open_url(ready)))

    response = client.post(open_url(ready), {"name": "Promotion 2027", "starts_on": "2027-06-01"}, follow=True)

    participation = Participation.objects.get()
    assert "Conciergerie des collines" in text
    assert "Heures avec le référent ou la référente\xa0: 20\xa0h" in text
    assert (participation.application, participation.cohort.name) == (ready.application, "Promotion 2027")
    assert "La promotion est ouverte\xa0: 1\xa0projet ajouté." in text_of(response)


def test_opening_with_the_end_before_the_start_says_why(ready, signed_in):
    fields = {"name": "Promotion 2027", "starts_on": "2027-06-01", "ends_on": "2027-05-01"}

    response = signed_in(ready.officer).post(open_url(ready), fields)

    assert "La fin ne peut précéder le début." in text_of(response)
    assert not Participation.objects.exists()


def test_cohort_list_shows_what_is_to_open(ready, signed_in):
    response = signed_in(ready.officer).get(reverse("admin:programmes_cohort_changelist"))

    assert open_url(ready) in text_of(response)
    assert "1\xa0place confirmée" in text_of(response)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"visitor", "officer", "superuser"}])
def test_opening_is_not_found_for_others(ready, signed_in, role):
    response = signed_in(ready.person(role)).post(open_url(ready), {"name": "Promotion", "starts_on": "2027-06-01"})

    assert response.status_code in {302, 403, 404}
    assert not Participation.objects.exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"visitor", "officer", "superuser"}])
def test_participation_page_is_for_the_officers_of_its_call(cast, signed_in, role):
    url = reverse("admin:followup_participation_change", args=[cast.participation.pk])

    response = signed_in(cast.person(role)).get(url)

    assert response.status_code in {302, 403, 404}


def test_mentor_is_named_by_address_and_gets_an_account(cast, signed_in):
    fields = {"kind": "mentor", "email": "Elu@Example.org", "first_name": "Zoé", "need": "Rencontrer des élus"}

    signed_in(cast.officer).post(act_url(cast.participation, "nommer"), fields)

    newcomer = User.objects.get(email="elu@example.org")
    assert cast.participation.roles.get(user=newcomer).need == "Rencontrer des élus"
    assert not newcomer.has_usable_password()


def test_referent_is_not_replaced_without_a_reason_and_the_text_is_kept(cast, signed_in):
    fields = {"kind": "referent", "email": "nouvelle@example.org"}

    response = signed_in(cast.officer).post(act_url(cast.participation, "nommer"), fields)

    assert response.status_code == 422
    assert 'value="nouvelle@example.org"' in text_of(response)
    assert "Dites pourquoi la personne change" in text_of(response)
    assert not User.objects.filter(email="nouvelle@example.org").exists()


def test_mentor_is_released_from_the_page(cast, signed_in):
    role = cast.participation.roles.get(user=cast.mentor)

    signed_in(cast.officer).post(
        act_url(cast.participation, "finir"), {"role": role.pk, "reason": "Le besoin est rempli"}
    )

    role.refresh_from_db()
    assert (role.ends_on, role.reason) == (timezone.localdate(), "Le besoin est rempli")


@pytest.mark.parametrize(("words", "minutes"), [("1,5", 90), ("1.5", 90), ("2", 120)])
def test_hours_are_granted_with_a_french_comma(cast, signed_in, words, minutes):
    package = HourPackage.objects.get(kind="mentor")
    fields = {"package": package.pk, "extra_hours": words, "reason": "Préparer la Région"}

    signed_in(cast.officer).post(act_url(cast.participation, "heures"), fields)

    package.refresh_from_db()
    assert package.override_minutes == minutes


def test_hours_without_a_reason_are_not_granted(cast, signed_in):
    package = HourPackage.objects.get(kind="mentor")

    response = signed_in(cast.officer).post(
        act_url(cast.participation, "heures"), {"package": package.pk, "extra_hours": "1", "reason": ""}
    )

    package.refresh_from_db()
    assert (response.status_code, package.override_minutes) == (422, 0)


def test_package_of_another_participation_is_not_offered(cast, signed_in):
    foreign = HourPackage.objects.create(participation=ParticipationFactory(), kind="referent", granted_minutes=60)
    fields = {"package": foreign.pk, "extra_hours": "1", "reason": "Essai"}

    signed_in(cast.officer).post(act_url(cast.participation, "heures"), fields)

    foreign.refresh_from_db()
    assert foreign.override_minutes == 0


@pytest.mark.parametrize("role", ["officer", "superuser"])
def test_private_note_is_on_no_page_of_the_desk(cast, signed_in, role):
    PrivateNoteFactory(meeting=MeetingFactory(participation=cast.participation, held_by=cast.referent))
    client = signed_in(cast.person(role))
    pages = [
        reverse("admin:followup_participation_changelist"),
        reverse("admin:followup_participation_change", args=[cast.participation.pk]),
        reverse("admin:programmes_cohort_change", args=[cast.participation.cohort_id]),
    ]

    assert [page for page in pages if CANARY in text_of(client.get(page))] == []


def test_unknown_action_is_not_found(cast, signed_in):
    assert signed_in(cast.officer).post(act_url(cast.participation, "effacer")).status_code == 404


@pytest.mark.parametrize("value", ["pas-un-uuid", "1"])
def test_address_that_is_no_participation_is_not_found(cast, signed_in, value):
    url = reverse("admin:followup_participation_change", args=[value])

    assert signed_in(cast.officer).get(url).status_code == 404


@pytest.mark.parametrize(("situation", "shown"), [("", 1), ("sans-referent", 0), ("silence", 0), ("n-importe-quoi", 1)])
def test_list_is_narrowed_by_situation(cast, signed_in, situation, shown):
    url = reverse("admin:followup_participation_changelist")

    response = signed_in(cast.officer).get(url, {"situation": situation} if situation else {})

    assert response.context["cl"].result_count == shown


def test_silence_is_found_in_the_list(cast, signed_in):
    start = timezone.localdate() - dt.timedelta(days=36)
    Participation.objects.filter(pk=cast.participation.pk).update(starts_on=start)

    response = signed_in(cast.officer).get(reverse("admin:followup_participation_changelist"), {"situation": "silence"})

    assert response.context["cl"].result_count == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("admin:followup_participation_changelist", 10), ("admin:programmes_cohort_change", 9)],
)
def test_desk_query_count(cast, signed_in, django_assert_num_queries, rows, page, queries):
    for _ in range(rows - 1):
        application = ApplicationFactory(call=cast.call, confirmed=True)
        participation = ParticipationFactory(
            cohort=cast.participation.cohort, application=application, project=application.project
        )
        MeetingFactory(participation=participation)
        HourPackage.objects.create(participation=participation, kind="referent", granted_minutes=60)
    url = reverse(page, args=[cast.participation.cohort_id] if page.endswith("_change") else [])
    client = signed_in(cast.officer)

    with django_assert_num_queries(queries):
        response = client.get(url)

    assert text_of(response).count("h sur ") >= rows
