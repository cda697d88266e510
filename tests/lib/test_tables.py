"""Tables that people send: what is read, what is refused and with which words."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from ess_portal.lib import tables

LINES = [["nom", "ville"], ["Épicerie d’à côté", "Gap"]]


def sent(content, name="fiches.csv"):
    return SimpleUploadedFile(name, content)


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return sent(content.getvalue(), "fiches.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        "nom;ville\nÉpicerie d’à côté;Gap\n".encode(),
        "nom,ville\r\nÉpicerie d’à côté,Gap\r\n".encode("utf-8-sig"),
        "nom\tville\nÉpicerie d’à côté\tGap".encode("cp1252"),
        'nom;ville\n"Épicerie d’à côté";" Gap "\n\n;\n'.encode(),
    ],
    ids=["semicolons", "commas and BOM", "tabs and Windows-1252", "quotes and empty lines"],
)
def test_csv_is_read_however_it_was_saved(content):
    assert tables.read(sent(content)) == LINES


def test_xlsx_is_read_with_its_numbers_as_they_are_seen():
    upload = workbook(["nom", "siret", ""], ["La Halle", 73282932000074.0, None], [None, None, None])

    assert tables.read(upload) == [["nom", "siret"], ["La Halle", "73282932000074"]]


def test_short_and_long_lines_take_the_width_of_the_headings():
    assert tables.read(sent(b"a;b\n1\n1;2;3")) == [["a", "b"], ["1", ""], ["1", "2"]]


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (sent(b""), "aucune ligne"),
        (sent(b"nom;ville\n"), "aucune ligne"),
        (sent(b"%PDF-1.7\0\0\n1"), "n’est pas un tableau"),
        (sent(b"PK\x03\x04 not a book", "fiches.xlsx"), "."),
        (sent(b"nom\n" + b"x\n" * 2_001), "2000 lignes"),
        (sent(b"nom\n" + b"x" * 10_001), "trop longue"),
        (sent(b"nom\n" + b"x" * 5_000_001), "pèse 5,1"),
    ],
    ids=["empty", "headings only", "binary", "false workbook", "too many lines", "too long a cell", "too heavy"],
)
def test_what_is_not_a_table_is_refused_in_a_sentence(upload, sentence):
    with pytest.raises(ValidationError, match=sentence):
        tables.read(upload)
