"""Rows of a CSV file, and the cells that can be refused."""

import csv
import datetime as dt
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db.models import Model


class BadRow(Exception):
    """A file that cannot be loaded: its name, the line, the reason, in one sentence."""

    def __init__(self, file, line, reason):
        super().__init__(f"{file}, ligne {line} : {reason}")


class Known:
    """Every object already in the database or just created, by its key in the files."""

    def __init__(self):
        self._objects: dict[type[Model], dict[str, Model]] = {}

    def learn(self, model: type[Model], objects: dict[str, Model]) -> None:
        self._objects[model] = objects

    def find(self, model: type[Model], key: str) -> Model | None:
        return self._objects.get(model, {}).get(key)


class Row:
    def __init__(self, file: str, line: int, cells: dict[str, str], known: Known):
        self.file, self.line, self.cells, self.known = file, line, cells, known
        self.beside: dict[str, Row | None] = {}

    def refuse(self, reason: str) -> BadRow:
        return BadRow(self.file, self.line, reason)

    def text(self, column: str) -> str:
        return self.cells[column].strip()

    def needed(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.refuse(f"« {column} » est vide")
        return value

    def lines(self, column: str) -> str:
        """Items joined with a bar, as one item per line."""
        return "\n".join(self.many(column))

    def many(self, column: str) -> list[str]:
        return [part.strip() for part in self.cells[column].split("|") if part.strip()]

    def number(self, column: str) -> int | None:
        value = self.text(column)
        if not value:
            return None
        if not value.isdecimal():
            raise self.refuse(f"« {column} » doit être un nombre entier, pas « {value} »")
        return int(value)

    def decimal(self, column: str) -> Decimal | None:
        value = self.text(column)
        if not value:
            return None
        try:
            return Decimal(value)
        except InvalidOperation as error:
            raise self.refuse(f"« {column} » doit être un nombre, pas « {value} »") from error

    def yes(self, column: str) -> bool:
        return self.choice(column, {"oui": True, "non": False})

    def choice(self, column: str, meanings: dict):
        value = self.text(column)
        if value not in meanings:
            raise self.refuse(f"« {column} » doit être {' ou '.join(meanings)}, pas « {value} »")
        return meanings[value]

    def day(self, column: str) -> dt.date | None:
        value = self.text(column)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError as error:
            raise self.refuse(f"« {column} » doit être une date AAAA-MM-JJ, pas « {value} »") from error

    def one(self, column: str, model: type[Model]) -> Model | None:
        value = self.text(column)
        return self._find(column, model, value) if value else None

    def needed_one(self, column: str, model: type[Model]) -> Model:
        return self._find(column, model, self.needed(column))

    def all(self, column: str, model: type[Model]) -> list[Model]:
        return [self._find(column, model, value) for value in self.many(column)]

    def _find(self, column, model, value):
        found = self.known.find(model, value)
        if found is None:
            raise self.refuse(f"« {column} » renvoie à « {value} », inconnu parmi les {_plural(model)}")
        return found


def read(folder: Path, file: str, columns: set[str], known: Known) -> list[Row]:
    """Rows of `folder/file`; raises BadRow when it is missing, badly encoded, or lacks one of `columns`."""
    reader = csv.reader(io.StringIO(_decoded(folder / file), newline=""), strict=True)
    rows, start = [], 1
    try:
        header = next(reader, [])
        missing = sorted(columns - set(header))
        if missing:
            raise BadRow(file, 1, f"colonne manquante : {', '.join(missing)}")
        start = reader.line_num + 1
        for cells in reader:
            if cells:
                rows.append(_row(file, start, header, cells, known))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadRow(file, start, f"ligne illisible ({error})") from error
    return rows


def columns(names: str) -> set[str]:
    """Names of columns, written with spaces between them."""
    return set(names.split())


def _row(file, line, header, cells, known):
    if len(cells) != len(header):
        raise BadRow(file, line, f"{len(header)} colonnes attendues, {len(cells)} lues")
    return Row(file, line, dict(zip(header, cells, strict=True)), known)


def _decoded(path):
    if not path.is_file():
        raise BadRow(path.name, 1, "fichier absent")
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRow(path.name, line, "caractère illisible, le fichier doit être en UTF-8") from error


def _plural(model):
    return str(model._meta.verbose_name_plural)
