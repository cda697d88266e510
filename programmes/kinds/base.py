"""What a kind of question knows: reading what was typed, saying what is wrong, showing it, asking it.

What is not understood is kept as typed: `read` never loses a word, `problem` says what to mend.
"""

from typing import Any

from django import forms

from .reading import figure
from .typed import TypedField

Value = Any  # what JSON holds: text, list of choices, entries of a group, rows of a table, a commune, a file
FILLED, BLANK, IS, IS_NOT, CONTAINS, LACKS, GTE, LTE = (
    "filled", "blank", "is", "is_not", "contains", "lacks", "gte", "lte",
)  # fmt: skip


class BaseKind:
    """A kind without state: one object answers for every question of the kind.

    `uses` names the settings that its sheet offers beside the words; `operators` the conditions that may rest on it;
    `seconds` is what it takes to answer, reading apart.
    """

    uses: frozenset[str] = frozenset()
    operators: tuple[str, ...] = (FILLED, BLANK)
    seconds = 20
    is_plain = True  # may be asked inside a group
    holds_file = False

    def read(self, question, typed) -> Value:
        """The value to keep: canonical when it is understood, as typed when it is not."""
        return text_of(typed)

    def is_blank(self, value: Value) -> bool:
        return value is None or value == "" or value == []

    def problem(self, question, value: Value) -> str:
        """A sentence for a value that is not blank; empty when all is well."""
        return ""

    def shown(self, value: Value, columns=()) -> str:
        """A value that is not blank, in French; `columns` are the questions of a group, as questions or as data."""
        return str(value)

    def limits(self, question) -> str:
        """What the answer may not exceed, said before it is typed."""
        return ""

    def field(self, question, value: Value, **common) -> forms.Field:
        return TypedField(strip=False, widget=self.widget(question, value), **common)

    def widget(self, question, value: Value) -> forms.Widget:
        return forms.TextInput()

    def from_words(self, question, words: str) -> Value:
        """The value that the words of another kind make here; None when they make none."""
        return self.read(question, words)

    def carried(self, question, value: Value) -> Value:
        """A value of this kind as a new version of its question takes it."""
        return value

    def checks(self, question) -> dict[str, str]:
        """What is wrong with the sheet of a question: setting → sentence."""
        return {}

    def size(self, value: Value):
        """What « au moins » and « au plus » compare in a condition; None when there is nothing to compare."""
        return None

    def bound(self, words: str):
        """The other side of that comparison; None when it is not understood."""
        return figure(words)

    def time(self, question) -> int:
        """Seconds that an answer takes."""
        return self.seconds


def text_of(typed) -> str:
    """The text, without what no engine stores, line ends made one."""
    return str(typed or "").replace("\x00", "").replace("\r\n", "\n").strip()


def options(question) -> list[str]:
    """The lines of a sheet that are choices, rows or ends of a scale."""
    return list(dict.fromkeys(line.strip() for line in question.options.splitlines() if line.strip()))
