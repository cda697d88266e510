"""A call made from a former one: what is written follows, what is dated does not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes import calls, checklist, copying, revisions
from programmes.models import Call
from tests import factories
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
DATES = ["opens_at", "closes_at", "committee_on", "answer_by", "starts_on", "published_at"]


def written_call():
    """An announced call with everything that may be written on one."""
    cast = build_cast()
    today = timezone.localdate()
    Call.objects.update(presentation="Un an.", contact="a@example.org", grace_minutes=15, confirmation_days=6)
    Call.objects.update(committee_on=today, answer_by=today, starts_on=today)
    cast.call.refresh_from_db()
    factories.CallCriterionFactory(call=cast.call, name="Maturité", weight=3)
    factories.CallDocumentFactory(call=cast.call, required=False, help_text="De l’année")
    factories.QuestionFactory(revision=calls.form_of(cast.call), label="Quel besoin ?")
    rule = factories.RuleFactory(programme=None, call=cast.call, operator="declared", value="")
    rule.redirects.add(factories.ProgrammeFactory(name="Ailleurs"))
    return cast


def test_a_copy_keeps_what_is_written_and_clears_the_dates():
    cast = written_call()

    made = copying.copy(cast.call, by=cast.officer)

    made.refresh_from_db()
    assert [getattr(made, name) for name in DATES] == [None] * len(DATES)
    assert (made.presentation, made.contact, made.grace_minutes, made.confirmation_days, made.places) == (
        "Un an.",
        "a@example.org",
        15,
        6,
        cast.call.places,
    )
    assert [(row.name, row.weight) for row in made.criteria.all()] == [("Maturité", 3)]
    assert [(row.required, row.help_text) for row in made.documents.all()] == [(False, "De l’année")]
    assert [question.label for question in calls.form_of(made).questions.all()] == ["Quel besoin ?"]
    assert [programme.name for programme in made.own_rules.get().redirects.all()] == ["Ailleurs"]
    assert calls.form_of(made).frozen_at is None


def test_a_correction_that_is_not_published_is_not_copied():
    cast = written_call()
    cast.call.revisions.update(frozen_at=timezone.now())
    correction = revisions.correct(cast.call, by=cast.officer)
    correction.questions.update(label="Une question que personne n’a lue")

    before = copying.copy(cast.call, by=cast.officer)
    revisions.publish(correction, "Mieux dite.", by=cast.officer, now=timezone.now())
    after = copying.copy(cast.call, by=cast.officer)

    asked = [calls.form_of(made).questions.get().label for made in (before, after)]
    assert asked == ["Quel besoin ?", "Une question que personne n’a lue"]


SETTINGS = {
    "presentation": "Un an.",
    "entry": "permanent",
    "time_zone": "Indian/Reunion",
    "grace_minutes": 15,
    "places": 9,
    "confirmation_days": 6,
    "editable_after_sending": True,
    "contact": "a@example.org",
    "discreet": True,
    "requires_meeting": True,
}


def test_every_setting_follows_and_a_new_one_must_choose():
    cast = build_cast()
    Call.objects.filter(pk=cast.call.pk).update(closes_at=None, **SETTINGS)

    made = copying.copy(cast.call, by=cast.officer)

    named = {field.name for field in Call._meta.concrete_fields} - copying.CLEARED - {"programme"}
    assert named == set(SETTINGS)
    made.refresh_from_db()
    assert {name: getattr(made, name) for name in SETTINGS} == SETTINGS


def test_the_former_call_does_not_move():
    cast = written_call()

    copying.copy(cast.call, by=cast.officer)

    before = Call.objects.get(pk=cast.call.pk)
    assert (before.title, before.closes_at, before.criteria.count(), before.own_rules.count()) == (
        cast.call.title,
        cast.call.closes_at,
        1,
        1,
    )


def test_the_checklist_of_a_copy_asks_for_a_title_and_its_dates():
    cast = written_call()

    made = copying.copy(cast.call, by=cast.officer)

    parts = [line.part for line in checklist.lacks(made, timezone.now())]
    assert parts == ["title", "opens_at", "closes_at", "committee_on", "answer_by", "starts_on"]


def test_a_copy_of_a_copy_is_named_once_and_addresses_differ():
    cast = written_call()

    first = copying.copy(cast.call, by=cast.officer)
    second = copying.copy(first, by=cast.officer)

    assert (first.title, second.title) == (f"{cast.call.title} (copie)",) * 2
    assert len({cast.call.slug, first.slug, second.slug}) == 3


@pytest.mark.parametrize("role", ["partner_officer", "other_officer", "holder"])
def test_nobody_copies_the_call_of_another_structure(role):
    cast = written_call()

    with pytest.raises(calls.CallRefused):
        copying.copy(cast.call, by=cast.person(role))


def test_somebody_named_for_one_call_opens_no_other():
    cast = written_call()
    cast.call.roles.create(user=cast.mentor, reason="Renfort")

    with pytest.raises(calls.CallRefused):
        copying.copy(cast.call, by=cast.mentor)


def test_the_button_copies_and_shows_the_checklist_with_its_links(signed_in):
    cast = written_call()

    page = signed_in(cast.officer).post(reverse("admin:programmes_call_copy", args=[cast.call.pk]), follow=True)

    html = page.content.decode()
    made = Call.objects.get(copied_from=cast.call)
    assert page.redirect_chain[-1][0] == reverse("admin:programmes_call_change", args=[made.pk])
    assert '<a href="#id_opens_at">La date d’ouverture.</a>' in html
    assert "Déjà prêt" in html
