"""What changes on an announced call: a closing put off in public, people named for it, dates typed in its own zone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail, User
from programmes import calls, officers
from programmes.calls import CallRefused
from programmes.models import Call, CallExtension, CallRole
from tests import factories
from tests.cast import build_cast
from tests.programmes.test_select_calls import written

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 6, 7, 10, tzinfo=dt.UTC)
REUNION = "Indian/Reunion"


def days(number):
    return NOW + dt.timedelta(days=number)


# The extension


def test_the_public_page_says_the_new_closing_the_old_one_and_why(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    cast = build_cast()
    Call.objects.update(closes_at=dt.datetime(2027, 6, 18, 16, tzinfo=dt.UTC))
    calls.extend(cast.call, dt.datetime(2027, 6, 25, 16, tzinfo=dt.UTC), note="Un pont <b>!", by=cast.officer, now=NOW)

    page = client.get(cast.call.get_absolute_url()).text.replace("\u00a0", " ")

    assert "La clôture est reportée" in page
    assert "25 juin 2027 à 18 h</strong>, au lieu du 18 juin 2027 à 18 h" in page
    assert "Un pont &lt;b&gt;!" in page
    assert "Annoncé le 7 juin 2027" in page


def test_every_extension_is_shown_the_latest_first(client):
    cast = build_cast()
    first = cast.call.closes_at + dt.timedelta(days=7)
    now = timezone.now()
    calls.extend(cast.call, first, note="Un pont.", by=cast.officer, now=now)
    calls.extend(cast.call, first + dt.timedelta(days=7), note="Une grève.", by=cast.officer, now=now)

    page = client.get(cast.call.get_absolute_url()).text

    assert 0 < page.index("Une grève.") < page.index("Un pont.")
    assert CallExtension.objects.count() == 2


def test_a_cancelled_call_no_longer_speaks_of_its_extension(client):
    cast = build_cast()
    now = timezone.now()
    calls.extend(cast.call, cast.call.closes_at + dt.timedelta(days=7), note="Un pont.", by=cast.officer, now=now)
    calls.cancel(cast.call, note="Faute de lieu.", by=cast.officer, now=now)

    page = client.get(cast.call.get_absolute_url()).text

    assert "Un pont." not in page
    assert "Faute de lieu." in page


@pytest.mark.parametrize(
    ("later", "note", "refusal"),
    [(7, " ", "pourquoi"), (0, "Un pont.", "après l’ancienne"), (-1, "Un pont.", "après l’ancienne")],
)
def test_a_closing_is_not_put_off_without_a_reason_or_to_no_later_date(later, note, refusal):
    cast = build_cast()
    before = cast.call.closes_at

    with pytest.raises(CallRefused, match=refusal):
        calls.extend(cast.call, before + dt.timedelta(days=later), note=note, by=cast.officer, now=timezone.now())

    assert (Call.objects.get().closes_at, CallExtension.objects.count()) == (before, 0)


def test_a_permanent_call_and_one_in_preparation_are_not_extended():
    cast = build_cast()
    for change in ({"published_at": None}, {"entry": "permanent", "closes_at": None}):
        Call.objects.update(**change)

        with pytest.raises(CallRefused, match="date limite|pas encore publié"):
            calls.extend(cast.call, days(900), note="Un pont.", by=cast.officer, now=timezone.now())


# People named for one call


def posted(**changes):
    today = timezone.localdate()
    return {"email": "renfort@example.org", "first_name": "Lou", "last_name": "Abel", "starts_on": today,
            "ends_on": "", "reason": "Renfort de mars", **changes}  # fmt: skip


def people(cast):
    return reverse("admin:programmes_call_people", args=[cast.call.pk])


def test_somebody_is_named_with_her_dates_and_told(signed_in):
    cast = build_cast()

    answer = signed_in(cast.officer).post(people(cast), posted())

    role = CallRole.objects.get()
    assert answer.status_code == 302
    assert (str(role.user), role.call, role.reason) == ("Lou Abel", cast.call, "Renfort de mars")
    assert Mail.objects.get().address == "renfort@example.org"


def test_whoever_is_named_reads_the_files_of_this_call_alone_and_names_nobody(signed_in):
    cast = build_cast(submitted=True)
    other = factories.CallFactory(programme=cast.programme)
    officers.name_officer(
        cast.call, cast.stranger.email, starts_on=timezone.localdate(), reason="Renfort", by=cast.officer
    )
    client = signed_in(cast.stranger)

    pages = [
        client.get(reverse("admin:applications_application_change", args=[cast.application.pk])).status_code,
        client.get(people(cast)).status_code,
        client.get(reverse("admin:programmes_call_people", args=[other.pk])).status_code,
    ]
    refused = client.post(people(cast), posted())

    assert pages == [200, 200, 404]
    assert refused.status_code == 422
    assert CallRole.objects.count() == 1


@pytest.mark.parametrize("role", ["partner_officer", "other_officer", "holder"])
def test_nobody_else_than_the_leading_structure_names(role):
    cast = build_cast()

    with pytest.raises(CallRefused, match="Seule la structure"):
        officers.name_officer(
            cast.call, "a@example.org", starts_on=timezone.localdate(), reason="-", by=cast.person(role)
        )

    assert not User.objects.filter(email="a@example.org").exists()


def test_a_role_holds_between_its_dates_only():
    cast = build_cast()
    today = timezone.localdate()
    dates = [(1, None, False), (-5, -1, False), (-5, 0, True), (0, None, True)]

    for starts, ends, holds in dates:
        CallRole.objects.all().delete()
        CallRole.objects.create(
            user=cast.stranger,
            call=cast.call,
            starts_on=today + dt.timedelta(days=starts),
            ends_on=None if ends is None else today + dt.timedelta(days=ends),
        )
        assert Call.objects.run_by(cast.stranger).exists() is holds, (starts, ends)


def test_one_person_is_not_named_twice_over_the_same_days():
    cast = build_cast()
    today = timezone.localdate()
    officers.name_officer(cast.call, "a@example.org", starts_on=today, reason="-", by=cast.officer)

    with pytest.raises(CallRefused, match="déjà un rôle"):
        officers.name_officer(cast.call, "A@example.org", starts_on=today, reason="-", by=cast.officer)


def test_ending_a_role_closes_the_call_at_the_next_request(signed_in):
    cast = build_cast()
    role = officers.name_officer(
        cast.call, cast.stranger.email, starts_on=timezone.localdate(), reason="-", by=cast.officer
    )
    client = signed_in(cast.stranger)
    before = client.get(people(cast)).status_code

    signed_in(cast.officer).post(reverse("admin:programmes_call_role_end", args=[cast.call.pk, role.pk]))
    after = signed_in(cast.stranger).get(people(cast)).status_code

    assert (before, after) == (200, 302)  # to the sign-in page of the back-office: nothing there is hers any more


def test_the_end_cannot_precede_the_start(signed_in):
    cast = build_cast()
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    answer = signed_in(cast.officer).post(people(cast), posted(ends_on=yesterday))

    assert answer.status_code == 422
    assert "La fin ne peut précéder le début." in answer.text
    assert "renfort@example.org" in answer.text


# Dates are typed in the call's own zone


@pytest.mark.parametrize(
    ("fields", "hour"),
    [({}, 17), ({"time_zone": REUNION}, 14), ({"time_zone": "America/Martinique"}, 22)],
    ids=["Paris", "La Réunion", "Martinique"],
)
def test_the_closing_is_read_in_the_zone_chosen_in_the_form(signed_in, fields, hour):
    cast = build_cast()

    signed_in(cast.officer).post(reverse("admin:programmes_call_add"), written(cast.programme, **fields))

    made = Call.objects.get(title__startswith="MPESS")
    assert made.closes_at == dt.datetime(2030, 3, 1, hour, tzinfo=dt.UTC)  # 18 h there, in winter


def test_without_a_choice_the_zone_is_that_of_the_region_of_the_programme(signed_in):
    cast = build_cast()
    region = factories.RegionFactory(code="04", name="La Réunion", time_zone=REUNION)
    there = factories.ProgrammeFactory(lead_actor=cast.leader, region=region)

    signed_in(cast.officer).post(reverse("admin:programmes_call_add"), written(there))

    assert Call.objects.get(title__startswith="MPESS").closes_at.hour == 14


def test_the_form_shows_again_the_hour_that_was_typed(signed_in):
    cast = build_cast()
    client = signed_in(cast.officer)
    client.post(reverse("admin:programmes_call_add"), written(cast.programme, time_zone=REUNION))
    made = Call.objects.get(title__startswith="MPESS")

    page = client.get(reverse("admin:programmes_call_change", args=[made.pk])).text

    assert 'value="2030-03-01T18:00' in page
    assert "Heure de La Réunion." in page


def test_an_extension_is_read_in_the_zone_of_the_call(signed_in):
    cast = build_cast()
    Call.objects.update(time_zone=REUNION)

    signed_in(cast.officer).post(
        reverse("admin:programmes_call_extend", args=[cast.call.pk]),
        {"closes_at": "2090-07-01T18:00", "note": "Un pont."},
    )

    assert Call.objects.get().closes_at == dt.datetime(2090, 7, 1, 14, tzinfo=dt.UTC)


def test_a_zone_that_does_not_exist_is_refused_and_nothing_is_guessed(signed_in):
    cast = build_cast()

    answer = signed_in(cast.officer).post(
        reverse("admin:programmes_call_add"), written(cast.programme, time_zone="Mars/Olympus")
    )

    assert "time_zone" in answer.context["adminform"].form.errors
    assert Call.objects.count() == 1
