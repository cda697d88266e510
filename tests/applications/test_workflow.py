"""The workflow as a grid: every transition × every state × every role of the cast, read from the table itself."""

import datetime as dt
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from applications import access, places
from applications.models import Application, Decision, Inadmissibility, RedirectProposal
from applications.states import State
from applications.workflow import TRANSITIONS, TransitionClosed, TransitionRefused, available, perform
from programmes.models import LetterTemplate
from tests.cast import ROLES, build_cast, convene
from tests.factories import ApplicationFactory, ProgrammeFactory, QuestionFactory

pytestmark = pytest.mark.django_db

WRITERS = {"holder"}
OFFICERS = {"officer", "superuser"}
ALLOWED = {
    "submit": WRITERS,
    "confirm": WRITERS,
    "withdraw": WRITERS,
    "redirect": WRITERS | OFFICERS,
}
LETTERS = ["application_received", "application_complete", "place_confirmed", "place_lapsed", "file_closed"]


@pytest.fixture
def letters(db):
    for code in LETTERS:
        LetterTemplate.objects.create(code=code, when="-", subject="{programme}", body="Bonjour {nom}")


def put_in(application, state):
    number = None if state == State.DRAFT else "C-2027-0001"
    Application.objects.filter(pk=application.pk).update(state=state, number=number)
    application.refresh_from_db()


def prepare(name, application, by):
    """Make the guard of `name` satisfied, so that only state and role decide."""
    target = TRANSITIONS[name].target
    if name == "reject":
        row = Inadmissibility.objects.create(application=application, rule=rule_of(application), sentence="Parce que.")
        row.leads.add(ProgrammeFactory())
    elif name in {"select", "wait", "decline", "redirect"} or name.startswith("revise"):
        outcome = {
            State.ADMITTED: "admit",
            State.WAITLISTED: "waitlist",
            State.DECLINED: "decline",
            State.REDIRECTED: "redirect",
        }[target]
        rank = 1 if outcome == "waitlist" else None
        Decision.objects.create(application=application, outcome=outcome, rank=rank, decided_by=by)
    elif name == "close_silent":
        application.requests.create(due_on=timezone.localdate(), closed_at=timezone.now(), expired_at=timezone.now())
    elif name == "lapse":
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Decision.objects.create(application=application, outcome="admit", confirm_by=yesterday)


def rule_of(application):
    return application.call.programme.rules.create(
        code="territoire", kind="territory", operator="in", value="region:93", strength="hard"
    )


@pytest.mark.parametrize("name", TRANSITIONS)
def test_every_cell_of_the_grid(name, letters):
    cast = convene(build_cast())
    prepare(name, cast.application, cast.officer)
    transition = TRANSITIONS[name]

    opened = set()
    for state, role in itertools.product(State, ROLES):
        put_in(cast.application, state)
        user = cast.person(role) or AnonymousUser()
        user.__dict__.pop("is_staff", None)
        if transition.is_open_to(user, cast.application):
            opened.add((state, role))

    expected_roles = ALLOWED.get(name, OFFICERS)
    assert opened == {
        (state, role) for state in transition.sources for role in expected_roles if legal_for(role, state)
    }


def legal_for(role, state):
    return state != State.DRAFT or role in WRITERS


@pytest.mark.parametrize("name", TRANSITIONS)
def test_a_legal_move_leaves_one_step_and_the_new_state(name, letters):
    cast = build_cast()
    role = "holder" if ALLOWED.get(name) == WRITERS else "officer"
    source = sorted(TRANSITIONS[name].sources)[0]
    put_in(cast.application, source)
    prepare(name, cast.application, cast.person(role))

    step = perform(name, cast.application, by=cast.person(role), now=timezone.now())

    cast.application.refresh_from_db()
    assert (step.source, step.target, step.by) == (source, TRANSITIONS[name].target, cast.person(role))
    assert cast.application.state == TRANSITIONS[name].target
    assert cast.application.steps.count() == 1


