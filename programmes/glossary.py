"""Words of the glossary found in public texts, so that a page opens their definition where they stand."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from programmes.models import GlossaryTerm

BRACKETS = re.compile(r"\s*\(([^()]+)\)")
SHORTEST_PLURAL = 4
Piece = tuple[str, GlossaryTerm | None]


class Glossary:
    """Cuts texts where they hold a term: the longest one, in the singular or the plural, acronyms as written."""

    def __init__(self, terms: Iterable[GlossaryTerm]):
        forms = [(form, term) for term in terms for form in _forms(term.term)]
        forms.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        self.terms = [term for _, term in forms]
        choices = "|".join(f"({_pattern(form)})" for form, _ in forms)
        self.pattern = re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])") if forms else None

    def pieces(self, text: str, seen: set[str]) -> list[Piece]:
        """Pieces that make `text` again, with the term of those to explain; adds to `seen`, which is not repeated."""
        text = unicodedata.normalize("NFC", text)
        pieces: list[Piece] = []
        end = 0
        for found in self.pattern.finditer(text) if self.pattern else ():
            term = self.terms[(found.lastindex or 1) - 1]
            if term.slug not in seen:
                seen.add(term.slug)
                pieces += [(text[end : found.start()], None), (found[0], term)]
                end = found.end()
        return [*pieces, (text[end:], None)]


def glossary_at(revision: tuple | None) -> Glossary:
    """The glossary of a revision of the directory, kept until the next one; before any, there is none."""
    return _kept(revision) if revision else Glossary([])


@lru_cache(maxsize=1)
def _kept(revision):
    terms = GlossaryTerm.objects.filter(in_texts=True)
    return Glossary(terms.only("slug", "term", "definition", "also_said"))


def _forms(term):
    """« économie sociale et solidaire » and « ESS » for « économie sociale et solidaire (ESS) »."""
    return [BRACKETS.sub("", term), *BRACKETS.findall(term)]


def _pattern(form):
    if form.isupper():
        return re.escape(form)
    parts = (_word(part) if part.isalnum() else _between(part) for part in re.split(r"([^\W_]+)", form) if part)
    return f"(?i:{''.join(parts)})"


def _word(word):
    return re.escape(word) + ("[sx]?" if len(word) >= SHORTEST_PLURAL and word[-1] not in "sxz" else "")


def _between(signs):
    return re.sub(r"\s+", r"\\s+", re.escape(signs).replace(r"\ ", " ").replace("’", "['’]"))
