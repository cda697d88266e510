"""What changed in a rule, version by version, in words."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from programmes.models import Rule
from programmes.rule_sentences import describe
from programmes.rule_values import Vocabulary

WORDS = {
    "topic": "Sujet",
    "strength": "Force",
    "checks": "Ce qui est vérifié",
    "met": "Phrase si elle est remplie",
    "not_met": "Phrase si elle n’est pas remplie",
    "unknown": "Phrase tant qu’on ne le sait pas",
    "remedy": "Que faire alors",
    "position": "Place dans la liste",
}


@dataclass(frozen=True)
class Version:
    at: datetime
    by: User | None
    reason: str
    changes: list[tuple[str, str, str]]  # label, before, after; everything for the first version


def versions(rule: Rule, words: Vocabulary) -> list[Version]:
    """The versions that were saved, the last one first."""
    rows = list(rule.history.select_related("history_user").order_by("history_id"))
    said = [_said(row, words) for row in rows]
    found = [
        Version(row.history_date, row.history_user, row.history_change_reason or "", _changes(before, after))
        for row, before, after in zip(rows, [{}, *said], said, strict=False)
    ]
    return found[::-1]


def _said(row, words):
    values = {name: str(getattr(row, name)) for name in WORDS if hasattr(row, name)}
    return values | {
        "topic": Rule(kind=row.kind).topic,
        "strength": row.get_strength_display(),
        "checks": describe(row, words),
    }


def _changes(before, after):
    return [
        (label, before.get(name, ""), after[name])
        for name, label in WORDS.items()
        if after[name] != before.get(name, "")
    ]
