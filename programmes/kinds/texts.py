"""Short and long texts, their limits said before."""

from django import forms

from ess_portal.lib import french
from ess_portal.lib.text import sort_key

from .base import BLANK, CONTAINS, FILLED, IS, BaseKind

SECONDS_A_CHARACTER = 0.3  # 200 characters a minute, thinking included


class Text(BaseKind):
    """`default` characters at most unless the sheet says otherwise."""

    uses = frozenset({"max_length", "least", "example"})
    operators = (CONTAINS, IS, FILLED, BLANK)
    default = 300

    def most(self, question) -> int:
        return question.max_length or self.default

    def problem(self, question, value):
        most, length = self.most(question), len(str(value))
        if length > most:
            return (
                f"Ce texte compte {french.number(length)} caractères, la limite est de {french.number(most)}. "
                f"Raccourcissez-le de {french.counted(length - most, 'caractère', 'caractères')}."
            )
        if question.least and length < question.least:
            return f"Écrivez au moins {french.counted(question.least, 'caractère', 'caractères')}."
        return ""

    def limits(self, question):
        least = f"{french.counted(question.least, 'caractère', 'caractères')} au moins. " if question.least else ""
        return f"{least}{french.counted(self.most(question), 'caractère', 'caractères')} au plus."

    def checks(self, question):
        if question.least and question.least > self.most(question):
            return {"least": "Le minimum ne peut pas dépasser la longueur maximale."}
        return {}

    def time(self, question):
        return round(min(self.most(question), self.usual) * SECONDS_A_CHARACTER)

    usual = 60


class Long(Text):
    default = 10_000
    usual = 900

    def limits(self, question):
        """The most is written under the field, where it counts down."""
        return f"{french.counted(question.least, 'caractère', 'caractères')} au moins." if question.least else ""

    def widget(self, question, value):
        """`data-most` and not `maxlength`: a browser must not cut what somebody pastes."""
        return forms.Textarea(attrs={"rows": 6, "data-most": self.most(question)})


def has_words(value, words) -> bool:
    """Whether a text holds the words, whatever their case and accents."""
    return sort_key(words) in sort_key(str(value))
