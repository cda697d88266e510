"""The load of the facts: idempotent, counted, all or nothing; what is internal stays internal."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actors.models import Actor, ActorRelation, Alias, Department, DirectoryRevision, Source
from actors.models.actor import SheetStatus
from ess_portal.directory.load import load
from programmes.models import LineWaypoint, Programme, ProgrammeComponent, Rule
from tests.factories import ActorFactory, CallFactory, RuleFactory

pytestmark = pytest.mark.django_db


def test_everything_is_loaded():
    report = load()

    assert (Actor.objects.count(), Actor.objects.public().count()) == (169, 157)
    assert (Programme.objects.count(), Programme.objects.public().count()) == (38, 38)
    assert (ProgrammeComponent.objects.count(), Rule.objects.count()) == (85, 142)
    assert (ActorRelation.objects.count(), Source.objects.count(), Alias.objects.count()) == (46, 90, 12)
    assert Department.objects.filter(tile_row=0).count() < 12
    assert (report.total("changed"), report.total("unchanged"), report.total("left")) == (0, 0, 0)


def test_loading_again_changes_nothing_and_writes_no_history():
    load()
    history, revision = Actor.history.count(), DirectoryRevision.objects.get().number

    report = load()

    assert report.touched is False
    assert report.total("unchanged") == 1135
    assert (Actor.history.count(), DirectoryRevision.objects.get().number) == (history, revision)


def test_a_change_of_the_file_wins_over_the_back_office_and_is_reported(rewrite):
    load()
    Actor.objects.filter(slug="le-kiif").update(summary="Une phrase écrite à la main.")
    folder = rewrite("actors.csv", "avise,Avise,", "avise,Avise (agence),")

    report = load(folder)

    changed = {count.label: count.changed for count in report.counts if count.changed}
    assert changed == {"actors.csv": ["avise", "le-kiif"]}
    assert Actor.objects.get(slug="avise").history.count() == 2
    assert Actor.objects.get(slug="le-kiif").summary != "Une phrase écrite à la main."


def test_a_sheet_verified_since_stays_verified():
    load()
    Actor.objects.filter(slug="avise").update(status=SheetStatus.VERIFIED, checked_on=dt.date(2027, 1, 4))
    Actor.objects.filter(slug="cress-normandie").update(status=SheetStatus.VERIFIED)

    load()

    assert Actor.objects.get(slug="avise").status == SheetStatus.VERIFIED
    assert Actor.objects.get(slug="cress-normandie").status == SheetStatus.CLOSED


def test_a_file_that_says_something_else_takes_the_verification_back(rewrite):
    load()
    Actor.objects.filter(slug="avise").update(status=SheetStatus.VERIFIED)

    load(rewrite("actors.csv", "avise,Avise,", "avise,Avise (agence),"))

    assert Actor.objects.get(slug="avise").status == SheetStatus.IMPORTED


def test_rows_that_the_files_do_not_hold_are_kept_and_counted():
    load()
    ActorFactory(slug="une-structure-ajoutee")
    RuleFactory(programme=None, call=CallFactory(programme=Programme.objects.first()))

    report = load()

    assert {c.label: c.left for c in report.counts if c.left} == {"actors.csv": ["une-structure-ajoutee"]}


def test_a_line_that_lost_a_point_loses_it_in_the_plan_too(rewrite):
    load()

    load(rewrite("lines.csv", "0:2|1:2|2:1|3:1,0|1|2|3", "0:2|1:2|2:1,0|1|2"))

    assert list(LineWaypoint.objects.filter(line="T").values_list("stage_index", "row")) == [(0, 2), (1, 2), (2, 1)]


def test_a_dry_run_counts_and_writes_nothing():
    out = StringIO()

    call_command("load_directory", dry_run=True, stdout=out)

    assert "actors.csv                            169        0         0        0" in out.getvalue()
    assert "Essai à blanc : rien n’a été écrit." in out.getvalue()
    assert (Actor.objects.count(), DirectoryRevision.objects.count()) == (0, 0)


def test_the_command_says_what_it_does_not_load():
    out = StringIO()

    call_command("load_directory", stdout=out)

    assert "obstacles.csv : pas encore chargé" in out.getvalue()


def test_statuses_and_unknown_values_are_kept_as_they_are():
    load()

    closed = Actor.objects.get(slug="cress-normandie")
    assert (closed.status, closed.status_since) == (SheetStatus.CLOSED, dt.date(2025, 7, 11))
    assert Actor.objects.get(slug="avise").status == SheetStatus.IMPORTED
    assert not Actor.objects.filter(status=SheetStatus.VERIFIED).exists()
    peps = Programme.objects.get(slug="inter-made-peps")
    assert (peps.cost, peps.duration_days, peps.cohort_size) == (None, None, None)
    assert Programme.objects.get(slug="mpess-developpement").duration_days == 360
    assert Programme.objects.get(slug="dla").cost == 0
    assert Programme.objects.exclude(public_unknowns="").count() == 0


def test_lists_joined_with_a_bar_become_lines_and_links():
    load()

    programme = Programme.objects.get(slug="mpess-developpement")
    assert programme.for_you_if.splitlines()[0] == "votre structure de l’ESS existe déjà"
    assert [stage.code for stage in programme.stages.all()] == ["consolidation", "developpement", "changement_echelle"]
    networks = Actor.objects.get(slug="msa-services-provence-azur").networks.values_list("slug", flat=True)
    assert sorted(networks) == ["cress-provence-alpes-cote-d-azur", "fnos"]


def refused(folder):
    with pytest.raises(CommandError) as refusal:
        call_command("load_directory", folder=folder)
    assert Actor.objects.count() == 0
    return str(refusal.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "actors.csv",
            "avise,Avise,engineering_agency",
            "avise,Avise,agence",
            "actors.csv, ligne 86 : « kind » renvoie à « agence », inconnu parmi les natures de structure",
        ),
        ("actors.csv", "avise,Avise,", "le-kiif,Avise,", "actors.csv, ligne 86 : « le-kiif » est déjà à la ligne 76"),
        ("actors.csv", ",listed\n", ",publique\n", "actors.csv, ligne 1 : colonne manquante : listed"),
        ("regions.csv", "01,Guadeloupe,outre-mer", "01,,outre-mer", "regions.csv, ligne 2 : « name » est vide"),
        ("regions.csv", "01,Guadeloupe,", "01,Guade,loupe,", "regions.csv, ligne 2 : 4 colonnes attendues, 5 lues"),
        (
            "actor_status.csv",
            "2025-07-11",
            "11/07/2025",
            "actor_status.csv, ligne 2 : « since » doit être une date AAAA-MM-JJ, pas « 11/07/2025 »",
        ),
        (
            "actor_status.csv",
            "cress-normandie,ferme",
            "cress-neustrie,ferme",
            "actor_status.csv, ligne 2 : « actor » renvoie à « cress-neustrie », absent de actors.csv",
        ),
        (
            "programme_components.csv",
            "Trois demi-journées de travail avec les autres participants.,3,",
            "Trois demi-journées de travail avec les autres participants.,trois,",
            "programme_components.csv, ligne 2 : « quantity » doit être un nombre, pas « trois »",
        ),
        (
            "rules.csv",
            "territory,in,region:93,",
            "territory,in,region:99,",
            "rules.csv, ligne 2 : « value » renvoie à « region:99 », réponse inconnue",
        ),
        (
            "rules.csv",
            "territory,in,region:93,",
            "territory,in,region,",
            "rules.csv, ligne 2 : « value » : « region » n’est pas de la forme question:réponse",
        ),
        (
            "rules.csv",
            "territory,in,region:93,hard",
            "territory,in,region:93,mou",
            "rules.csv, ligne 2 : « strength » doit être hard ou soft, pas « mou »",
        ),
        (
            "lines.csv",
            "0|1|2|3",
            "0|1|2|5",
            "lines.csv, ligne 2 : « stops » : l’arrêt 5 n’est pas entre le premier et le dernier point de la ligne",
        ),
        (
            "lines.csv",
            "1:4|2:3",
            "1:4|2:1",
            "lines.csv, ligne 3 : « waypoints » : de 1:4 à 2:1, la pente est trop forte",
        ),
        (
            "lines.csv",
            "3:0|7:0|8:1",
            "3:1|7:1|8:1",
            "lines.csv, ligne 8 : les lignes T et L passent par le même point 3:1",
        ),
        ("stages.csv", "emergence,2,", "emergence,1,", "stages.csv, ligne 4 : « 1 » est déjà à la ligne 3"),
    ],
)
def test_a_bad_row_is_refused_with_its_file_its_line_and_the_reason(rewrite, file, old, new, sentence):
    assert refused(rewrite(file, old, new)) == f"{sentence}. Rien n’a été chargé."


def test_a_badly_encoded_file_is_refused(folder):
    content = (folder / "regions.csv").read_bytes()
    (folder / "regions.csv").write_bytes(content.replace("Réunion".encode(), "Réunion".encode("latin-1")))

    assert refused(folder).startswith("regions.csv, ligne 5 : caractère illisible")


def test_a_missing_file_is_refused(folder):
    (folder / "letters.csv").unlink()

    assert refused(folder) == "letters.csv, ligne 1 : fichier absent. Rien n’a été chargé."


def test_a_bad_last_file_leaves_the_database_as_it_was(rewrite):
    load()
    folder = rewrite("actors.csv", "avise,Avise,", "avise,Autre nom,")
    rewrite("aliases.csv", "actor,dreets", "actor,dreetz")

    with pytest.raises(CommandError, match="aliases.csv, ligne 3"):
        call_command("load_directory", folder=folder)

    assert Actor.objects.get(slug="avise").name == "Avise"
