"""The questions of the orientation, and what was answered: all of it in the address, except what is sensitive.

Every answer may be missing, unknown or repeated: what is not understood is left out, and the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html

from actors.facets import LenientChoice, LenientChoices
from actors.places import Place, find_places, place_key
from programmes.eligibility import Facts, gather
from programmes.models import OrientationQuestion

PLACE, STAGE = "lieu", "etape"
LONGEST_PLACE = 100
SKIP = ("", "Je passe cette question")
Kind = OrientationQuestion.Kind


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    help_text: str
    sensitive: bool

    @property
    def choice(self):
        if not self.help_text:
            return (self.code, self.label)
        return (self.code, format_html("{}<small>{}</small>", self.label, self.help_text))


@dataclass(frozen=True)
class Asked:
    """A question; `options` may be written in the address, `sensitive` ones never are."""

    code: str
    label: str
    help_text: str
    kind: str
    options: list[Option] = field(default_factory=list)
    sensitive: list[Option] = field(default_factory=list)

    @property
    def anchor(self):
        return f"q-{self.code}"

    def form_field(self):
        common = {"label": self.label, "help_text": self.help_text, "required": False}
        choices = [option.choice for option in self.options]
        if self.kind == Kind.PLACE:
            return PlaceField(**common)
        if self.kind == Kind.MANY:
            return LenientChoices(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        return LenientChoice(choices=[*choices, SKIP], widget=forms.RadioSelect, **common)


@dataclass(frozen=True)
class Given:
    """An answer in words, with the address query that asks the question again."""

    asked: Asked
    labels: list[str]


@dataclass(frozen=True)
class Step:
    """A question on the page, with its field and the anchors of its neighbours."""

    asked: Asked
    field: forms.BoundField
    before: str
    after: str


@dataclass(frozen=True)
class Whereabouts:
    """What the words about the place mean: one place, several to choose from, or none."""

    text: str
    place: Place | None = None
    options: list[Place] = field(default_factory=list)

    @property
    def codes(self) -> dict[str, set[str]]:
        """The place as facts: a département and its region, or a region alone."""
        if self.place is None:
            return {}
        department = {PLACE: {self.place.department.code}} if self.place.department else {}
        return {"region": {self.place.region.code}, **department}


class PlaceField(forms.CharField):
    """Words about a place, cut to what a place can hold."""

    def __init__(self, **options):
        attributes = {"autocomplete": "address-level2", "data-suggests": reverse_lazy("actors:places")}
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value):
        return " ".join("".join(sign for sign in str(value or "") if sign.isprintable()).split())[:LONGEST_PLACE]


class AnswersForm(forms.Form):
    """The answers of an address. Nothing is ever refused: `ignored` says whether something was left out."""

    def __init__(self, questions: list[Asked], data=None, initial=None):
        super().__init__(data, initial=initial)
        self.questions = questions
        for question in questions:
            self.fields[question.code] = question.form_field()
        self.mark_optional = False
        self.is_valid()

    @property
    def given(self) -> dict[str, list[str]]:
        """Question → what was answered and understood, words about the place included."""
        values = {code: [value] if isinstance(value, str) else value for code, value in self.cleaned_data.items()}
        return {code: value for code, value in values.items() if any(value)}

    @property
    def place_text(self) -> str:
        return self.cleaned_data.get(PLACE, "")

    @property
    def ignored(self) -> bool:
        """Whether a question of the address carries an answer that is not one of ours."""
        choices = [question.code for question in self.questions if question.kind != Kind.PLACE]
        return any(set(self.data.getlist(code)) - {""} - set(self.given.get(code, ())) for code in choices)

    @property
    def query(self) -> str:
        return self.query_with()

    def query_with(self, **changes: str) -> str:
        """The answers as an address query, in the order of the questions, with some changed."""
        return urlencode({**self.given, **changes}, doseq=True)

    def steps(self) -> list[Step]:
        """Questions with fields that hold what was understood, and nothing of what was not."""
        fresh = AnswersForm(self.questions, initial=self.cleaned_data)
        anchors = ["", *(question.anchor for question in self.questions), ""]
        return [
            Step(question, fresh[question.code], anchors[i], anchors[i + 2])
            for i, question in enumerate(self.questions)
        ]

    def in_words(self, where: Whereabouts) -> list[Given]:
        """Every question with the words of its answer; no words when it was skipped."""
        return [Given(question, self._labels(question, where)) for question in self.questions]

    def _labels(self, question, where):
        if question.kind == Kind.PLACE:
            return [where.place.label] if where.place else []
        given = self.given.get(question.code, ())
        return [option.label for option in question.options if option.code in given]

    def facts(self, where: Whereabouts, told: dict[str, list[str]] | None = None) -> Facts:
        """What is known of the visitor; `told` is what was confided, by question: None when it was not asked."""
        answers = {code: set(values) for code, values in self.given.items() if code != PLACE}
        unasked = set()
        for question in self.questions:
            if told is None:
                unasked |= {(question.code, option.code) for option in question.sensitive}
            elif question.code not in answers:
                unasked |= {(question.code, option.code) for option in question.options}
        for code, values in (told or {}).items():
            if values:
                answers[code] = answers.get(code, set()) | set(values)
        return gather({**answers, **where.codes}, unasked=frozenset(unasked))


class SensitiveForm(forms.Form):
    """The answers that no address holds: sent by POST, read once, kept nowhere (decisions.md 12)."""

    def __init__(self, questions: Iterable[Asked], data=None):
        super().__init__(data)
        for question in questions:
            if question.sensitive:
                self.fields[question.code] = LenientChoices(
                    label=question.label,
                    choices=[option.choice for option in question.sensitive],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
        self.mark_optional = False
        self.is_valid()


def questions() -> list[Asked]:
    """Every question with its answers, in order: one query."""
    found: dict[str, Asked] = {}
    rows = OrientationQuestion.objects.order_by("order", "code", "answers__order", "answers__code").values_list(
        "code",
        "label",
        "help_text",
        "kind",
        "answers__code",
        "answers__label",
        "answers__help_text",
        "answers__sensitive",
    )
    for code, label, help_text, kind, *option in rows:
        asked = found.setdefault(code, Asked(code, label, help_text, kind))
        if option[0]:
            (asked.sensitive if option[3] else asked.options).append(Option(*option))
    return list(found.values())


def whereabouts(text: str) -> Whereabouts:
    """The place meant, when all those of that name lie in one département or region; else those to choose from."""
    places = find_places(text) if text else []
    exact = [place for place in places if place.label == text]
    exact = exact or [place for place in places if place_key(place.name) == place_key(text)] or places
    departments = {place.department.code for place in exact if place.department}
    if len({place.region.code for place in exact}) == 1 and len(departments) <= 1:
        return Whereabouts(text, next((place for place in exact if place.department), exact[0]))
    return Whereabouts(text, options=exact)
