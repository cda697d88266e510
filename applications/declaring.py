"""What only the team can say: its declarations and its category of places, never overwritten in silence.

Like the answers, they are saved as one types: a late save of an open page never wins over a later one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from applications import categories, completeness, draft
from applications.models import Application, DraftPage
from applications.pages import NO_PAGE, OpenPage, Order
from programmes.models import Rule

CATEGORY = "_categorie"  # no rule has this code


@dataclass(frozen=True)
class Clash:
    """Two values for one declaration: the one that somebody saved meanwhile, and the one just given."""

    code: str
    saved: str
    typed: str


@dataclass
class Saved:
    """`clashes` were left as they stood; `standing`, by code, are the values of the page that now stand."""

    clashes: list[Clash] = field(default_factory=list)
    standing: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save(
    application: Application,
    values: Mapping[str, str],
    shown: Mapping[str, str],
    *,
    by: User,
    page: OpenPage = NO_PAGE,
    in_passing: bool = False,
) -> Saved:
    """Keep each value by the code of its rule, or CATEGORY; a blank takes the declaration back.

    `shown` gives what the page displayed: what its writer left alone is not saved, and what somebody changed meanwhile
    stands. Raises what `draft.lock_for` raises.
    """
    held, order = draft.lock_for(application, page, by, in_passing=in_passing)
    rules = {rule.code: rule for rule in completeness.declared_rules(held)}
    stored = standing(held)
    opened = held.pages.filter(user=by, writer=page.writer).first() if order is Order.LATEST else None
    saved = Saved()
    for code, value in values.items():
        before, now = shown.get(code, stored.get(code, "")), stored.get(code, "")
        is_own = opened is not None and opened.wrote.get(code) == now
        if value == now or ((now == before or is_own) and put(held, rules.get(code), code, value)):
            saved.standing[code] = value
        elif value != before:
            saved.clashes.append(Clash(code, now, value))
    remember(opened, saved)
    held.save(update_fields=["updated_at"])
    return saved


def standing(application: Application) -> dict[str, str]:
    """What is declared, by the code of its rule; the id of the category under CATEGORY."""
    declared = dict(application.declarations.values_list("rule__code", "value"))
    return {**declared, CATEGORY: str(application.category_id or "")}


def put(draft_held: Application, rule: Rule | None, code: str, value: str) -> bool:
    """Write one value; False when the call asks for no such thing."""
    if code == CATEGORY:
        categories.choose(draft_held, draft_held.call.categories.filter(pk=value or None).first())
    elif rule is None:
        return False
    elif value:
        draft_held.declarations.update_or_create(rule=rule, defaults={"value": value})
    else:
        draft_held.declarations.filter(rule=rule).delete()
    return True


def remember(opened: DraftPage | None, saved: Saved) -> None:
    """What a page wrote is its own to replace, even when the answer to its save was lost on the way."""
    if opened is not None:
        opened.wrote = {**opened.wrote, **saved.standing}
        opened.save(update_fields=["wrote", "updated_at"])
