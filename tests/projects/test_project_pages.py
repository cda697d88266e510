import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.models import LegalForm
from programmes.models import OrientationAnswer, OrientationQuestion
from projects import team
from projects.models import Project, TeamMember
from tests.factories import ActorFactory, DepartmentFactory, ProjectFactory, StageFactory, TeamMemberFactory


@pytest.fixture
def project(holder):
    return ProjectFactory(title="Conciergerie", owner=holder)


@pytest.fixture
def forme(db):
    question = OrientationQuestion.objects.create(code="forme", order=1, label="Quelle forme ?", kind="one")
    OrientationAnswer.objects.create(question=question, code="scop", order=1, label="Une Scop")
    LegalForm.objects.create(code="scop", name="Scop", family="cooperative", in_ess="de_droit")
    return question


@pytest.fixture
def contraintes(db):
    question = OrientationQuestion.objects.create(code="contraintes", order=2, label="Ce qui compte ?", kind="many")
    OrientationAnswer.objects.create(question=question, code="peu_de_temps", order=1, label="J’ai peu de temps")
    OrientationAnswer.objects.create(question=question, code="confiance", order=2, label="Confiance", sensitive=True)
    return question


def posted(project, **changes):
    return {
        "version": project.version,
        "title": project.title,
        "pitch": project.pitch,
        "department": project.department_id or "",
        "city": project.city,
        "organisation_name": project.organisation_name,
        "siret": project.siret,
        **changes,
    }


def test_create_makes_the_person_owner_and_starts_the_history(signed_in, holder):
    stage = StageFactory()

    response = signed_in(holder).post(reverse("projects:create"), {"title": "Conciergerie", "stage": stage.pk})

    project = Project.objects.get()
    assert response.url == project.get_absolute_url()
    assert [(member.user, member.role) for member in project.team.all()] == [(holder, "owner")]
    assert [change.stage for change in project.stage_changes.all()] == [stage]


def test_create_for_a_call_goes_back_to_the_call(signed_in, holder):
    stage = StageFactory()

    response = signed_in(holder).post(
        reverse("projects:create") + "?appel=mpess-2027", {"title": "Conciergerie", "stage": stage.pk}
    )

    assert response.url == "/candidatures/commencer/mpess-2027/"


@pytest.mark.parametrize("back", ["//example.com/", "https://example.com", "../../gestion/", "a" * 300])
def test_create_never_goes_back_elsewhere(signed_in, holder, back):
    stage = StageFactory()

    response = signed_in(holder).post(
        reverse("projects:create") + f"?appel={back}", {"title": "Conciergerie", "stage": stage.pk}
    )

    assert response.url == Project.objects.get().get_absolute_url()


def test_create_without_a_name_says_what_to_do(signed_in, holder):
    response = signed_in(holder).post(reverse("projects:create"), {"title": "", "stage": ""})

    assert response.context["form"].errors == {
        "title": ["Donnez un nom au projet, même provisoire."],
        "stage": ["Dites où en est le projet. Vous pourrez revenir en arrière."],
    }


def test_edit_saves_and_moves_the_version(signed_in, holder, project, forme):
    actor = ActorFactory(name="Les Collines solidaires")
    changes = {"organisation_name": "les collines solidaires", "siret": "732 829 320 00074", "answer_forme": "scop"}

    signed_in(holder).post(reverse("projects:edit", args=[project.pk]), posted(project, **changes))

    project.refresh_from_db()
    assert (project.organisation, project.siret, project.version) == (actor, "73282932000074", 2)
    assert (project.answers, project.legal_form_id) == ({"forme": ["scop"]}, "scop")


def test_edit_with_a_short_siret_keeps_what_was_typed(signed_in, holder, project):
    response = signed_in(holder).post(
        reverse("projects:edit", args=[project.pk]), posted(project, siret="7328293200007")
    )

    assert response.context["form"].errors == {"siret": ["Le SIRET compte 14 chiffres ; vous en avez saisi 13."]}
    assert 'value="7328293200007"' in response.text


def test_edit_with_a_date_to_come_is_refused(signed_in, holder, project):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    response = signed_in(holder).post(
        reverse("projects:edit", args=[project.pk]), posted(project, created_on_date=tomorrow.isoformat())
    )

    assert list(response.context["form"].errors) == ["created_on_date"]


def test_edit_never_stores_a_sensitive_answer(signed_in, holder, project, contraintes):
    url = reverse("projects:edit", args=[project.pk])

    shown = signed_in(holder).get(url)
    refused = signed_in(holder).post(url, posted(project, answer_contraintes=["peu_de_temps", "confiance"]))

    project.refresh_from_db()
    assert "Confiance" not in shown.text
    assert list(refused.context["form"].errors) == ["answer_contraintes"]
    assert project.answers == {}


def test_edit_ignores_fields_that_the_form_does_not_have(signed_in, holder, project):
    stage = StageFactory(code="emergence", order=2, name="Émergence")

    signed_in(holder).post(
        reverse("projects:edit", args=[project.pk]), posted(project, stage=stage.pk, id="x", version_number=9)
    )

    project.refresh_from_db()
    assert project.stage_id == "developpement"