@pytest.mark.parametrize("name", TRANSITIONS)
def test_an_illegal_move_changes_nothing(name, letters):
    cast = build_cast()
    illegal = sorted(set(State) - set(TRANSITIONS[name].sources))[0]
    put_in(cast.application, illegal)

    with pytest.raises(TransitionClosed):
        perform(name, cast.application, by=cast.officer, now=timezone.now())

    cast.application.refresh_from_db()
    assert (cast.application.state, cast.application.steps.count()) == (illegal, 0)


def test_one_row_and_many_rows_say_the_same_of_who_reads():
    cast = convene(build_cast())

    differences = []
    for state, role in itertools.product(State, ROLES):
        put_in(cast.application, state)
        user = cast.person(role) or AnonymousUser()
        many = Application.objects.visible_to(user).filter(pk=cast.application.pk).exists()
        if access.reads(user, cast.application) != many:
            differences.append((state, role))

    assert differences == []


def test_a_draft_is_read_by_its_team_only():
    cast = build_cast()

    readers = {role for role in ROLES if access.reads(cast.person(role) or AnonymousUser(), cast.application)}

    assert readers == {"holder", "colleague"}


def test_available_moves_are_the_buttons_of_the_page():
    cast = build_cast()
    put_in(cast.application, State.ADMITTED)

    assert available(cast.holder, cast.application) == ["confirm", "withdraw"]
    assert available(cast.colleague, cast.application) == []


def test_submitting_with_a_missing_answer_is_refused_with_its_name(letters):
    cast = build_cast()
    QuestionFactory(revision=cast.application.revision, label="À quel besoin répondez-vous ?")

    with pytest.raises(TransitionRefused, match="À quel besoin répondez-vous"):
        perform("submit", cast.application, by=cast.holder, now=timezone.now())


def test_submitting_gives_the_next_number_of_the_year(letters):
    cast = build_cast()
    now = timezone.now()

    perform("submit", cast.application, by=cast.holder, now=now)

    cast.application.refresh_from_db()
    assert cast.application.number == f"C-{timezone.localdate(now).year}-0001"
    assert cast.application.snapshot.data["project"]["title"] == "Conciergerie des collines"


def test_rejecting_without_another_lead_is_refused():
    cast = build_cast()
    put_in(cast.application, State.SUBMITTED)
    Inadmissibility.objects.create(application=cast.application, rule=rule_of(cast.application), sentence="Parce que.")

    with pytest.raises(TransitionRefused, match="au moins une autre piste"):
        perform("reject", cast.application, by=cast.officer, now=timezone.now())


def test_admissibility_waits_for_what_was_asked():
    cast = build_cast()
    put_in(cast.application, State.SUBMITTED)
    cast.application.requests.create(due_on=timezone.localdate(), asked_by=cast.officer)

    with pytest.raises(TransitionRefused, match="complément"):
        perform("admit_to_review", cast.application, by=cast.officer, now=timezone.now())


def test_selecting_beyond_the_places_is_refused(letters):
    cast = build_cast()
    cast.call.places = 1
    cast.call.save()
    ApplicationFactory(call=cast.call, revision=cast.application.revision, confirmed=True)
    put_in(cast.application, State.ADMISSIBLE)
    Decision.objects.create(application=cast.application, outcome="admit")

    with pytest.raises(TransitionRefused, match="plus de place"):
        perform("select", cast.application, by=cast.officer, now=timezone.now())

    assert places.left(cast.call) == 0


def test_redirecting_waits_for_the_persons_agreement():
    cast = build_cast()
    put_in(cast.application, State.SUBMITTED)
    RedirectProposal.objects.create(application=cast.application, sentence="Plutôt le DLA.")

    with pytest.raises(TransitionRefused, match="pas encore accepté"):
        perform("redirect", cast.application, by=cast.officer, now=timezone.now())


def test_a_place_lapses_only_after_its_date(letters):
    cast = build_cast()
    put_in(cast.application, State.ADMITTED)
    Decision.objects.create(application=cast.application, outcome="admit", confirm_by=timezone.localdate())

    with pytest.raises(TransitionRefused, match="date limite"):
        perform("lapse", cast.application, by=cast.officer, now=timezone.now())
