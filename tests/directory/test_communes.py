"""The communes: loaded only when asked, compared so that nothing changes twice, refused with a sentence."""

import pytest
from django.core.management import CommandError, call_command

from actors.models import Commune, DirectoryRevision
from ess_portal.directory.load import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(folder):
    """A copy of the files with four communes only."""
    (folder / "communes.csv").write_text(
        "code,name,postal_codes,population\n"
        "13055,Marseille,13001|13002,886040\n75113,Paris 13e,75013,181271\n"
        "2A004,Ajaccio,20000|20090,76320\n97411,Saint-Denis,97400,\n",
        encoding="utf-8",
    )
    return folder


def test_communes_are_loaded_only_when_asked(few):
    load(few)
    assert Commune.objects.count() == 0

    load(few, communes=True)

    assert sorted(Commune.objects.values_list("code", "department", "sort_name", "postal_codes", "population")) == [
        ("13055", "13", "marseille", "13001 13002", 886040),
        ("2A004", "2A", "ajaccio", "20000 20090", 76320),
        ("75113", "75", "paris 13", "75013", 181271),
        ("97411", "974", "saint denis", "97400", None),
    ]


def test_a_new_file_changes_adds_and_takes_away(few):
    load(few, communes=True)
    revision = DirectoryRevision.objects.get().number
    load(few, communes=True)
    assert DirectoryRevision.objects.get().number == revision
    (few / "communes.csv").write_text(
        "code,name,postal_codes,population\n"
        "13055,Marseille,13001,886040\n75113,Paris 13e,75013,181271\n01001,Neuve,01400,\n",
        encoding="utf-8",
    )

    count = load(few, communes=True).counts[-1]

    assert (count.created, count.changed, count.unchanged) == (["01001"], ["13055"], ["75113"])
    assert sorted(Commune.objects.values_list("code", flat=True)) == ["01001", "13055", "75113"]
    assert DirectoryRevision.objects.get().number == revision + 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("13055,Autre,13001,", "« 13055 » est déjà dans le fichier"),
        ("99123,Ailleurs,99000,", "n’est pas le code d’une commune d’un département connu"),
        ("130,Court,13000,", "n’est pas le code d’une commune"),
        ("13056,,13000,", "« name » est vide"),
        ("13056,Trop,13000,beaucoup", "« population » doit être un nombre entier"),
    ],
)
def test_a_bad_commune_stops_the_whole_load(few, row, reason):
    with (few / "communes.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")

    with pytest.raises(CommandError, match=f"communes.csv, ligne 6 : .*{reason}"):
        call_command("load_directory", folder=few)

    assert (Commune.objects.count(), DirectoryRevision.objects.count()) == (0, 0)
