"""One act on many ticked files: foretold, done one by one, each refusal said with its file."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import bulk, committee
from applications.models import Application, Message
from tests import factories
from tests.applications.selection import in_committee, load_letters
from tests.pipeline.table import LIST, another, sent, table

pytestmark = pytest.mark.django_db
AWAITED = "Un complément est demandé\u00a0: attendez-le, ou clôturez la demande."


def ticked(client, name, *files):
    return client.post(LIST, {"action": name, "_selected_action": [file.pk for file in files]})


def press(client, name, *files, versions=None, **data):
    pairs = [f"{file.pk}:{versions or Application.objects.get(pk=file.pk).version}" for file in files]
    return client.post(reverse("admin:applications_bulk", args=[name]), {"dossiers": pairs, **data})


def said(answer):
    """{project: refusal, empty when it is done} of the result page."""
    outcomes = [*answer.context["done"], *answer.context["refused"]]
    return {outcome.application.project.title: outcome.refusal for outcome in outcomes}


def state_of(file):
    return Application.objects.get(pk=file.pk).state


def two_files():
    """A file without obstacle, and one of which an answer is still awaited."""
    load_letters()
    cast = table(Prête=1, Attendue=1)
    due = timezone.localdate() + dt.timedelta(days=5)
    cast.files["Attendue"].requests.create(due_on=due, asked_by=cast.officer)
    return cast, cast.files["Prête"], cast.files["Attendue"]


def test_the_confirmation_foretells_each_file_and_changes_nothing(signed_in):
    cast, ready, awaited = two_files()

    answer = ticked(signed_in(cast.officer), "recevables", ready, awaited)

    foretold = {outcome.application.project.title: outcome.refusal for outcome in answer.context["outcomes"]}
    assert foretold == {"Prête": "", "Attendue": AWAITED}
    assert (state_of(ready), Mail.objects.count(), ready.steps.count()) == ("submitted", 0, 1)
    assert Application.objects.get(pk=ready.pk).version == ready.version


def test_what_can_be_done_is_done_and_each_refusal_is_said_with_its_file(signed_in):
    cast, ready, awaited = two_files()

    answer = press(signed_in(cast.officer), "recevables", awaited, ready)

    assert said(answer) == {"Prête": "", "Attendue": AWAITED}
    assert (state_of(ready), state_of(awaited)) == ("admissible", "submitted")
    assert ready.steps.filter(name="admit_to_review", by=cast.officer).count() == 1


def test_of_two_officers_at_once_one_wins_and_the_other_is_told(signed_in):
    cast, ready, _ = two_files()
    version = ready.version

    press(signed_in(cast.officer), "prendre", ready, versions=version)
    late = press(signed_in(cast.superuser), "prendre", ready, versions=version)

    assert said(late) == {"Prête": bulk.STALE}
    assert Application.objects.get(pk=ready.pk).assigned_to == cast.officer


def test_files_are_given_to_a_colleague_of_the_call_only(signed_in):
    cast, ready, awaited = two_files()
    client = signed_in(cast.officer)
    colleague = factories.UserFactory()
    factories.OrganisationRoleFactory(user=colleague, actor=cast.leader)

    stranger = press(client, "confier", ready, officer=cast.other_officer.pk)
    given = press(client, "confier", ready, awaited, officer=colleague.pk)
    again = press(client, "confier", ready, officer=colleague.pk)

    assert stranger.status_code == 422
    assert said(given) == {"Prête": "", "Attendue": ""}
    assert said(again) == {"Prête": f"{colleague} suit déjà ce dossier."}


def test_admissible_files_go_on_the_agenda_and_the_others_say_why(signed_in):
    cast = in_committee()
    fresh, early = another(cast, "Recevable", admissible=True), another(cast, "Trop tôt")

    answer = press(signed_in(cast.officer), "ordre-du-jour", fresh, early, session=cast.session.pk)

    assert said(answer) == {"Recevable": "", "Trop tôt": bulk.NOT_READY}
    assert fresh.agenda_items.get().session == cast.session


def test_one_message_is_one_thread_for_each_file_and_never_twice(signed_in):
    load_letters()
    cast = table(Une=1, Deux=1)
    client, files = signed_in(cast.officer), list(cast.files.values())
    data = {"body": "La réunion est à 14 h.", "key": "11111111-1111-4111-8111-111111111111"}

    press(client, "ecrire", *files, **data)
    press(client, "ecrire", *files, **data)
    empty = press(client, "ecrire", *files, body=" ")

    assert sorted(Message.objects.values_list("application__project__title", "body")) == [
        ("Deux", data["body"]),
        ("Une", data["body"]),
    ]
    assert (empty.status_code, "Écrivez votre message." in empty.content.decode()) == (422, True)


def test_a_file_in_which_she_declared_an_interest_is_never_touched(signed_in):
    cast = in_committee()
    cast.session.members.filter(user=cast.conflicted).update(user=cast.officer)
    other = sent(another(cast, "Autre"))

    answer = press(signed_in(cast.officer), "prendre", cast.application, other)

    assert (said(answer), answer.context["lost"]) == ({"Autre": ""}, 1)
    assert Application.objects.get(pk=cast.application.pk).assigned_to is None


def test_an_officer_of_another_region_touches_nothing(signed_in):
    cast, ready, _ = two_files()

    for officer in (cast.other_officer, cast.partner_officer):
        assert press(signed_in(officer), "recevables", ready).status_code == 302

    assert state_of(ready) == "submitted"


def test_a_failure_in_the_middle_keeps_what_was_done(signed_in):
    cast = in_committee()
    files = [another(cast, title, admissible=True) for title in ("Une", "Deux", "Trois")]
    files[1].state = "withdrawn"
    files[1].save()

    answer = press(signed_in(cast.officer), "ordre-du-jour", *files, session=cast.session.pk)

    assert said(answer) == {"Une": "", "Deux": bulk.NOT_READY, "Trois": ""}
    assert committee.ready_for(cast.session).count() == 0


def test_no_file_is_refused_with_a_sentence(signed_in):
    cast = table()

    answer = press(signed_in(cast.officer), "prendre")

    assert answer.status_code == 302
    assert "Cochez au moins un dossier" in signed_in(cast.officer).get(LIST).content.decode()
