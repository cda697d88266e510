"""Tables that people download: one writer, streamed, that French spreadsheets open and no cell of which can act."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

BYTE_ORDER_MARK = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_TITLE = 31
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """What csv writes on: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def csv_response(filename: str, lines: Iterable[Iterable]) -> StreamingHttpResponse:
    """Lines of values, the headings first, as a download; nothing is kept in memory."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return StreamingHttpResponse(_written(lines), content_type="text/csv; charset=utf-8", headers=headers)


def lines_of(columns: Sequence[tuple[str, Callable[[Any], object]]], rows: Iterable) -> Iterator[list]:
    """Headings, then what each column takes of each row."""
    yield [heading for heading, _ in columns]
    for row in rows:
        yield [value(row) for _, value in columns]


def _written(lines):
    writer = csv.writer(_Line(), delimiter=";")
    yield BYTE_ORDER_MARK
    for line in lines:
        yield writer.writerow([inert(value) for value in line])


def inert(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; None is blank."""
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def xlsx_response(filename: str, title: str, lines: Iterable[Iterable]) -> FileResponse:
    """The same lines as a workbook of one sheet: days and numbers stay days and numbers, no text is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:MOST_IN_A_TITLE])
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([_typed(sheet, value) for value in line])
    kept = BytesIO()
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=filename, content_type=XLSX)


def _typed(sheet, value):
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    return inert(ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
