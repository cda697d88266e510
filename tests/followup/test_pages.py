"""The pages of the follow-up: what each person finds, and what she must not."""

import pytest
from django.urls import reverse

from accounts.models import AccessEntry
from followup.models import Meeting
from tests.factories import UserFactory
from tests.factories.followup import (
    ComponentProgressFactory,
    MeetingFactory,
    ParticipationRoleFactory,
    PrivateNoteFactory,
    PromiseFactory,
    days_ago,
    supported_by,
)
from tests.followup.pages import CANARY, text_of


@pytest.fixture
def story(cast):
    """A meeting of the referent and one of the mentor, each with a promise and a note."""
    for role, words in [("referent", "référente"), ("mentor", "mentorée")]:
        meeting = MeetingFactory(
            participation=cast.participation, held_by=cast.person(role), held_as=role, progress=f"Avancée {words}"
        )
        PromiseFactory(meeting=meeting, who=cast.holder, text=f"Promesse {words}")
        PrivateNoteFactory(meeting=meeting)
    ComponentProgressFactory(participation=cast.participation)
    return cast


def test_day_shows_people_hours_and_the_form(story, signed_in):
    response = signed_in(story.referent).get(reverse("followup:day"))

    text = text_of(response)
    assert text.count("<h1") == 1
    assert "Conciergerie des collines" in text
    assert "0\xa0h sur 20\xa0h" in text
    assert "Avancée mentorée" not in text
    assert 'name="key"' in text


@pytest.mark.parametrize(("days", "alert"), [(35, False), (36, True)])
def test_day_tells_of_a_silence_beyond_thirty_five_days(cast, signed_in, days, alert):
    MeetingFactory(participation=cast.participation, held_by=cast.referent, held_on=days_ago(days))

    response = signed_in(cast.referent).get(reverse("followup:day"))

    assert ("Sans nouvelles" in text_of(response)) == alert


def test_silence_is_not_told_to_the_mentor(cast, signed_in):
    MeetingFactory(participation=cast.participation, held_by=cast.mentor, held_as="mentor", held_on=days_ago(90))

    response = signed_in(cast.mentor).get(reverse("followup:day"))

    assert "Sans nouvelles" not in text_of(response)


def test_day_sends_a_lone_participant_to_her_participation(cast, signed_in):
    response = signed_in(cast.holder).get(reverse("followup:day"), follow=True)

    assert response.request["PATH_INFO"] == cast.participation.get_absolute_url()


def test_day_of_somebody_without_follow_up_says_what_comes(cast, signed_in):
    response = signed_in(cast.stranger).get(reverse("followup:day"), follow=True)

    assert "Aucun accompagnement pour l’instant" in text_of(response)


@pytest.mark.parametrize(
    ("role", "sees", "does_not_see"),
    [
        ("holder", ["Avancée référente", "Avancée mentorée", "Promesse référente", "Qui a lu quoi"], []),
        ("referent", ["Avancée référente", "Avancée mentorée", "Rendez-vous avec votre référent"], ["Qui a lu quoi"]),
        ("officer", ["Avancée référente", "Avancée mentorée"], ["Qui a lu quoi", "Consigner", "Déjà fait"]),
        (
            "mentor",
            ["Avancée mentorée", "Promesse mentorée", "Heures de mentorat", "Une conciergerie pour les villages."],
            ["Avancée référente", "Promesse référente", "Rendez-vous avec votre référent", "nour@example.org"],
        ),
    ],
)
def test_participation_shows_its_sections_by_right(story, signed_in, role, sees, does_not_see):
    text = text_of(signed_in(story.person(role)).get(story.participation.get_absolute_url()))

    assert [words for words in sees if words not in text] == []
    assert [words for words in [*does_not_see, CANARY] if words in text] == []
    assert text.count("<h1") == 1


@pytest.mark.parametrize("role", ["stranger", "other_officer", "partner_officer", "prescriber", "colleague"])
def test_participation_is_not_found_for_strangers(story, signed_in, role):
    response = signed_in(story.person(role)).get(story.participation.get_absolute_url())

    assert response.status_code == 404


