"""Texts that staff may rewrite: {placeholders} filled with words, never template syntax, so that no text is code."""

import re
from collections.abc import Iterable, Mapping

PLACEHOLDER = re.compile(r"\{(\w+)\}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
SPACES = re.compile(" {2,}")
DOMAIN_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2,})")
LONGEST_WORDS = 200


def names_in(*texts: str) -> set[str]:
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def fill(text: str, words: Mapping[str, str], default: str = "") -> str:
    """Replace each {placeholder} once: what a word holds is never read as a placeholder again."""
    return PLACEHOLDER.sub(lambda found: words.get(found[1]) or default, text)


def one_line(words: object) -> str:
    """Words that somebody chose (a name, a title), safe in a header and a mail: one line, and no link in them."""
    line = single_line(str(words)).replace("://", " : ").replace("@", " (à) ")
    return DOMAIN_DOT.sub(". ", line)[:LONGEST_WORDS].rstrip()


def single_line(text: str) -> str:
    """The text on one line, with its no-break spaces."""
    return SPACES.sub(" ", CONTROL.sub(" ", text)).strip()


def in_braces(names: Iterable[str]) -> str:
    """« {contact}, {lien} et {nom} »."""
    words = [f"{{{name}}}" for name in sorted(names)]
    return " et ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
