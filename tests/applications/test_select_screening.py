"""Screening: opinions rule by rule, documents asked for, admissible or not, another programme proposed."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Mail
from applications import screening
from applications.models import Application, Inadmissibility, Letter, RedirectProposal
from applications.screening import ScreeningRefused, Stale
from applications.workflow import TransitionClosed, TransitionRefused
from tests import factories
from tests.applications.selection import load_letters
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


def received():
    load_letters()
    cast = build_cast(submitted=True)
    cast.rule = factories.RuleFactory(programme=cast.programme, strength="hard")
    return cast


def now():
    return timezone.now()


def note_as(cast, verdict, rule=None):
    act(screening.give_opinions, cast, opinions={rule or cast.rule: (verdict, "")})


def current_version(cast):
    return Application.objects.values_list("version", flat=True).get(pk=cast.application.pk)


def state(cast):
    return Application.objects.values_list("state", flat=True).get(pk=cast.application.pk)


def act(function, cast, **fields):
    return function(cast.application, by=cast.officer, now=now(), version=current_version(cast), **fields)


def ask(cast, kinds=None, days=10):
    kinds = [factories.DocumentKindFactory()] if kinds is None else kinds
    due_on = timezone.localdate() + dt.timedelta(days=days)
    return act(screening.ask_for_documents, cast, wanted=[(kind, "signé") for kind in kinds], message="", due_on=due_on)


def test_an_opinion_is_written_changed_and_taken_back():
    cast = received()

    note_as(cast, "to_check")
    note_as(cast, "met")
    verdicts = list(cast.application.opinions.values_list("verdict", flat=True))
    note_as(cast, "")

    assert verdicts == ["met"]
    assert not cast.application.opinions.exists()


def test_two_officers_from_the_same_page_the_second_is_told_and_overwrites_nothing():
    cast = received()
    note_as(cast, "met")

    with pytest.raises(Stale):
        screening.give_opinions(cast.application, {cast.rule: ("not_met", "")}, by=cast.superuser, now=now(), version=1)

    assert cast.application.opinions.get().verdict == "met"


@pytest.mark.parametrize("verdict", ["", "not_met", "to_check"])
def test_a_file_is_not_admissible_while_a_hard_rule_is_not_noted_as_met(verdict):
    cast = received()
    note_as(cast, verdict)

    with pytest.raises(ScreeningRefused, match="Votre projet est en Provence"):
        act(screening.declare_admissible, cast)

    assert state(cast) == "submitted"


def test_a_file_is_admissible_once_its_hard_rules_are_met_whatever_the_soft_ones():
    cast = received()
    factories.RuleFactory(programme=cast.programme, strength="soft")
    note_as(cast, "met")

    act(screening.declare_admissible, cast)

    assert state(cast) == "admissible"
    assert Letter.objects.get().template == "application_complete"


def test_a_file_is_not_admissible_while_a_document_is_awaited():
    cast = received()
    note_as(cast, "met")
    request = ask(cast)

    with pytest.raises(TransitionRefused, match="complément"):
        act(screening.declare_admissible, cast)
    screening.close_request(request, now=now(), version=current_version(cast))
    act(screening.declare_admissible, cast)

    assert state(cast) == "admissible"


def test_documents_are_asked_for_with_a_date_a_letter_and_one_mail():
    cast = received()

    request = ask(cast)

    letter = Letter.objects.get()
    assert [item.detail for item in request.items.all()] == ["signé"]
    assert (letter.template, "Justificatif d’adhésion à la CRESS : signé" in letter.body) == ("documents_missing", True)
    assert [mail.recipient for mail in Mail.objects.all()] == [cast.holder]
    assert "Justificatif" not in Mail.objects.get().body


@pytest.mark.parametrize(
    ("kinds", "days", "reason"), [([], 10, "au moins un document"), (None, 0, "après aujourd’hui")]
)
def test_a_request_without_document_or_with_a_past_date_is_refused(kinds, days, reason):
    cast = received()

    with pytest.raises(ScreeningRefused, match=reason):
        ask(cast, kinds, days)


def test_one_request_runs_at_a_time():
    cast = received()
    ask(cast)

    with pytest.raises(ScreeningRefused, match="déjà en cours"):
        ask(cast)


def refuse(cast, sentence="Votre structure n’est pas encore adhérente.", leads=1):
    return act(
        screening.declare_inadmissible,
        cast,
        rule=cast.rule,
        sentence=sentence,
        leads=[factories.ProgrammeFactory(name="DLA d’essai") for _ in range(leads)],
    )


def test_an_inadmissible_file_gets_the_rule_a_sentence_and_another_lead():
    cast = received()

    refuse(cast)

    letter = Letter.objects.get()
    assert state(cast) == "inadmissible"
    assert (letter.template, "pas encore adhérente" in letter.body, "DLA d’essai" in letter.body) == (
        "inadmissible",
        True,
        True,
    )
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("missing", [{"sentence": "  "}, {"leads": 0}])
def test_an_inadmissibility_without_sentence_or_lead_writes_nothing(missing):
    cast = received()

    with pytest.raises(TransitionRefused, match="autre piste"):
        refuse(cast, **missing)

    assert (state(cast), Inadmissibility.objects.count(), Letter.objects.count()) == ("submitted", 0, 0)


def test_another_programme_is_proposed_and_the_state_waits_for_the_person():
    cast = received()

    act(
        screening.propose_redirection,
        cast,
        programmes=[factories.ProgrammeFactory(name="DLA d’essai")],
        sentence="Votre besoin porte sur la marque.",
    )

    assert (state(cast), RedirectProposal.objects.get().answer) == ("submitted", "")
    assert Letter.objects.get().subject == "Pour votre projet, nous pensons à DLA d’essai"


def test_one_proposal_waits_at_a_time_and_names_a_programme():
    cast = received()
    programmes = [factories.ProgrammeFactory()]
    act(screening.propose_redirection, cast, programmes=programmes, sentence="Parce que.")

    with pytest.raises(ScreeningRefused, match="attend déjà"):
        act(screening.propose_redirection, cast, programmes=programmes, sentence="Parce que.")
    with pytest.raises(ScreeningRefused, match="au moins un programme"):
        act(screening.propose_redirection, cast, programmes=[], sentence="Parce que.")


@pytest.mark.parametrize("role", ["other_officer", "partner_officer", "holder", "stranger"])
def test_only_an_officer_of_the_call_declares_a_file_admissible(role):
    cast = received()
    note_as(cast, "met")

    with pytest.raises(TransitionClosed):
        screening.declare_admissible(cast.application, by=cast.person(role), now=now(), version=current_version(cast))


def test_a_file_is_given_to_an_officer_and_taken_back():
    cast = received()

    given = screening.assign(cast.application, cast.officer, now=now(), version=1).assigned_to
    screening.assign(cast.application, None, now=now(), version=2)

    assert given == cast.officer
    assert Application.objects.get(pk=cast.application.pk).assigned_to is None