@pytest.mark.parametrize("role", ["holder", "referent", "mentor", "officer", "superuser"])
def test_private_note_is_on_no_page_but_its_own(story, signed_in, role):
    client = signed_in(story.person(role))
    pages = [reverse("followup:day"), reverse("followup:index"), story.participation.get_absolute_url()]
    pages += [meeting.get_absolute_url() for meeting in Meeting.objects.visible_to(story.person(role))]

    texts = [text_of(client.get(page, follow=True)) for page in pages]

    assert [page for page, text in zip(pages, texts, strict=True) if CANARY in text] == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("referent", 200), ("mentor", 404), ("holder", 404), ("officer", 404), ("superuser", 404), ("stranger", 404)],
)
def test_note_page_is_for_the_referent_and_every_reading_is_logged(story, signed_in, role, status):
    meeting = Meeting.objects.get(held_as="referent")

    response = signed_in(story.person(role)).get(reverse("followup:note", args=[meeting.pk]))

    assert response.status_code == status
    assert (CANARY in text_of(response)) == (status == 200)
    assert AccessEntry.objects.count() == (1 if status == 200 else 0)


def test_participant_sees_who_read_a_note_and_not_what_it_says(story, signed_in):
    meeting = Meeting.objects.get(held_as="referent")
    signed_in(story.referent).get(reverse("followup:note", args=[meeting.pk]))

    text = text_of(signed_in(story.holder).get(story.participation.get_absolute_url()))

    assert str(story.referent) in text.partition("Qui a lu quoi")[2]
    assert CANARY not in text


def test_promise_is_settled_from_the_page(story, signed_in):
    promise = Meeting.objects.get(held_as="referent").promises.get()

    signed_in(story.holder).post(reverse("followup:promise", args=[promise.pk]), {"status": "dropped"})

    promise.refresh_from_db()
    assert promise.status == "dropped"


def test_promise_with_an_unknown_state_stays_open(story, signed_in):
    promise = Meeting.objects.get(held_as="referent").promises.get()

    signed_in(story.holder).post(reverse("followup:promise", args=[promise.pk]), {"status": "vanished"})

    promise.refresh_from_db()
    assert promise.status == "open"


@pytest.mark.parametrize(("role", "status"), [("mentor", 404), ("stranger", 404), ("officer", 302)])
def test_promise_is_not_settled_by_others(story, signed_in, role, status):
    promise = Meeting.objects.get(held_as="referent").promises.get()

    response = signed_in(story.person(role)).post(reverse("followup:promise", args=[promise.pk]), {"status": "done"})

    promise.refresh_from_db()
    assert (response.status_code, promise.status) == (status, "open")


@pytest.mark.parametrize(("role", "status"), [("referent", "done"), ("officer", "done"), ("holder", "ahead")])
def test_line_is_moved_by_the_referent_and_the_officers(story, signed_in, role, status):
    step = story.participation.components.get()

    signed_in(story.person(role)).post(
        reverse("followup:component", args=[story.participation.pk]), {"progress": step.pk, "status": "done"}
    )

    step.refresh_from_db()
    assert step.status == status


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_day_query_count(db, signed_in, django_assert_num_queries, rows):
    referent = UserFactory()
    for _ in range(rows):
        meeting = MeetingFactory(participation=supported_by(referent), held_by=referent)
        PromiseFactory(meeting=meeting, who=referent)
    client = signed_in(referent)

    with django_assert_num_queries(8):
        response = client.get(reverse("followup:day"))

    assert len(response.context["people"]) == min(rows, 12)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_index_query_count(db, signed_in, django_assert_num_queries, rows):
    referent = UserFactory()
    for _ in range(rows):
        MeetingFactory(participation=supported_by(referent), held_by=referent)
    client = signed_in(referent)

    with django_assert_num_queries(7):
        response = client.get(reverse("followup:index"))

    assert len(response.context["people"]) == min(rows, 20)


@pytest.mark.parametrize("rows", [1, 3])
def test_participation_query_count(cast, signed_in, django_assert_num_queries, rows):
    for _ in range(rows):
        meeting = MeetingFactory(participation=cast.participation, held_by=cast.referent)
        PromiseFactory(meeting=meeting, who=cast.holder)
        ComponentProgressFactory(participation=cast.participation)
        ParticipationRoleFactory(participation=cast.participation, kind="trainer")
    client = signed_in(cast.referent)

    with django_assert_num_queries(14):
        response = client.get(cast.participation.get_absolute_url())

    assert len(response.context["page"].object_list) == rows
