"""French text made comparable: for search (both engines read the same stems) and for sorting (neither sorts French)."""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_LITTLE_WORDS = (
    "a ai au aux avec ce ces cet cette dans de des du elle elles en est et eux il ils je la le les leur leurs ma mais "
    "me mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses si son sont sur ta te tes toi ton tu un "
    "une vos votre vous y"
)
_STOP = frozenset(_LITTLE_WORDS.split())


def plain(text: str) -> str:
    """Lower case, without accents, ligatures opened: « Œuvre d’Été » → « oeuvre d’ete »."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """What a list is sorted by: « Épicerie d’à côté » → « epicerie d a cote »."""
    return " ".join(_WORD.findall(plain(text)))


def words(text: str) -> list[str]:
    """Words that mean something, in order: elisions, stop words and punctuation dropped."""
    found = _WORD.findall(plain(_ELISION.sub(" ", text)))
    return [word for word in found if word not in _STOP]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """French stem of a word given by `words`: « epiceries » and « epicerie » → « epicer »."""
    return stemmer("french").stemWord(word)  # a stemmer keeps its word in itself: one per call, for threads


def index(text: str) -> str:
    """What the search index stores: each word and its stem, once, so that whole words and beginnings are found."""
    found = words(text)
    return " ".join(dict.fromkeys(form for word in found for form in (stem(word), word)))
