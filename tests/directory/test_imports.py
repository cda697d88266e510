"""Importing sheets from a table: examined without writing, all or nothing, undone as a whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from actors import addresses, imports
from actors.models import Actor, Alias, Import
from actors.search import search
from programmes.models import Programme
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    OrganisationRoleFactory,
    ProgrammeFactory,
    StageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADD = reverse("admin:actors_import_add")


@pytest.fixture
def desk(signed_in):
    return signed_in(UserFactory(is_superuser=True))


@pytest.fixture
def kind():
    return ActorKindFactory(code="incubateur", name="Incubateur")


def run_of(*lines, kind=Import.Kind.ORGANISATION):
    headings, *rows = [line.split(";") for line in lines]
    return Import.objects.create(kind=kind, file_name="fiches.csv", headings=headings, lines=rows)


def apply(run, **options):
    return imports.apply(run, now=timezone.now(), **options)


def effects(run):
    return [(effect.title, effect.kind) for effect in imports.examine(run).effects]


def test_examining_says_what_each_line_would_do_and_writes_nothing(kind):
    known = ActorFactory(name="La Halle", kind=kind, city="Gap")
    ActorFactory(name="Le Moulin", kind=kind, city="Digne")
    run = run_of("nom;nature;ville", "La Halle;;Nice", "Le Moulin;incubateur;Digne", "Les Toits;Incubateur;Apt", "X;?;")

    assert effects(run) == [("La Halle", "update"), ("Le Moulin", "skip"), ("Les Toits", "new"), ("X", "error")]
    known.refresh_from_db()
    assert (known.city, Actor.objects.count(), known.history.count()) == ("Gap", 2, 1)


def test_applying_writes_every_line_and_the_search_finds_them(kind):
    known = ActorFactory(name="La Halle", kind=kind, city="Gap", summary="Un lieu.", listed=True)
    run = run_of("nom;nature;ville;annuaire", "La Halle;;Nice;", "Les Épicéas;incubateur;Apt;oui")

    apply(run)

    known.refresh_from_db()
    new = Actor.objects.get(name="Les Épicéas")
    assert (known.city, known.summary, new.slug, new.listed, new.status) == (
        "Nice",
        "Un lieu.",
        "les-epiceas",
        True,
        "imported",
    )
    assert [entry.slug for entry in search("epicea", ["actor"])] == ["les-epiceas"]


def test_changes_are_said_as_people_read_them(kind):
    ActorFactory(name="La Halle", kind=kind, city="Apt", status="to_check")

    (effect,) = imports.examine(run_of("nom;état;annuaire;ville", "La Halle;Fermée;non;Gap")).effects

    assert effect.changes == [
        ("ville", "Apt", "Gap"),
        ("annuaire", "oui", "non"),
        ("état", "À vérifier", "Fermée"),
    ]


def test_one_wrong_line_and_nothing_is_written(kind):
    run = run_of("nom;nature;siret", "Les Toits;incubateur;", "Le Moulin;incubateur;123")

    with pytest.raises(imports.ImportRefused, match="ligne est à corriger"):
        apply(run)

    assert not Actor.objects.exists()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (";incubateur;;;", "nom"),
        ("Les Toits;;;;", "nature"),
        ("Les Toits;fusée;;;", "« fusée » n’est pas dans la liste"),
        ("Les Toits;incubateur;73282932000075;;", "Ce SIRET n’est pas valable"),
        ("Les Toits;incubateur;;peut-être;", "oui ou non"),
        ("Les Toits;incubateur;;;nulle-part", "Aucune fiche n’a l’adresse"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(kind, line, sentence):
    (effect,) = imports.examine(run_of("nom;nature;siret;annuaire;fiche", line)).effects

    assert (effect.kind, sentence in " ".join(effect.errors)) == ("error", True)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Autre nom;73282932000074;", "update"),
        ("LA  HALLE;;", "update"),
        ("Autre nom;;la-halle", "update"),
        ("Tout autre;;", "new"),
    ],
    ids=["by SIRET", "by name", "by address", "not at all"],
)
def test_a_line_finds_the_sheet_it_is_about(kind, line, found):
    ActorFactory(name="La Halle", slug="la-halle", kind=kind, siret="73282932000074")

    report = imports.examine(run_of("nom;siret;fiche;nature", f"{line};incubateur"))

    assert [effect.kind for effect in report.effects] == [found]


@pytest.mark.parametrize(
    ("name", "city", "doubtful"),
    [
        ("La Hale", "Gap", True),
        ("La Hale", "Nice", False),
        ("Ancien nom", "Gap", True),
        ("Les Toits", "Gap", False),
    ],
)
def test_a_new_line_close_to_a_sheet_is_shown_beside_it(kind, name, city, doubtful):
    known = ActorFactory(name="La Halle", kind=kind, city="Gap")
    Alias.objects.create(target_kind="actor", slug=known.slug, name="Ancien nom")
    run = run_of("nom;ville;nature", f"{name};{city};incubateur")

    assert [effect.similar for effect in imports.examine(run).doubtful] == ([["La Halle"]] if doubtful else [])
    if doubtful:
        with pytest.raises(imports.ImportRefused, match="ressemblent"):
            apply(run)
        assert len(apply(run, with_similar=True).of("new")) == 1


def test_a_new_sheet_takes_no_address_that_another_has_left(kind):
    renamed = ActorFactory(name="La Halle", slug="les-toits", kind=kind)
    renamed.slug = "la-halle"
    renamed.save()
    addresses.keep(renamed, "les-toits")

    apply(run_of("nom;nature", "Les Toits;incubateur"))

    assert Actor.objects.get(name="Les Toits").slug == "les-toits-2"


def test_two_lines_for_one_sheet_are_refused(kind):
    report = imports.examine(run_of("nom;nature", "Les Toits;incubateur", "les toits;incubateur"))

    assert [effect.kind for effect in report.effects] == ["new", "error"]


def test_a_programme_comes_with_its_stages_and_whoever_leads_it():
    leader = ActorFactory(name="La Halle")
    stage = StageFactory(code="creation", name="Création")
    run = run_of(
        "nom;nature;structure;étapes;prix;durée;unité",
        "Élan;Incubation;la halle;creation | Création;0;6;mois",
        kind=Import.Kind.PROGRAMME,
    )

    apply(run)

    programme = Programme.objects.get()
    assert (programme.lead_actor, list(programme.stages.all()), programme.cost) == (leader, [stage], 0)
    assert [entry.slug for entry in search("elan", ["programme"])] == ["elan"] if leader.listed else True


def test_undoing_puts_everything_back(kind):
    known = ActorFactory(name="La Halle", kind=kind, city="Gap")
    run = run_of("nom;nature;ville", "La Halle;;Nice", "Les Toits;incubateur;Apt")
    apply(run)

    assert imports.undo(run, now=timezone.now()) == 2

    known.refresh_from_db()
    assert (known.city, Actor.objects.count()) == ("Gap", 1)
    run.refresh_from_db()
    assert run.state == Import.State.UNDONE


def test_undoing_a_programme_gives_back_its_stages():
    first, second = StageFactory(code="un", order=1), StageFactory(code="deux", order=2)
    programme = ProgrammeFactory(name="Élan")
    programme.stages.set([first])
    run = run_of("nom;étapes", "Élan;deux", kind=Import.Kind.PROGRAMME)
    apply(run)
    assert list(programme.stages.all()) == [second]

    imports.undo(run, now=timezone.now())

    assert list(programme.stages.all()) == [first]


def test_nothing_is_undone_when_a_sheet_changed_since(kind):
    ActorFactory(name="La Halle", kind=kind, city="Gap")
    run = run_of("nom;nature;ville", "La Halle;;Nice", "Les Toits;incubateur;Apt")
    apply(run)
    Actor.objects.filter(name="La Halle").update(city="Cannes")

    with pytest.raises(imports.ImportRefused, match="La Halle"):
        imports.undo(run, now=timezone.now())

    assert Actor.objects.filter(name="Les Toits").exists()


def test_nothing_is_undone_when_somebody_was_given_a_role_in_a_new_sheet(kind):
    run = run_of("nom;nature", "Les Toits;incubateur")
    apply(run)
    OrganisationRoleFactory(actor=Actor.objects.get())

    with pytest.raises(imports.ImportRefused, match="Les Toits"):
        imports.undo(run, now=timezone.now())


@pytest.mark.parametrize("act", [apply, lambda run: imports.undo(run, now=timezone.now())])
def test_an_import_is_applied_once_and_undone_once(kind, act):
    run = run_of("nom;nature", "Les Toits;incubateur")
    apply(run)
    if act is not apply:
        act(run)

    with pytest.raises(imports.ImportRefused):
        act(run)


# Through the pages


def sent(text, name="fiches.csv"):
    return SimpleUploadedFile(name, text.encode())


def test_from_the_file_to_the_undoing_through_the_pages(desk, kind):
    answer = desk.post(ADD, {"kind": "organisation", "file": sent("nom;nature\nLes Toits;incubateur\n")}, follow=True)
    run = Import.objects.get()
    assert "Les Toits" in answer.content.decode()

    desk.post(reverse("admin:actors_import_apply", args=[run.pk]))
    assert Actor.objects.filter(name="Les Toits").exists()

    desk.post(reverse("admin:actors_import_undo", args=[run.pk]))
    assert not Actor.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nom;couleur\nA;bleu\n", "Colonnes inconnues : « couleur »"),
        ("ville\nGap\n", "La colonne « nom » manque"),
        ("nom;nom\nA;B\n", "deux fois"),
        ("", "Le fichier soumis est vide"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(desk, text, sentence):
    answer = desk.post(ADD, {"kind": "organisation", "file": sent(text)})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Import.objects.exists()


def test_a_refusal_is_shown_on_the_page_of_the_import(desk, kind):
    ActorFactory(name="La Halle", kind=kind)
    run = run_of("nom;nature", "La Hale;incubateur")
    page = reverse("admin:actors_import_apply", args=[run.pk])

    assert desk.post(page).status_code == 422
    assert desk.post(page, {"proches": "on"}).status_code == 302


@pytest.mark.parametrize("kind_of", ["organisation", "programme"])
def test_the_empty_model_has_every_column(desk, kind_of):
    answer = desk.get(reverse("admin:actors_import_model", args=[kind_of]))

    assert answer.content.decode("utf-8-sig").strip().split(";") == [title for title, _ in imports.columns(kind_of)]


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_list_of_imports_takes_the_same_queries(desk, rows, django_assert_num_queries):
    Import.objects.bulk_create(
        Import(kind="organisation", file_name=f"{n}.csv", headings=["nom"], lines=[]) for n in range(rows)
    )

    with django_assert_num_queries(6):
        assert desk.get(reverse("admin:actors_import_changelist")).status_code == 200


def test_an_officer_imports_nothing(signed_in):
    run = run_of("nom", "A")
    officer = signed_in(OrganisationRoleFactory(kind="officer").user)

    pages = [ADD, reverse("admin:actors_import_change", args=[run.pk]), reverse("admin:actors_import_changelist")]
    assert [officer.get(page).status_code for page in pages] == [403] * 3
    assert officer.post(reverse("admin:actors_import_apply", args=[run.pk])).status_code == 403
