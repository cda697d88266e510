"""Exactly one side answers next, in lists as on pages, and both say since when."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import turn, whose_turn
from applications.models import Application, MoreTime, RedirectProposal
from applications.states import State
from tests.cast import build_cast
from tests.factories import DocumentKindFactory

pytestmark = pytest.mark.django_db
ALIVE = {State.DRAFT, State.SUBMITTED, State.ADMISSIBLE, State.WAITLISTED, State.ADMITTED}


def scene(state, beside):
    cast = build_cast()
    number = None if state == State.DRAFT else "C-2027-0001"
    Application.objects.filter(pk=cast.application.pk).update(state=state, number=number)
    if beside == "proposal":
        RedirectProposal.objects.create(application=cast.application, sentence="Plutôt le DLA.")
    elif beside:
        request = cast.application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=5))
        done = timezone.now() if beside == "answered" else None
        request.items.create(kind=DocumentKindFactory(), answered_at=done)
        if beside == "wish":
            MoreTime.objects.create(request=request, wanted_on=request.due_on + dt.timedelta(days=5))
    return cast


def marked(cast):
    return whose_turn.marked(Application.objects.filter(pk=cast.application.pk)).get()


@pytest.mark.parametrize(
    ("state", "beside"),
    [
        (state, beside)
        for state in State
        for beside in ("", "request", "answered", "wish", "proposal")
        if state != State.DRAFT or not beside  # nothing is asked of a draft
    ],
)
def test_one_side_and_one_only_in_every_state(state, beside):
    cast = scene(state, beside)
    application = marked(cast)

    found = whose_turn.of(application)

    asked = turn.kind_of_turn(application)
    wishing = beside == "wish" and asked == "request"
    assert found.is_the_teams == (bool(asked) and not wishing)
    assert found.is_ours == (state in ALIVE and not found.is_the_teams)
    assert bool(asked) == bool(turn.awaited(application))


@pytest.mark.parametrize(
    ("beside", "desk", "team"), [("", "de nous", "de nous"), ("request", "de l’équipe", "de vous")]
)
def test_both_sides_see_the_same_turn_in_list_and_page(signed_in, beside, desk, team):
    cast = scene(State.SUBMITTED, beside)
    cast.application.steps.create(
        name="submit", source="draft", target="submitted", at=timezone.now() - dt.timedelta(days=12)
    )
    files = reverse("admin:applications_application_changelist")
    file = reverse("admin:applications_application_change", args=[cast.application.pk])

    officer = signed_in(cast.officer)
    listed, opened = officer.get(files).text, officer.get(file).text
    holder = signed_in(cast.holder)

    assert (desk in listed, desk in opened) == (True, True)
    for text in (holder.get(reverse("applications:index")).text, holder.get(cast.application.get_absolute_url()).text):
        assert f"Réponse attendue {team}" in text
    since = "12\u00a0jours" if not beside else "aujourd’hui"
    assert f"depuis {since}" in listed


@pytest.mark.parametrize(("beside", "value"), [("", "nous"), ("request", "equipe")])
def test_officers_list_is_narrowed_by_side(signed_in, beside, value):
    cast = scene(State.SUBMITTED, beside)
    files = reverse("admin:applications_application_changelist")
    client = signed_in(cast.officer)

    shown = {side: cast.project.title in client.get(files, {"attente": side}).text for side in ("nous", "equipe")}

    assert shown == {"nous": value == "nous", "equipe": value == "equipe"}
