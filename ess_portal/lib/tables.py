"""Tables that people send, as CSV or XLSX: read whole within limits, as lines of plain text, the headings first."""

import csv
import io
import zipfile
from datetime import date, datetime

from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from ess_portal.lib import uploads

MAX_BYTES = 5_000_000
MAX_LINES = 2_000
MAX_COLUMNS = 60
MAX_CELL = 10_000
DELIMITERS = ";,\t"


def read(upload) -> list[list[str]]:
    """Lines of an uploaded table, stripped, as long as the headings, without the empty ones.

    CSV with semicolons, commas or tabs, in UTF-8 (with or without BOM) or Windows-1252; or the first sheet of an XLSX.
    Raises ValidationError with a French sentence for anything else, or beyond the limits above.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            f"Ce fichier pèse {uploads.megabytes(upload.size)}. La limite est {uploads.megabytes(MAX_BYTES)} : "
            "coupez-le en plusieurs fichiers."
        )
    lines = _xlsx(upload) if (upload.name or "").lower().endswith(".xlsx") else _csv(upload.read())
    lines = [line for line in lines if any(line)]
    if len(lines) < 2:
        raise ValidationError("Ce fichier ne contient aucune ligne sous la ligne de titres.")
    if len(lines) > MAX_LINES + 1:
        raise ValidationError(f"Ce fichier dépasse {MAX_LINES} lignes. Coupez-le en plusieurs fichiers.")
    width = len(lines[0])
    if width > MAX_COLUMNS or any(len(cell) > MAX_CELL for line in lines for cell in line):
        raise ValidationError("Une cellule est trop longue, ou les colonnes trop nombreuses. Vérifiez le fichier.")
    return [(line + [""] * width)[:width] for line in lines]


def _csv(content):
    if b"\0" in content:
        raise ValidationError("Ce fichier n’est pas un tableau. Envoyez un fichier CSV ou XLSX.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[cell.strip() for cell in line] for line in lines]
    except csv.Error as error:
        raise ValidationError(
            "Ce fichier CSV est abîmé. Ouvrez-le dans un tableur, puis enregistrez-le à nouveau."
        ) from error


def _xlsx(upload):
    uploads.inspect(upload)
    try:
        book = load_workbook(upload, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MAX_LINES + 2, max_col=MAX_COLUMNS + 1, values_only=True)
        lines = [[_text(value) for value in row] for row in rows]
    except (KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise ValidationError("Ce classeur ne s’ouvre pas. Enregistrez-le à nouveau depuis votre tableur.") from error
    width = max((place for place, cell in enumerate(lines[0] if lines else [], 1) if cell), default=0)
    return [line[:width] for line in lines]


def _text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a spreadsheet keeps a SIRET as a number
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
