"""« Vouliez-vous dire »: the nearest words of the index for those that it does not hold, joined or cut if need be."""

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import pairwise

from django.db.models import Q
from django.db.models.functions import Length

from actors.models import SearchWord
from actors.search import MOST_LETTERS, sought
from ess_portal.lib.text import is_little, stem, written

SHORTEST, LONGEST = 4, 30
MOST_LETTERS_APART = 2
NEAR = 0.8


def suggestion(text: str) -> str:
    """`text` with its unknown words replaced by the nearest known ones; blank when nothing is nearer. One query.

    A space too many is taken out (« bpi france »), a missing one put back (« incubateurrégional »)."""
    looked_for = sought(text)
    unsure = [word for word in looked_for if SHORTEST <= len(word) <= LONGEST and word.isalpha()]
    joined = [one + other for one, other in pairwise(looked_for) if _may_join(one, other)]
    if not unsure and not joined:
        return ""
    known, spellings = _vocabulary(unsure, joined)
    as_typed = {word: piece for piece, word in written(text[:MOST_LETTERS]) if word}
    kept, mended, left = [], False, list(looked_for)
    while left:
        word = left.pop(0)
        if left and _may_join(word, left[0]) and word + left[0] in known:
            meant = [word + left.pop(0)]
        elif word not in unsure or _is_known(word, known, may_begin=not left):
            kept.append(as_typed.get(word, word))
            continue
        else:
            meant = _cut(word, known) or _nearest(word, known)
        kept += [spellings[one] for one in meant]
        mended = mended or bool(meant)
    return " ".join(kept) if mended else ""


def _may_join(one, other):
    return (one + other).isalpha() and SHORTEST <= len(one + other) <= LONGEST


def _halves(word):
    """Every way to read two words in one, a little word between them left out: « habitat », « humanisme »."""
    for place in range(SHORTEST, len(word) - SHORTEST + 1):
        first, rest = word[:place], word[place:]
        yield first, rest
        for little in range(1, min(4, len(rest) - SHORTEST + 1)):
            if is_little(rest[:little]):
                yield first, rest[little:]


def _vocabulary(unsure, joined):
    """Words that share the first two letters of an unsure one, or its last three, those that it may be made of, and
    those that two may make, with the entries that hold each."""
    exact = {*joined, *(half for word in unsure for pair in _halves(word) for half in pair)}
    alike = Q(word__in=exact)
    for word in unsure:
        lengths = {"length__gte": len(word) - MOST_LETTERS_APART, "length__lte": len(word) + MOST_LETTERS_APART}
        ends = Q(word__startswith=word[:2]) | Q(word__startswith=word[1] + word[0]) | Q(word__endswith=word[-3:])
        alike |= Q(ends, **lengths)
    if unsure:
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


def _cut(word, known: Mapping[str, int]) -> list[str]:
    """The two known words that a space would make, those that most entries hold; none when it is not so."""
    found = [
        (min(known[one], known[other]), one, other) for one, other in _halves(word) if {one, other} <= known.keys()
    ]
    return list(max(found)[1:]) if found else []


def _nearest(word, known: Mapping[str, int]) -> list[str]:
    """The closest word, then the one that most entries hold; none when all are far."""
    matcher = SequenceMatcher(b=word, autojunk=False)
    near = []
    for other, entries in known.items():
        matcher.set_seq1(other)
        if abs(len(other) - len(word)) <= MOST_LETTERS_APART and matcher.quick_ratio() >= NEAR:
            near.append((round(matcher.ratio(), 2), entries, other))
    best = max(near, default=(0, 0, ""))
    return [best[2]] if best[0] >= NEAR else []