def test_stale_edit_shows_both_texts_and_changes_nothing(signed_in, holder, project):
    url = reverse("projects:edit", args=[project.pk])
    signed_in(holder).post(url, posted(project, pitch="Texte du premier onglet"))

    response = signed_in(holder).post(url, posted(project, pitch="Texte du second onglet"))

    project.refresh_from_db()
    assert project.pitch == "Texte du premier onglet"
    assert response.context["conflicts"] == [
        ("Le projet en quelques phrases", "Texte du premier onglet", "Texte du second onglet")
    ]
    assert response.context["form"]["pitch"].value() == "Texte du second onglet"


def test_stale_edit_saved_again_wins_knowingly(signed_in, holder, project):
    url = reverse("projects:edit", args=[project.pk])
    signed_in(holder).post(url, posted(project, pitch="Premier"))
    shown = signed_in(holder).post(url, posted(project, pitch="Second"))

    signed_in(holder).post(
        url, {**posted(project, pitch="Second"), "version": shown.context["form"]["version"].value()}
    )

    project.refresh_from_db()
    assert (project.pitch, project.version) == ("Second", 3)


def test_stage_goes_back_and_is_remembered(signed_in, holder, project):
    earlier = StageFactory(code="emergence", order=2, name="Émergence")

    signed_in(holder).post(
        reverse("projects:stage", args=[project.pk]), {"stage": earlier.pk, "note": "Le besoin a changé"}
    )

    project.refresh_from_db()
    assert project.stage == earlier
    assert [(change.stage, change.note, change.by) for change in project.stage_changes.all()] == [
        (earlier, "Le besoin a changé", holder)
    ]


def test_same_stage_leaves_no_trace(signed_in, holder, project):
    signed_in(holder).post(reverse("projects:stage", args=[project.pk]), {"stage": project.stage_id})

    assert project.stage_changes.count() == 0


def test_add_member_twice_keeps_one_current_row(holder, stranger, project):
    team.add_member(project, stranger, TeamMember.Role.READER, by=holder, now=timezone.now())

    team.add_member(project, stranger, TeamMember.Role.EDITOR, by=holder, now=timezone.now())

    assert [member.role for member in project.team.active().filter(user=stranger)] == ["editor"]
    assert [member.role for member in project.team.filter(user=stranger)] == ["reader", "editor"]


def test_detail_shows_the_project_to_its_team(signed_in, holder, project):
    project.department = DepartmentFactory()
    project.save()

    response = signed_in(holder).get(project.get_absolute_url())

    assert (response.status_code, response.context["can_edit"]) == (200, True)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_project_list_query_count(signed_in, holder, rows, django_assert_num_queries):
    for _ in range(rows):
        ProjectFactory(owner=holder)
    client = signed_in(holder)

    with django_assert_num_queries(6):
        response = client.get(reverse("projects:index"))

    assert len(response.context["page"]) == min(rows, 20)


@pytest.mark.parametrize("rows", [1, 3])
def test_project_detail_query_count(signed_in, holder, project, rows, django_assert_num_queries):
    for _ in range(rows):
        TeamMemberFactory(project=project, role="reader")
        team.create_project(holder, now=timezone.now(), title="Autre", stage=project.stage)
    client = signed_in(holder)

    with django_assert_num_queries(9):
        client.get(project.get_absolute_url())


def test_answers_of_an_orientation_fill_a_new_project(signed_in, holder, forme, contraintes):
    OrientationQuestion.objects.create(code="lieu", order=3, label="Où ?", kind="place")
    etape = OrientationQuestion.objects.create(code="etape", order=4, label="Où en êtes-vous ?", kind="one")
    OrientationAnswer.objects.create(question=etape, code="developpement", order=1, label="Je grandis")
    stage, department = StageFactory(), DepartmentFactory(sort_name="bouches du rhone")
    query = "forme=scop&lieu=13&etape=developpement&contraintes=peu_de_temps&contraintes=confiance"

    response = signed_in(holder).get(f"{reverse('projects:create')}?{query}&appel=un-appel")

    form = response.context["form"]
    assert "Vos réponses sont reprises" in response.content.decode()
    assert {name: form[name].value() for name in ("stage", "department", "answer_forme", "answer_contraintes")} == {
        "stage": stage.pk,
        "department": department.pk,
        "answer_forme": "scop",
        "answer_contraintes": ["peu_de_temps"],
    }
    assert response.context["call"] == "un-appel"


@pytest.mark.parametrize("query", ["forme=%00&lieu=zzz&etape=nulle", "contraintes=" + "a" * 100_000, "appel=x"])
def test_a_hostile_address_fills_nothing(signed_in, holder, forme, contraintes, query):
    response = signed_in(holder).get(f"{reverse('projects:create')}?{query}")

    assert response.status_code == 200
    assert response.context["carried"] == {}
