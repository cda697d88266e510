"""A letter of a call read on a real file before it is kept: the officer's own files only, and nothing is stored."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications.models import Application, Letter
from programmes.models import CallLetter
from tests import factories
from tests.applications.selection import decided, in_committee, load_letters
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    load_letters()
    return build_cast(submitted=True)


def page(cast, code="admitted"):
    return reverse("admin:applications_call_letter_preview", args=[cast.call.pk, code])


def typed(body="Bonjour {nom}, dossier {dossier}, avant le {date_limite}.", **more):
    return {"subject": "Une place dans {programme}", "body": body, "version": 0, **more}


def other_file(cast, title="Recousu", **traits):
    """A second file sent to the call, of another team."""
    return factories.ApplicationFactory(
        call=cast.call,
        revision=cast.application.revision,
        project=factories.ProjectFactory(title=title, owner=cast.stranger),
        **{"submitted": True, **traits},
    )


def test_a_letter_being_written_reads_as_the_team_would_read_it(signed_in, cast):
    answer = signed_in(cast.officer).post(page(cast), typed())

    seen = answer.context["seen"]
    assert answer.status_code == 200
    assert seen.subject == "Une place dans Programme d’essai"
    assert seen.body == f"Bonjour Nour, dossier {cast.application.number}, avant le à préciser."
    assert seen.body in answer.text


def test_the_officer_chooses_the_file_the_latest_coming_first(signed_in, cast):
    second = other_file(cast)
    client = signed_in(cast.officer)

    first_seen = client.post(page(cast), typed()).context["chosen"]
    chosen = client.post(page(cast), typed(dossier=str(cast.application.pk))).context

    assert {first_seen.pk} <= {second.pk, cast.application.pk}
    assert (chosen["chosen"], chosen["seen"].application) == (cast.application, cast.application)
    assert {one.pk for one in chosen["files"]} == {second.pk, cast.application.pk}


def test_only_sent_files_of_this_call_are_offered(signed_in, cast):
    factories.ApplicationFactory(call=cast.call, revision=cast.application.revision, owner=cast.stranger)
    elsewhere = factories.ApplicationFactory(
        call=factories.CallFactory(programme=cast.programme), submitted=True, owner=cast.stranger
    )
    client = signed_in(cast.officer)

    offered = client.post(page(cast), typed()).context["files"]
    forged = client.post(page(cast), typed(dossier=str(elsewhere.pk)))

    assert [one.pk for one in offered] == [cast.application.pk]
    assert forged.status_code == 404


@pytest.mark.parametrize("role", ["other_officer", "partner_officer"])
def test_another_organisation_previews_nothing(signed_in, cast, role):
    answer = signed_in(cast.person(role)).post(page(cast), typed(dossier=str(cast.application.pk)))

    assert answer.status_code == 404


def test_the_words_of_a_decision_fill_the_letter_that_says_it_and_no_other(signed_in):
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", timezone.now(), message="Une équipe soudée.")
    client = signed_in(cast.officer)
    body = "{nom} : {points_forts}"

    admitted = client.post(page(cast), typed(body)).context["seen"]
    declined = client.post(page(cast, "declined"), typed("{nom} : {raison}")).context["seen"]

    assert admitted.body == "Nour : Une équipe soudée."
    assert declined.body == "Nour : à préciser"


def test_nothing_is_stored_and_what_was_typed_comes_back(signed_in, cast):
    answer = signed_in(cast.officer).post(page(cast), typed("Un texte long à ne pas perdre. {nom}"))

    assert "Un texte long à ne pas perdre. {nom}" in answer.text
    assert reverse("admin:programmes_call_letter", args=[cast.call.pk, "admitted"]) in answer.text
    assert (CallLetter.objects.count(), Letter.objects.count(), Mail.objects.count()) == (0, 0, 0)


def test_a_word_that_the_letter_does_not_know_is_said_at_its_field(signed_in, cast):
    answer = signed_in(cast.officer).post(page(cast), typed("Bonjour {surprise}"))

    assert answer.status_code == 422
    assert answer.context["seen"] is None
    assert "ne connaît pas {surprise}" in answer.text.replace("\u00a0", " ")
    assert "Bonjour {surprise}" in answer.text


def test_a_call_without_a_sent_file_says_so(signed_in, cast):
    Application.objects.all().delete()

    answer = signed_in(cast.officer).post(page(cast), typed())

    assert "Cet appel n’a pas encore de dossier envoyé." in answer.text


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_page_takes_the_same_queries_whatever_the_files(signed_in, cast, rows, django_assert_num_queries):
    for n in range(rows - 1):
        other_file(cast, f"Projet {n}")
    client = signed_in(cast.officer)

    with django_assert_num_queries(11):
        client.post(page(cast), typed(dossier=str(cast.application.pk)))
