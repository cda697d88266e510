"""« Vouliez-vous dire »: the nearest words of the index for those that it does not hold."""

from collections import Counter
from difflib import SequenceMatcher

from django.db.models import Q
from django.db.models.functions import Length

from actors.models import SearchWord
from actors.search import MOST_LETTERS, sought
from ess_portal.lib.text import stem, written

SHORTEST, LONGEST = 4, 30
MOST_LETTERS_APART = 2
NEAR = 0.8


def suggestion(text: str) -> str:
    """`text` with its unknown words replaced by the nearest known ones; blank when nothing is nearer. One query."""
    looked_for = sought(text)
    unsure = [word for word in looked_for if SHORTEST <= len(word) <= LONGEST and word.isalpha()]
    if not unsure:
        return ""
    known, spellings = _vocabulary(unsure)
    as_typed = {word: piece for piece, word in written(text[:MOST_LETTERS]) if word}
    kept, mended = [], False
    for word in looked_for:
        if word not in unsure or _is_known(word, known, may_begin=word == looked_for[-1]):
            kept.append(as_typed.get(word, word))
        elif nearest := _nearest(word, known):
            kept.append(spellings[nearest])
            mended = True
    return " ".join(kept) if mended else ""


def _vocabulary(unsure):
    """Words that share the first two letters of an unsure one, or its last three, with the entries that hold each."""
    alike = Q()
    for word in unsure:
        lengths = {"length__gte": len(word) - MOST_LETTERS_APART, "length__lte": len(word) + MOST_LETTERS_APART}
        ends = Q(word__startswith=word[:2]) | Q(word__startswith=word[1] + word[0]) | Q(word__endswith=word[-3:])
        alike |= Q(ends, **lengths)
    alike |= Q(word__startswith=unsure[-1])
    known, spellings = Counter(), {}
    rows = SearchWord.objects.annotate(length=Length("word")).filter(alike).order_by("-entries", "kind", "word")
    for word, spelling, entries in rows.values_list("word", "spelling", "entries"):
        known[word] += entries
        if word not in spellings or (spelling.islower() and not spellings[word].islower()):
            spellings[word] = spelling
    return known, spellings


def _is_known(word, known, *, may_begin):
    if may_begin and any(other.startswith(word) for other in known):
        return True
    return word in known or stem(word) in {stem(other) for other in known}


def _nearest(word, known):
    """The closest word, then the one that most entries hold; None when all are far."""
    matcher = SequenceMatcher(b=word, autojunk=False)
    near = []
    for other, entries in known.items():
        matcher.set_seq1(other)
        if abs(len(other) - len(word)) <= MOST_LETTERS_APART and matcher.quick_ratio() >= NEAR:
            near.append((round(matcher.ratio(), 2), entries, other))
    best = max(near, default=(0, 0, ""))
    return best[2] if best[0] >= NEAR else None
