"""A commune, by name or postal code; a name that several bear is asked again."""

from django import forms

from actors.places import LONGEST, find_places

from .base import BLANK, CONTAINS, FILLED, BaseKind, text_of
from .texts import has_words

MOST_OFFERED = 6


def candidates(text: str):
    """Communes that the words may mean, surest first."""
    if not text or len(text) > LONGEST:
        return []
    return [place for place in find_places(text, limit=MOST_OFFERED * 2) if place.kind == "commune"][:MOST_OFFERED]


class CommuneInput(forms.TextInput):
    """The name; when several communes bear it, a list to choose from stands under it."""

    template_name = "kinds/commune.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        unsure = isinstance(value, str) and isinstance(Commune().read(None, value), str)
        context["offered"] = candidates(value) if unsure else []
        return context

    def format_value(self, value):
        return value["label"] if isinstance(value, dict) else value

    def value_from_datadict(self, data, files, name):
        return data.get(f"{name}-lieu") or data.get(name)


class Commune(BaseKind):
    """Kept as its code and label once it is sure, as typed until then."""

    operators = (CONTAINS, FILLED, BLANK)
    seconds = 15
    uses = frozenset({"example"})

    def read(self, question, typed):
        if isinstance(typed, dict):
            return typed
        text = text_of(typed)
        found = candidates(text)
        named = [place for place in found if place.label == text]
        sure = named or [place for place in found if place.exact]
        return {"code": sure[0].code, "label": sure[0].label} if len(sure) == 1 else text

    def problem(self, question, value):
        if isinstance(value, dict):
            return ""
        if not candidates(value):
            return "Nous ne trouvons pas cette commune. Vérifiez l’écriture, ou donnez son code postal."
        return "Choisissez la commune dans la liste, ou écrivez son nom autrement."

    def shown(self, value, columns=()):
        return value["label"] if isinstance(value, dict) else str(value)

    def limits(self, question):
        return "Le nom de la commune, ou son code postal."

    def widget(self, question, value):
        return CommuneInput(attrs={"autocomplete": "off"})

    def has(self, value, words):
        return has_words(self.shown(value), words)
