"""Thousands of rows of the search index, of French-looking words drawn with a fixed seed."""

import random

from actors.indexing import Entry, learn_words
from actors.models import SearchEntry

ROOTS = "action aide atelier avenir bois cantine chantier ferme four halle jardin lien marche mobil papier recycl soin"
ENDINGS = ["", "s", "age", "ation", "eur", "euse", "ment", "ier", "iste", "if"]
WORDS = [root + ending for root in ROOTS.split() for ending in ENDINGS]
COMMON, SHARE = "épicerie", 0.2


def entries(kind: str, count: int) -> list[Entry]:
    """`count` entries; one in five holds « épicerie », in its name for half of them."""
    draw = random.Random(f"{kind}{count}")
    return [_entry(draw, kind, n) for n in range(count)]


def _entry(draw, kind, n):
    name = [*draw.choices(WORDS, k=3), str(n)]
    text = draw.choices(WORDS, k=60)
    if draw.random() < SHARE:
        draw.choice([name, text]).insert(0, COMMON)
    facts = draw.choices(WORDS, k=6)
    return Entry(f"{kind}-{n}", " ".join(name), f"/{kind}/{n}/", [" ".join(name)], facts, [" ".join(text)])


def fill(sizes: dict[str, int]) -> None:
    """An index that holds so many entries of each kind, and its vocabulary."""
    for kind, count in sizes.items():
        made = entries(kind, count)
        rows = [SearchEntry(kind=kind, slug=entry.slug, **entry.values()) for entry in made]
        SearchEntry.objects.bulk_create(rows, batch_size=1000)
        learn_words(kind, made, afresh=True)
