"""Changes that an organisation's people propose to their sheets, decided field by field by those who check them."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.outbox import owe
from actors import keepers
from actors.checking import declare
from actors.models import Proposal, ProposedChange
from actors.reports import space_link
from actors.sheet_kinds import Sheet, about, kind_of, save, stored_text

Outcome = ProposedChange.Outcome
WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Decision:
    """What somebody decides on one change; `seen` is the mark of the text that the sheet held before her eyes."""

    outcome: str
    reason: str
    seen: str


@dataclass(frozen=True)
class Comparison:
    """One change beside the sheet as it stands; `pieces` are those of `difference`."""

    change: ProposedChange
    label: str
    before: str
    now: str
    after: str
    pieces: list[tuple[str, str]]
    seen: str

    @property
    def is_conflict(self):
        """The sheet has changed since its author read it, and not into what she proposes."""
        return not self.change.outcome and self.before != self.now and self.now != self.after


class Moved(Exception):
    """The sheet changed, or somebody decided, since the page was read: nothing was applied."""


class Unfit(Exception):
    """A value that the sheet cannot hold; the sentence says which."""


@transaction.atomic
def propose(sheet: Sheet, changes: dict[str, tuple[str, str]], *, by: User, note: str, now: datetime) -> Proposal:
    """Keep (what was read, what is proposed) by field name, and tell those who check the sheet."""
    proposal = Proposal.objects.create(**about(sheet), by=by, note=note, made_at=now)
    ProposedChange.objects.bulk_create(
        ProposedChange(proposal=proposal, field=name, before=before, after=after)
        for name, (before, after) in changes.items()
    )
    link = settings.SITE_ADDRESS + reverse("admin:actors_proposal_change", args=[proposal.pk])
    for person in keepers.checkers_of(proposal.actor):
        if person != by:
            owe(person, "proposal_received", key=f"proposal:{proposal.pk}:received:{person.pk}", link=link)
    return proposal


def compare(proposal: Proposal, lists: dict[str, dict[str, str]]) -> list[Comparison]:
    """Every change of a proposal beside the sheet; once decided, beside what its author had read.

    `lists` is that of `SheetKind.in_words`.
    """
    kind, sheet = kind_of(proposal.sheet), proposal.sheet
    found = []
    for change in proposal.changes.all():
        current = stored_text(sheet, change.field)
        before, now, after = (
            kind.in_words(change.field, text, lists) for text in (change.before, current, change.after)
        )
        tell = line_difference if kind.value(change.field).is_list else difference
        pieces = tell(before if change.outcome else now, after)
        found.append(Comparison(change, kind.label(change.field), before, now, after, pieces, mark(current)))
    return found


@transaction.atomic
def decide(proposal: Proposal, decisions: dict[int, Decision], *, by: User, now: datetime) -> Proposal:
    """Accept or refuse changes, all those given or none; the last decision closes the proposal and tells its author.

    Raises Moved when the sheet or a decision is no longer what was read, Unfit when a value cannot be written.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    kind = kind_of(proposal.sheet)
    sheet = kind.model.objects.select_for_update().get(pk=proposal.sheet.pk)
    waiting = {change.pk: change for change in proposal.changes.filter(outcome="")}
    for pk, decision in decisions.items():
        if pk not in waiting or decision.seen != mark(stored_text(sheet, waiting[pk].field)):
            raise Moved
    decided = [_decided(waiting[pk], decision, by, now) for pk, decision in decisions.items()]
    accepted = [change for change in decided if change.outcome == Outcome.ACCEPTED]
    if accepted:
        _write(sheet, accepted, by=by, author=proposal.by)
    ProposedChange.objects.bulk_update(decided, ["outcome", "reason", "decided_by", "decided_at"])
    if len(decided) == len(waiting):
        _close(proposal, sheet, by, now)
    return proposal


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Words that stay, go and come: [("same", "Un "), ("old", "petit "), ("new", "grand "), ("same", "lieu")]."""
    return _pieces(WORD.findall(old), WORD.findall(new))


def line_difference(old: str, new: str) -> list[tuple[str, str]]:
    """The same for a list: a line stays, goes or comes whole."""
    return _pieces(*([f"{line}\n" for line in text.splitlines()] for text in (old, new)))


def _pieces(before, after):
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(before[i1:i2])))
            continue
        pieces += [("old", "".join(before[i1:i2]))] if i1 < i2 else []
        pieces += [("new", "".join(after[j1:j2]))] if j1 < j2 else []
    return pieces


def mark(text: str) -> str:
    """A short mark of a text, to know later whether it is still the one that was read."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def fit(sheet: Sheet, name: str, text: str) -> None:
    """Put a proposed text into a field of the sheet; raises Unfit when the field cannot hold it."""
    try:
        kind_of(sheet).value(name).write(sheet, text)
    except ValidationError as error:
        raise Unfit(f"{kind_of(sheet).label(name)} : {' '.join(error.messages)}") from error


def _decided(change, decision, by, now):
    change.outcome, change.reason = decision.outcome, decision.reason
    change.decided_by, change.decided_at = by, now
    return change


def _write(sheet, accepted, *, by, author):
    for change in accepted:
        fit(sheet, change.field, change.after)
    if author and keepers.is_of_house(author, kind_of(sheet).house(sheet)):
        declare(sheet)
    save(sheet, by=by, reason="Modification proposée, acceptée")


def _close(proposal, sheet, by, now):
    proposal.closed_at = now
    proposal.save(update_fields=["closed_at"])
    if proposal.by and proposal.by != by:
        owe(proposal.by, "proposal_decided", key=f"proposal:{proposal.pk}:decided", link=space_link(sheet))
