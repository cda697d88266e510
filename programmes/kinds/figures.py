"""Numbers, amounts, scales and dates."""

from django import forms

from ess_portal.lib import french
from ess_portal.lib.forms import DayInput

from .base import BLANK, FILLED, GTE, IS, IS_NOT, LTE, BaseKind, options, text_of
from .reading import day, figure, in_words


class Number(BaseKind):
    uses = frozenset({"least", "most", "example"})
    operators = (GTE, LTE, IS, FILLED, BLANK)
    unit = ""
    unreadable = "Écrivez un nombre, par exemple 12."

    def read(self, question, typed):
        text = text_of(typed)
        found = figure(text)
        return text if found is None else f"{found:f}"

    def problem(self, question, value):
        found = figure(value)
        if found is None:
            return self.unreadable
        if question.least is not None and found < question.least:
            return f"Écrivez {self.said(question.least)} ou plus."
        if question.most is not None and found > question.most:
            return f"Écrivez {self.said(question.most)} ou moins."
        return ""

    def shown(self, value, columns=()):
        found = figure(value)
        return str(value) if found is None else self.said(found)

    def said(self, found):
        words = in_words(found) if not isinstance(found, int) else french.number(found)
        return f"{words}{self.unit}"

    def lowest(self, question):
        return question.least

    def limits(self, question):
        lowest = self.lowest(question)
        least = "" if lowest is None else f"{self.said(lowest)} au moins"
        most = "" if question.most is None else f"{self.said(question.most)} au plus"
        both = ", ".join(part for part in (least, most) if part)
        return f"{both}." if both else ""

    def widget(self, question, value):
        return forms.TextInput(attrs={"inputmode": "decimal"})

    def size(self, value):
        return figure(value)


class Amount(Number):
    unit = "\u00a0€"
    unreadable = "Écrivez un montant en euros, par exemple 1 250."
    seconds = 40

    def lowest(self, question):
        return max(question.least or 0, 0)

    def problem(self, question, value):
        found = figure(value)
        return self.unreadable if found is None or found < 0 else super().problem(question, value)


class Scale(BaseKind):
    """Steps from `least` to `most` (1 to 5); two lines of the sheet say what its ends mean."""

    uses = frozenset({"least", "most", "options"})
    operators = (GTE, LTE, IS, IS_NOT, FILLED, BLANK)
    seconds = 10
    LOWEST, HIGHEST, LONGEST = 1, 5, 11

    def steps(self, question):
        lowest = self.LOWEST if question.least is None else question.least
        highest = self.HIGHEST if question.most is None else question.most
        return [str(step) for step in range(lowest, highest + 1)][: self.LONGEST]

    def problem(self, question, value):
        return "" if value in self.steps(question) else "Choisissez un degré de l’échelle."

    def limits(self, question):
        ends, steps = options(question), self.steps(question)
        if not ends:
            return ""
        told = [f"{step}\u00a0: {words}" for step, words in zip((steps[0], steps[-1]), ends, strict=False)]
        return f"{', '.join(told)}."

    def field(self, question, value, **common):
        pairs = [(step, step) for step in self.steps(question)]
        return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect(attrs={"data-row": True}), **common)

    def checks(self, question):
        lowest = self.LOWEST if question.least is None else question.least
        highest = self.HIGHEST if question.most is None else question.most
        if not 1 <= highest - lowest < self.LONGEST:
            return {"most": "Une échelle compte de 2 à 11 degrés."}
        return {"options": "Deux lignes au plus : le sens des deux bouts."} if len(options(question)) > 2 else {}

    def from_words(self, question, words):
        return words if words in self.steps(question) else None

    def carried(self, question, value):
        return self.from_words(question, value)

    def size(self, value):
        return figure(value)


class Day(BaseKind):
    operators = (GTE, LTE, FILLED, BLANK)
    uses = frozenset({"example"})

    def read(self, question, typed):
        text = text_of(typed)
        found = day(text)
        return found.isoformat() if found else text

    def problem(self, question, value):
        return "" if day(value) else "Écrivez une date, par exemple 14/06/2027."

    def shown(self, value, columns=()):
        found = day(value)
        return french.day(found) if found else str(value)

    def widget(self, question, value):
        return forms.TextInput() if value and self.problem(question, value) else DayInput()

    def size(self, value):
        return day(value)

    def bound(self, words):
        return day(words)
