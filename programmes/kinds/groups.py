"""A group of questions answered several times: partners, team members, sites."""

from django import forms
from django.forms.utils import ErrorDict

from ess_portal.lib import french

from . import entries
from .asking import ASKED, field_for
from .base import BLANK, FILLED, GTE, LTE, BaseKind
from .reading import figure

MOST_ENTRIES = 50
USUAL = 10


def cap(question) -> int:
    return min(question.most or USUAL, MOST_ENTRIES)


class EntryForm(forms.Form):
    """One entry as it stands, with what is wrong in it: the questions of the group, under the names of its line."""

    use_required_attribute = False

    def __init__(self, *, subs, name, number, values, is_judged):
        super().__init__(prefix=f"{name}-{number}")
        self.number, self.mark = number, entries.line(name, number, entries.MARK)
        self.values = values
        self.is_judged = is_judged
        self.subs = subs
        for kind, sub in subs:
            self.fields[sub.code] = field_for(kind, sub, values.get(sub.code))

    def full_clean(self):
        self._errors = ErrorDict()
        for kind, sub in self.subs if self.is_judged else []:
            sentence = problem_of(kind, sub, self.values.get(sub.code))
            if sentence:
                self._errors[sub.code] = self.error_class([sentence])


def problem_of(kind, sub, value) -> str:
    if kind.is_blank(value):
        return ASKED if sub.required else ""
    return kind.problem(sub, value)


class GroupWidget(entries.LinesWidget):
    template_name = "kinds/group.html"

    def __init__(self, kind, question):
        super().__init__()
        self.kind, self.question = kind, question

    def value_from_datadict(self, data, files, name):
        """What the lines say, read question by question: what no question asks is not looked at."""
        subs = self.kind.subs(self.question)
        return [
            {sub.code: typed_in(kind, sub, data, f"{name}-{number}-{sub.code}") for kind, sub in subs}
            for number in entries.numbers(data, name, MOST_ENTRIES)
        ]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        held = [values for values in value or [] if isinstance(values, dict)]
        if not self.is_judged:
            held += [{} for _ in range(max(self.question.least or 1, 1) - len(held))]
        subs = self.kind.subs(self.question)
        blank = [all(kind.is_blank(values.get(sub.code)) for kind, sub in subs) for values in held]
        context.update(
            lines=[
                EntryForm(subs=subs, name=name, number=number, values=values, is_judged=self.is_judged and not empty)
                for number, (values, empty) in enumerate(zip(held, blank, strict=True))
            ],
            code=self.question.code,
            may_add=len(held) < cap(self.question),
            may_remove=len(held) > 1,
        )
        return context


def typed_in(kind, sub, data, name):
    field = kind.field(sub, None, required=False)
    try:
        return kind.read(sub, field.clean(field.widget.value_from_datadict(data, {}, name)))
    except forms.ValidationError:  # a choice that was never offered
        return None


class Group(BaseKind):
    """`least` and `most` count the entries. `of` finds the kind of a question: the registry gives it."""

    uses = frozenset({"children", "least", "most"})
    operators = (FILLED, BLANK, GTE, LTE)
    is_plain = False
    USUAL_ENTRIES = 2

    def __init__(self, of):
        self.of = of

    def subs(self, question):
        return [(self.of(sub), sub) for sub in question.children.all()] if question.pk else []

    def read(self, question, typed):
        return [entry for entry in typed or [] if isinstance(entry, dict)][:MOST_ENTRIES]

    def filled(self, value):
        """Entries that hold something."""
        entries_held = value if isinstance(value, list) else []
        return [entry for entry in entries_held if any(answer not in (None, "", []) for answer in entry.values())]

    def is_blank(self, value):
        return not self.filled(value)

    def problem(self, question, value):
        held = self.filled(value)
        if question.least and len(held) < question.least:
            return f"Il en faut au moins {french.number(question.least)}."
        if len(held) > cap(question):
            return f"Il en faut au plus {french.number(cap(question))}."
        wrong = any(problem_of(kind, sub, entry.get(sub.code)) for entry in held for kind, sub in self.subs(question))
        return "Une réponse est à reprendre ci-dessous." if wrong else ""

    def shown(self, value, columns=()):
        """One paragraph per entry, one line per answer."""
        paragraphs = []
        for entry in self.filled(value):
            lines = [
                f"{label}\u00a0: {self.of(kind).shown(entry[code])}"
                for code, label, kind in map(column, columns)
                if not self.of(kind).is_blank(entry.get(code))
            ]
            paragraphs.append("\n".join(lines))
        return "\n\n".join(paragraphs)

    def limits(self, question):
        least = f"{french.number(question.least)} au moins, " if question.least else ""
        return f"Vous pouvez en ajouter\u00a0: {least}{french.number(cap(question))} au plus."

    def field(self, question, value, **common):
        return entries.LinesField(widget=GroupWidget(self, question), **common)

    def from_words(self, question, words):
        return None

    def carried(self, question, value):
        known = {sub.code: (kind, sub) for kind, sub in self.subs(question)}
        return [
            {code: known[code][0].carried(known[code][1], answer) for code, answer in entry.items() if code in known}
            for entry in self.filled(value)
        ]

    def checks(self, question):
        return {"most": f"{MOST_ENTRIES} au plus."} if (question.most or 0) > MOST_ENTRIES else {}

    def size(self, value):
        return figure(len(self.filled(value)))

    def time(self, question):
        entries_usual = max(question.least or 1, self.USUAL_ENTRIES)
        return entries_usual * sum(kind.time(sub) for kind, sub in self.subs(question))


def column(sub):
    """Code, label and kind of a question of a group, or of the same in a snapshot."""
    if isinstance(sub, dict):
        return sub["code"], sub["label"], sub["kind"]
    return sub.code, sub.label, sub.kind
