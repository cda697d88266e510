"""Calls written in the back-office: what they lack, publishing, extending, cancelling; who writes them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes import calls, checklist
from programmes.calls import CallRefused
from programmes.models import Call, Question
from tests import factories
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def lacking(call):
    return [gap.sentence for gap in checklist.lacks(call, now())]


def prepared():
    """A call that lacks nothing, not announced yet."""
    cast = build_cast()
    Call.objects.update(
        published_at=None,
        presentation="Un an pour lancer une activité.",
        committee_on=timezone.localdate(),
        answer_by=timezone.localdate(),
        starts_on=timezone.localdate(),
        contact="appels@example.org",
    )
    cast.call.refresh_from_db()
    factories.CallCriterionFactory(call=cast.call)
    factories.QuestionFactory(revision=calls.form_of(cast.call))
    return cast


def management(prefix, total=0):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": 0}


def written(programme, **fields):
    """The form of a new call, without rows."""
    return {
        "programme": programme.pk,
        "title": "MPESS Développement, septembre 2030",
        "presentation": "Un an.",
        "entry": "session",
        "opens_at": "2030-01-01T09:00",
        "closes_at": "2030-03-01T18:00",
        "grace_minutes": 0,
        "places": 7,
        "confirmation_days": 10,
        "contact": "appels@example.org",
        **management("categories"),
        **management("documents"),
        **management("criteria", 1),
        "criteria-0-name": "Maturité",
        "criteria-0-weight": 2,
        "criteria-0-position": 0,
        **fields,
    }


def test_a_call_ready_to_go_is_published_and_its_form_frozen():
    cast = prepared()

    calls.publish(cast.call, by=cast.officer, now=now())

    cast.call.refresh_from_db()
    assert cast.call.is_open_at(now())
    assert calls.form_of(cast.call).frozen_at is not None


@pytest.mark.parametrize(
    ("field", "value", "lack"),
    [
        ("presentation", " ", "La présentation de l’appel."),
        ("closes_at", dt.datetime(2020, 1, 2, tzinfo=dt.UTC), "Une clôture à venir."),
        ("committee_on", None, "La date du comité."),
        ("answer_by", None, "La date de réponse au plus tard."),
        ("starts_on", None, "Le premier jour du programme."),
        ("contact", "", "Un contact pour les questions."),
    ],
)
def test_a_call_is_not_published_while_something_lacks(field, value, lack):
    cast = prepared()
    Call.objects.update(opens_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), **{field: value})
    cast.call.refresh_from_db()

    assert lacking(cast.call) == [lack]
    with pytest.raises(CallRefused, match="Il manque"):
        calls.publish(cast.call, by=cast.officer, now=now())


def test_a_call_without_question_or_criterion_is_not_published():
    cast = prepared()
    Question.objects.all().delete()
    cast.call.criteria.all().delete()

    assert lacking(cast.call) == ["Au moins une question.", "Au moins un critère de notation."]


def test_a_call_is_published_once():
    cast = prepared()
    calls.publish(cast.call, by=cast.officer, now=now())

    with pytest.raises(CallRefused, match="déjà publié"):
        calls.publish(cast.call, by=cast.officer, now=now())


@pytest.mark.parametrize(("action", "fields"), [("publish", {}), ("cancel", {"note": "-"})])
def test_only_the_leading_structure_acts_on_its_call(action, fields):
    cast = prepared()

    with pytest.raises(CallRefused, match="autre structure"):
        getattr(calls, action)(cast.call, **fields, by=cast.partner_officer, now=now())


def test_the_closing_goes_later_and_never_nearer():
    cast = build_cast()
    later = cast.call.closes_at + dt.timedelta(days=7)

    calls.extend(cast.call, later, note="Un pont", by=cast.officer, now=now())
    with pytest.raises(CallRefused, match="après l’ancienne"):
        calls.extend(cast.call, later - dt.timedelta(days=1), note="Trop tôt", by=cast.officer, now=now())

    assert Call.objects.get().closes_at == later


def test_a_cancelled_call_is_no_longer_open_and_nothing_more_is_done_with_it():
    cast = build_cast()

    calls.cancel(cast.call, note="Faute de lieu.", by=cast.officer, now=now())

    assert not Call.objects.open_at(now()).exists()
    with pytest.raises(CallRefused, match="annulé"):
        calls.extend(cast.call, now() + dt.timedelta(days=90), note="-", by=cast.officer, now=now())


# In the back-office


def test_an_officer_writes_a_call_with_its_criteria_and_its_form_is_made(signed_in):
    cast = build_cast()

    answer = signed_in(cast.officer).post(reverse("admin:programmes_call_add"), written(cast.programme))

    call = Call.objects.get(title__startswith="MPESS")
    assert answer.status_code == 302
    assert (call.slug, [str(criterion) for criterion in call.criteria.all()]) == (
        "mpess-developpement-septembre-2030",
        ["Maturité"],
    )
    assert [revision.number for revision in call.revisions.all()] == [1]


def test_two_calls_of_the_same_title_have_two_addresses():
    factories.CallFactory(slug="appel-d-essai")

    assert calls.free_slug("Appel d’essai") == "appel-dessai"
    assert calls.free_slug("Appel d essai") == "appel-d-essai-2"


def test_a_call_is_written_for_a_programme_of_ones_own_structure_only(signed_in):
    cast = build_cast()

    answer = signed_in(cast.officer).post(reverse("admin:programmes_call_add"), written(factories.ProgrammeFactory()))

    assert answer.status_code == 200
    assert Call.objects.count() == 1


@pytest.mark.parametrize("role", ["partner_officer", "other_officer"])
def test_who_leads_no_programme_writes_no_call(signed_in, role):
    cast = build_cast()

    answer = signed_in(cast.person(role)).post(reverse("admin:programmes_call_add"), written(cast.programme))

    assert answer.status_code == 403


def test_places_and_dates_of_a_published_call_do_not_move_by_its_form(signed_in):
    cast = prepared()
    calls.publish(cast.call, by=cast.officer, now=now())
    data = {
        **written(cast.programme, places=99, contact="nouveau@example.org"),
        **management("criteria"),
        **management("categories"),
        "version": Call.objects.get().version,
    }
    before = Call.objects.get()

    signed_in(cast.officer).post(reverse("admin:programmes_call_change", args=[cast.call.pk]), data)

    after = Call.objects.get()
    assert (after.places, after.closes_at, after.contact) == (before.places, before.closes_at, "nouveau@example.org")


def test_the_page_of_a_call_says_what_it_lacks_and_publishes_it(signed_in):
    cast = prepared()
    Call.objects.update(contact="")
    client = signed_in(cast.officer)
    page = reverse("admin:programmes_call_change", args=[cast.call.pk])

    lacking = client.get(page).content.decode()
    Call.objects.update(contact="appels@example.org")
    client.post(reverse("admin:programmes_call_publish", args=[cast.call.pk]))

    assert "Un contact pour les questions." in lacking
    assert Call.objects.get().published_at is not None


def test_criteria_of_a_published_call_are_frozen_by_its_form(signed_in):
    cast = prepared()
    calls.publish(cast.call, by=cast.officer, now=now())

    data = written(cast.programme, version=Call.objects.get().version)
    signed_in(cast.officer).post(reverse("admin:programmes_call_change", args=[cast.call.pk]), data)

    assert [criterion.name for criterion in cast.call.criteria.all()] != ["Maturité"]
    assert cast.call.criteria.count() == 1
