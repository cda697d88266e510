"""The list as a table to download: the same files in the same order, typed, harmless, noted when it names people."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AccessEntry
from applications.models import ColumnChoice
from ess_portal.lib.exports import STARTS_A_FORMULA
from tests.applications.selection import give_marks, in_committee
from tests.cast import seat_of
from tests.pipeline.table import LIST, another, sent, table

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:applications_columns")


def export(client, kind, codes, query=""):
    return client.post(ADDRESS, {"retour": query, "colonnes": codes, "faire": kind})


def lines(answer):
    """Cells of a CSV, headings first."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def book(answer):
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [list(row) for row in sheet.iter_rows()]


def test_what_is_shown_is_what_is_downloaded_all_pages(signed_in):
    cast = table(**{f"Projet {n:03}": n for n in range(60)})
    client = signed_in(cast.officer)

    answer = export(client, "csv", ["dossier", "age"], "age=20&o=1&p=2&q=Projet")

    found = lines(answer)
    assert found[0] == ["dossier", "âge"]
    assert [line[0] for line in found[1:]] == [f"Projet {n:03}" for n in range(20, 60)]
    assert answer["Content-Disposition"] == f'attachment; filename="candidatures-{timezone.localdate()}.csv"'


def test_the_forms_of_the_page_send_its_whole_address_but_the_page(signed_in):
    cast = table(Ancienne=40)

    page = signed_in(cast.officer).get(f"{LIST}?etat=submitted&age=0&o=1&p=1&q=Ancienne")

    assert page.context["cl"].address == "etat=submitted&age=0&o=1&q=Ancienne"
    assert page.content.decode().count('name="retour" value="etat=submitted&amp;age=0&amp;o=1&amp;q=Ancienne"') == 2


def test_the_file_bears_the_name_of_the_chosen_call(signed_in):
    cast = table()
    cast.call.title = "Appel d’été"
    cast.call.save()

    answer = export(signed_in(cast.officer), "xlsx", ["dossier"], f"call__id__exact={cast.call.pk}")

    assert f"candidatures-appel-dete-{timezone.localdate()}.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("start", STARTS_A_FORMULA[:4])
def test_no_cell_is_a_formula(signed_in, kind, start):
    cast = table()
    sent(another(cast, f"{start}HYPERLINK(1)"))

    answer = export(signed_in(cast.officer), kind, ["dossier"])

    cells = [line[0] for line in lines(answer)] if kind == "csv" else [row[0].value for row in book(answer)]
    assert f"'{start}HYPERLINK(1)" in cells


def test_days_and_figures_of_a_workbook_are_typed(signed_in):
    cast = in_committee("discussion")
    sent(cast.application, days=3)
    give_marks(cast.item, seat_of(cast, "chair"), (5, 4), timezone.now())

    rows = book(export(signed_in(cast.officer), "xlsx", ["dossier", "depot", "age", "note"]))

    cells = {heading.value: cell for heading, cell in zip(rows[0], rows[1], strict=True)}
    assert cells["déposée le"].value.date() == timezone.localdate() - dt.timedelta(days=3)
    assert (cells["âge"].value, cells["note"].value, cells["note"].data_type) == (3, 17, "n")


def test_names_and_addresses_that_leave_are_noted_for_each_person(signed_in):
    cast = table(Ancienne=40)
    client = signed_in(cast.officer)

    export(client, "csv", ["dossier", "age"])
    silent = AccessEntry.objects.count()
    answer = export(client, "csv", ["dossier", "personne", "courriel"], "age=20")

    entry = AccessEntry.objects.get()
    assert silent == 0
    assert (entry.kind, entry.reader, entry.object_id) == (
        "pipeline_export",
        cast.officer,
        str(cast.files["Ancienne"].pk),
    )
    assert lines(answer)[1] == ["Ancienne", str(entry.subject), entry.subject.email]


def test_columns_are_remembered_and_shown(signed_in):
    cast = table()
    client = signed_in(cast.officer)

    answer = client.post(ADDRESS, {"retour": "age=20&o=3", "colonnes": ["numero", "structure", "inconnue"]})
    page = client.get(LIST).content.decode()

    assert answer["Location"] == f"{LIST}?age=20"
    assert ColumnChoice.objects.get().columns == "numero,structure"
    assert ("column-numero" in page, "column-structure" in page, "column-age" in page) == (True, True, False)


def test_no_column_or_a_lost_list_is_refused_with_a_sentence(signed_in):
    cast = table()
    client = signed_in(cast.officer)

    none = client.post(ADDRESS, {"retour": ""}, follow=True)
    lost = client.post(ADDRESS, {"retour": "password=1", "colonnes": ["age"], "faire": "csv"}, follow=True)

    assert "Cochez au moins une colonne." in none.content.decode()
    assert "Cette liste n’existe plus telle quelle." in lost.content.decode()


def test_nothing_of_a_file_of_which_she_declared_an_interest_or_of_another_region_leaves(signed_in):
    cast = in_committee("discussion")
    cast.session.members.filter(user=cast.conflicted).update(user=cast.officer)

    own = lines(export(signed_in(cast.officer), "csv", ["dossier", "note", "personne"]))
    other = lines(export(signed_in(cast.other_officer), "csv", ["dossier", "note", "personne"]))

    assert (own[1:], other[1:]) == ([], [])
    assert not AccessEntry.objects.exists()
