"""What a correction changes in a form, in words: for the officer who publishes it and the teams whose drafts follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from programmes import kinds
from programmes.models import Question


@dataclass(frozen=True)
class Change:
    """What happened to one question."""

    label: str
    words: str


def changes_between(former: Iterable[Question], present: Iterable[Question]) -> list[Change]:
    """Questions added, taken away, then changed, in the order of the form."""
    before = {question.code: question for question in former}
    after = {question.code: question for question in present}
    found = [Change(question.label, "question ajoutée") for code, question in after.items() if code not in before]
    found += [Change(question.label, "question retirée") for code, question in before.items() if code not in after]
    for code, question in after.items():
        words = difference(before[code], question) if code in before else ""
        found += [Change(question.label, words)] if words else []
    return found


def difference(old: Question, new: Question) -> str:
    """What changed in one question, for somebody who has answered it; empty when nothing did."""
    checks = [
        (old.label != new.label, f"reformulée, avant\u00a0: «\u00a0{old.label}\u00a0»"),
        (old.kind != new.kind, f"la réponse est maintenant «\u00a0{new.get_kind_display()}\u00a0»\u00a0: relisez-la"),
        (old.options != new.options, "les choix ou les lignes ont changé"),
        (inside(old) != inside(new), "les questions du groupe ont changé"),
        (old.kind == new.kind and bounds(old) != bounds(new), f"limites\u00a0: {limits(new) or 'aucune'}"),
        (duty(old) != duty(new), "ce qui est obligatoire a changé"),
        (old.shown_if != new.shown_if, "elle n’est plus posée dans les mêmes cas"),
        (old.section != new.section, f"elle est maintenant dans «\u00a0{new.section}\u00a0»"),
        ((old.help_text, old.example) != (new.help_text, new.example), "l’aide a changé"),
    ]
    return ", ".join(words for is_changed, words in checks if is_changed)


def bounds(question):
    return question.max_length, question.least, question.most, question.free_rows


def duty(question):
    return question.required, question.required_from, question.required_if


def inside(question):
    return [(sub.code, sub.label, sub.kind, sub.options, sub.required) for sub in question.children.all()]


def limits(question: Question) -> str:
    most = (
        f"{question.max_length} caractères au plus." if question.kind == kinds.Name.LONG and question.max_length else ""
    )
    return f"{most} {kinds.of(question).limits(question)}".strip()
