"""Tables that people download: one writer, streamed, that French spreadsheets open and no cell of which can act."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

BYTE_ORDER_MARK = "\ufeff"
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
