"""French text made comparable: for search (both engines read the same stems) and for sorting (neither sorts French)."""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_JOINED = re.compile(r"[^\W_]+(?:[-’'·.][^\W_]+)+")
_LITTLE_WORDS = (
    "a ai au aux avec c ce ces cet cette cherche comment d dans de des du elle elles en est et eux il ils j je l la le "
    "les leur leurs m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que quel quelle quelles quels "
    "qui quoi s sa se ses si son sont sur t ta te tes toi ton tu un une veux vos votre voudrais vous y"
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
    """Words that mean something, in order: elisions, stop words and punctuation dropped, « D.L.A. » made « dla »."""
    text = _DOTTED.sub(lambda acronym: acronym[0].replace(".", ""), _ELISION.sub(" ", text))
    return [word for word in _WORD.findall(plain(text)) if word not in _STOP]


def is_little(word: str) -> bool:
    """Whether a search passes over it: « de », « et », « pour »."""
    return word in _STOP


def written(text: str) -> list[tuple[str, str]]:
    """The text cut in pieces that make it again, each with its words as `words` gives them, blank between two words."""
    pieces, end = [], 0
    text = unicodedata.normalize("NFC", text)
    for found in _WORD.finditer(text):
        pieces += [(text[end : found.start()], ""), (found[0], _bare(found[0]))]
        end = found.end()
    return [*pieces, (text[end:], "")]


@lru_cache(maxsize=20_000)
def _bare(token):
    return " ".join(words(token))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """French stem of a word given by `words`: « epiceries » and « epicerie » → « epicer », « lieux » → « lieu »."""
    found = stemmer("french").stemWord(word)  # a stemmer keeps its word in itself: one per call, for threads
    return found[:-1] if found.endswith("eux") else found


def stems(text: str) -> str:
    """Stems of the text's words in order: what makes two ways of writing a name the same."""
    return " ".join(stem(word) for word in words(text))


def index(text: str) -> str:
    """What the search index stores, between spaces: each word and its stem, once, « intermade » for « Inter-Made »."""
    joined = [re.sub(r"[\W_]", "", plain(compound)) for compound in _JOINED.findall(_ELISION.sub(" ", text))]
    found = dict.fromkeys(form for word in words(text) for form in (stem(word), word)) | dict.fromkeys(joined)
    return f" {' '.join(found)} "
