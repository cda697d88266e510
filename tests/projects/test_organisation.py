"""The organisation that carries a project: of the directory, of nobody's directory, or none yet; nobody is shut out."""

import pytest
from django.urls import reverse

from projects import organisations
from tests.factories import ActorFactory, ProjectFactory
from tests.projects.test_project_pages import posted

SIRET = "73282932000074"


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


@pytest.fixture
def collines(db):
    return ActorFactory(name="Les Collines solidaires", sort_name="les collines solidaires", siret=SIRET)


def page(project):
    return reverse("projects:organisation", args=[project.pk])


@pytest.mark.parametrize("words", ["Collines", "les collines", "SOLIDAIRES", SIRET, "732 829 320 00074", "732829320"])
def test_directory_is_searched_by_name_and_number_without_a_script(signed_in, holder, project, collines, words):
    ActorFactory(name="Autre", sort_name="autre")

    response = signed_in(holder).get(page(project), {"q": words})

    assert list(response.context["found"]) == [collines]


@pytest.mark.parametrize("words", ["zzz", "\x00", "a" * 500, "%", "'; drop"])
def test_words_that_find_nothing_are_answered(signed_in, holder, project, collines, words):
    response = signed_in(holder).get(page(project), {"q": words})

    assert response.status_code == 200
    assert list(response.context["found"]) == []


def test_organisation_that_is_not_public_is_neither_found_nor_taken(signed_in, holder, project):
    hidden = ActorFactory(name="Cachée", sort_name="cachee", listed=False)

    found = signed_in(holder).get(page(project), {"q": "cachee"})
    taken = signed_in(holder).post(page(project), {"actor": hidden.slug, "version": project.version})

    project.refresh_from_db()
    assert (list(found.context["found"]), taken.status_code, project.organisation) == ([], 404, None)


def test_chosen_organisation_gives_its_name_and_number(signed_in, holder, project, collines):
    signed_in(holder).post(page(project), {"actor": collines.slug, "version": project.version})

    project.refresh_from_db()
    assert (project.organisation, project.organisation_name) == (collines, "Les Collines solidaires")
    assert (project.structure, project.siret, project.siren, project.version) == ("exists", SIRET, SIRET[:9], 2)


def test_none_yet_is_an_answer_and_takes_away_what_was_said(signed_in, holder, project, collines):
    organisations.choose(project, collines, project.version)

    signed_in(holder).post(page(project), {"version": 2})

    project.refresh_from_db()
    assert (project.structure, project.organisation, project.siret, project.siren) == ("none", None, "", "")
    assert "pas encore de structure" in signed_in(holder).get(project.get_absolute_url()).text


def test_choice_on_a_project_saved_meanwhile_changes_nothing(signed_in, holder, project, collines):
    signed_in(holder).post(
        reverse("projects:edit", args=[project.pk]), posted(project, organisation_name="Écrite ailleurs")
    )

    response = signed_in(holder).post(page(project), {"actor": collines.slug, "version": 1}, follow=True)

    project.refresh_from_db()
    assert project.organisation_name == "Écrite ailleurs"
    assert "Le projet a été enregistré ailleurs entre-temps." in response.text


def test_number_of_a_known_organisation_makes_it_proposed(signed_in, holder, project, collines):
    signed_in(holder).post(reverse("projects:edit", args=[project.pk]), posted(project, siret=SIRET))

    shown = signed_in(holder).get(project.get_absolute_url())

    assert "Ce SIRET est celui de Les Collines solidaires\u00a0: est-ce la vôtre" in shown.text
    assert signed_in(holder).get(page(project)).context["proposed"] == collines


@pytest.mark.parametrize(
    ("typed", "stored"), [("732 829 320", ("", "732829320")), ("732 829 320 00074", (SIRET, "732829320"))]
)
def test_siret_or_siren_is_taken_by_its_key(signed_in, holder, project, typed, stored):
    signed_in(holder).post(reverse("projects:edit", args=[project.pk]), posted(project, siret=typed))

    project.refresh_from_db()
    assert (project.siret, project.siren) == stored
    assert project.structure == "exists"


def test_wrong_siren_is_refused_with_a_sentence_and_kept(signed_in, holder, project):
    response = signed_in(holder).post(reverse("projects:edit", args=[project.pk]), posted(project, siret="732829321"))

    assert "Ce SIREN n’est pas valable" in response.context["form"].errors["siret"][0]
    assert 'value="732829321"' in response.text


def test_no_structure_and_a_name_are_not_both_kept(signed_in, holder, project):
    response = signed_in(holder).post(
        reverse("projects:edit", args=[project.pk]), posted(project, structure="none", organisation_name="Une scop")
    )

    assert list(response.context["form"].errors) == ["structure"]


def test_project_without_any_structure_is_saved(signed_in, holder, project):
    signed_in(holder).post(reverse("projects:edit", args=[project.pk]), posted(project, structure="none"))

    project.refresh_from_db()
    assert (project.structure, project.version) == ("none", 2)


def test_words_without_letters_find_nothing(db, collines):
    assert [list(organisations.known(words)) for words in ["%", "…", "  "]] == [[], [], []]
