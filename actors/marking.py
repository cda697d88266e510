"""What was looked for, shown in the text that was found: words highlighted, an excerpt around the first of them."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from actors.search import SHORTEST_BEGINNING
from ess_portal.lib.text import stem, written

EXCERPT = 180
BEFORE = 60


class Marker:
    """Highlights the words that were looked for, in any form: « épiceries » highlights « Épicerie »."""

    def __init__(self, looked_for: list[str]):
        self.stems = {stem(word) for word in looked_for}
        last = looked_for[-1] if looked_for else ""
        self.beginning = last if len(last) >= SHORTEST_BEGINNING else None

    def marked(self, text: str) -> SafeString:
        """`text` escaped, with each word found in a `mark`."""
        return _joined((piece, self._is_found(word)) for piece, word in written(text))

    def excerpt(self, text: str) -> SafeString:
        """About 180 letters of `text` around the first word found, or its beginning."""
        pieces = [(piece, self._is_found(word)) for piece, word in written(text)]
        first = next((place for place, (_, found) in enumerate(pieces) if found), 0)
        start = _back(pieces, first)
        end, letters = start, 0
        while end < len(pieces) and letters < EXCERPT:
            letters += len(pieces[end][0])
            end += 1
        before, after = ("…\u00a0" if start else ""), ("\u00a0…" if end < len(pieces) else "")
        return format_html("{}{}{}", before, _joined(pieces[start:end]), after)

    def _is_found(self, words):
        """Whether one of the words of a piece (several for « ½ ») was looked for."""
        return any(stem(word) in self.stems or self._begins(word) for word in words.split())

    def _begins(self, word):
        return self.beginning is not None and word.startswith(self.beginning)


def _joined(pieces):
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if found else piece,) for piece, found in pieces)
    )


def _back(pieces, place):
    """Where an excerpt that shows `place` begins: the start of the text when it is near, else a word before."""
    letters = 0
    while place and letters < BEFORE:
        place -= 1
        letters += len(pieces[place][0])
    return place if sum(len(piece) for piece, _ in pieces[:place]) > BEFORE else 0
