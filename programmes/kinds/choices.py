"""One choice, several, yes or no."""

from django import forms

from ess_portal.lib import french

from .base import BLANK, CONTAINS, FILLED, IS, IS_NOT, LACKS, BaseKind, options

YES_NO = {"oui": "Oui", "non": "Non"}
UNKNOWN = "Choisissez parmi les réponses proposées."


class One(BaseKind):
    uses = frozenset({"options"})
    operators = (IS, IS_NOT, FILLED, BLANK)
    seconds = 10

    def pairs(self, question):
        return [(option, option) for option in options(question)]

    def problem(self, question, value):
        return "" if value in dict(self.pairs(question)) else UNKNOWN

    def field(self, question, value, **common):
        return forms.ChoiceField(choices=self.pairs(question), widget=forms.RadioSelect, **common)

    def from_words(self, question, words):
        return words if words in dict(self.pairs(question)) else None

    def carried(self, question, value):
        return self.from_words(question, value)

    def checks(self, question):
        few = len(options(question)) < 2
        return {"options": "Écrivez au moins deux choix, un par ligne."} if few else {}


class YesNo(One):
    uses = frozenset()

    def pairs(self, question):
        return list(YES_NO.items())

    def shown(self, value, columns=()):
        return YES_NO.get(value, str(value))

    def from_words(self, question, words):
        return next((code for code, word in YES_NO.items() if words in (code, word)), None)

    def checks(self, question):
        return {}


class Many(One):
    """`least` and `most` count the choices."""

    uses = frozenset({"options", "least", "most"})
    operators = (CONTAINS, LACKS, FILLED, BLANK)
    seconds = 20

    def read(self, question, typed):
        return list(typed or []) if not isinstance(typed, str) else [typed]

    def problem(self, question, value):
        if not isinstance(value, list) or not set(value) <= set(dict(self.pairs(question))):
            return UNKNOWN
        if question.least and len(value) < question.least:
            return f"Choisissez au moins {french.counted(question.least, 'réponse', 'réponses')}."
        if question.most and len(value) > question.most:
            return f"Choisissez au plus {french.counted(question.most, 'réponse', 'réponses')}."
        return ""

    def limits(self, question):
        least = f"{french.counted(question.least, 'réponse', 'réponses')} au moins" if question.least else ""
        most = f"{french.counted(question.most, 'réponse', 'réponses')} au plus" if question.most else ""
        both = ", ".join(part for part in (least, most) if part)
        return f"{both}." if both else "Plusieurs réponses possibles."

    def field(self, question, value, **common):
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=self.pairs(question), widget=widget, **common)

    def shown(self, value, columns=()):
        return ", ".join(value) if isinstance(value, list) else str(value)

    def from_words(self, question, words):
        offered = options(question)
        found = [words] if words in offered else [word for word in words.split(", ") if word in offered]
        return found or None

    def carried(self, question, value):
        offered = options(question)
        return [choice for choice in value if choice in offered] or None

    def checks(self, question):
        wrong = super().checks(question)
        if (question.least or 0) > len(options(question)):
            wrong["least"] = "Il n’y a pas autant de choix."
        return wrong
