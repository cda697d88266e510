"""A table of amounts: rows given by staff, free rows or not, a total that the server computes."""

from decimal import Decimal

from ess_portal.lib import french

from . import entries
from .base import BLANK, FILLED, GTE, LTE, BaseKind, options, text_of
from .reading import figure, in_words

MOST_ROWS, USUAL_FREE, LABEL = 60, 10, 120


def amounts(value):
    return [(row, figure(row.get("amount", ""))) for row in rows(value)]


def rows(value):
    """Rows that hold an amount or, free, a name."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def total(value) -> Decimal:
    """The sum of the amounts that are understood."""
    return sum((found for _, found in amounts(value) if found is not None), Decimal(0))


class TableWidget(entries.LinesWidget):
    template_name = "kinds/table.html"

    def __init__(self, question):
        super().__init__()
        self.question = question

    def value_from_datadict(self, data, files, name):
        given = options(self.question)
        read = []
        for number in entries.numbers(data, name, MOST_ROWS):
            free = data.get(entries.line(name, number, "label"))
            label = given[number] if number < len(given) else text_of(free)
            read.append({"label": label, "amount": text_of(data.get(entries.line(name, number, "amount")))})
        return read

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        given = options(self.question)
        held = {row["label"]: row["amount"] for row in rows(value) if row["label"] in given}
        free = [row for row in rows(value) if row["label"] not in given]
        if self.question.free_rows and not free and not self.is_judged:
            free = [{"label": "", "amount": ""}]
        lines = [{"label": label, "amount": held.get(label, ""), "given": True} for label in given]
        lines += [{**row, "given": False} for row in free]
        for number, row in enumerate(lines):
            row["number"], row["name"] = number, f"{name}-{number}"
            row["error"] = self.is_judged and row["amount"] != "" and bool(amount_problem(row))
            row["amount"] = spoken(row["amount"])
        context.update(
            lines=lines,
            code=self.question.code,
            may_add=self.question.free_rows and len(free) < free_cap(self.question),
            total=in_words(total(value or [])),
        )
        return context


def spoken(amount):
    found = figure(amount)
    return amount if found is None else in_words(found).replace("\u00a0", " ")


def amount_problem(row) -> str:
    found = figure(row["amount"])
    if found is None or found < 0:
        return (
            f"«\u00a0{row['label'] or 'ligne sans nom'}\u00a0»\u00a0: écrivez un montant en euros, par exemple 1 250."
        )
    if len(row["label"]) > LABEL:
        return f"Raccourcissez le nom «\u00a0{row['label'][:30]}…\u00a0»\u00a0: {LABEL} caractères au plus."
    return "" if row["label"] else "Nommez chaque ligne que vous ajoutez."


def free_cap(question) -> int:
    return min(question.most or USUAL_FREE, MOST_ROWS - len(options(question))) if question.free_rows else 0


class Table(BaseKind):
    """`options` are the rows given; `most` counts the free ones. Kept as rows, never with a total."""

    uses = frozenset({"options", "free_rows", "most"})
    operators = (FILLED, BLANK, GTE, LTE)
    is_plain = False
    SECONDS_A_ROW = 40

    def read(self, question, typed):
        kept = []
        for row in rows(typed or []):
            label, amount = text_of(row.get("label")), text_of(row.get("amount"))
            found = figure(amount)
            if label not in options(question) and not label and not amount:
                continue
            kept.append({"label": label, "amount": amount if found is None else f"{found:f}"})
        return kept[:MOST_ROWS]

    def is_blank(self, value):
        return all(row.get("amount") in (None, "") for row in rows(value))

    def problem(self, question, value):
        given = options(question)
        written = [row for row in rows(value) if row["amount"] != ""]
        sentence = next(filter(None, map(amount_problem, written)), "")
        if sentence:
            return sentence
        free = [row for row in rows(value) if row["label"] not in given]
        if len(free) > free_cap(question):
            return (
                f"Ajoutez au plus {french.counted(free_cap(question), 'ligne', 'lignes')}."
                if free_cap(question)
                else "Ce tableau n’a que les lignes proposées."
            )
        return ""

    def shown(self, value, columns=()):
        lines = [f"{row['label']}\u00a0: {said(row)}" for row in rows(value) if row["amount"] != ""]
        return "\n".join([*lines, f"Total\u00a0: {in_words(total(value))}\u00a0€"])

    def limits(self, question):
        count = free_cap(question)
        added = f" Vous pouvez ajouter {french.counted(count, 'ligne', 'lignes')} au plus"
        free = f"{added}, d’un nom de {LABEL} caractères au plus." if count else ""
        return f"En euros, le total se calcule seul.{free}"

    def field(self, question, value, **common):
        return entries.LinesField(widget=TableWidget(question), **common)

    def from_words(self, question, words):
        return None

    def checks(self, question):
        wrong = {}
        if not options(question) and not question.free_rows:
            wrong["options"] = "Écrivez au moins une ligne, ou permettez les lignes libres."
        if len(options(question)) > MOST_ROWS // 2:
            wrong["options"] = f"{MOST_ROWS // 2} lignes au plus."
        if any(len(label) > LABEL for label in options(question)):
            wrong["options"] = f"Le nom d’une ligne compte {LABEL} caractères au plus."
        return wrong

    def size(self, value):
        return total(value)

    def time(self, question):
        return self.SECONDS_A_ROW * (len(options(question)) + (2 if question.free_rows else 0))


def said(row):
    found = figure(row["amount"])
    return row["amount"] if found is None else f"{in_words(found)}\u00a0€"
