"""Minutes: written from the session, corrected by officers, signed by the chair alone, and checked ever after."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from applications import access, committee, links, review
from applications.committee import CommitteeRefused, Phase
from applications.models import CommitteeMember, CommitteeSession, Decision, InterestDeclaration
from applications.models.interest import InterestKind
from applications.models.minutes import Minutes, MinutesVersion
from ess_portal.lib import french

Section = list  # [agenda item id or None, text]
ENDED = (Phase.CLOSED, Phase.PUBLISHED)


class StaleMinutes(Exception):
    """Somebody else wrote since the page was opened; nothing was written."""


# Written from the session


def compose(session: CommitteeSession) -> list[Section]:
    """A heading, then one section per file: quorum, who left, the average, the note, the decision and its reasons."""
    members = list(committee.sitting(session))
    recused = InterestDeclaration.objects.filter(
        item__session=session, kind__in=InterestKind.CONFLICTS, member__left_at=None
    ).select_related("member__user")
    away: dict[int, list[InterestDeclaration]] = {}
    for declaration in recused.order_by("member"):
        away.setdefault(declaration.item_id, []).append(declaration)
    taken = Decision.objects.filter(item__session=session, superseded_at=None).prefetch_related("programmes")
    decided = {decision.item_id: decision for decision in taken}
    items = review.with_average(session.items.select_related("application__project"))
    files = [
        [item.pk, of_file(number, item, session, members, away.get(item.pk, []), decided.get(item.pk))]
        for number, item in enumerate(items, 1)
    ]
    return [[None, heading(session, members)], *files]


def heading(session: CommitteeSession, members: list[CommitteeMember]) -> str:
    def clock(moment):
        return french.clock(moment, session.call.zone_name)

    def names(present):
        told = [f"{m} (présidence)" if m.chair else str(m) for m in members if m.present is present]
        return ", ".join(told) or "personne"

    day = french.day(session.meets_at.astimezone(ZoneInfo(session.call.zone_name)).replace(tzinfo=None))
    hours = [f"ouverte à {clock(session.opened_at)}"] if session.opened_at else []
    hours += [f"close à {clock(session.closed_at)}"] if session.closed_at else []
    lines = [
        f"Comité de sélection du {day}",
        f"{session.call}, {session.call.programme}",
        f"Lieu : {session.place or 'non renseigné'}",
        f"Séance {', '.join(hours)}" if hours else "",
        f"Présences : {names(True)}",
        f"Absences : {names(False)}",
        f"Quorum demandé pour chaque dossier : {session.quorum}",
    ]
    return french.no_break("\n".join(line for line in lines if line))


def of_file(number: int, item, session, members, away, decision: Decision | None) -> str:
    gone = {declaration.member_id for declaration in away}
    voters = [member for member in members if member.present and member.pk not in gone]
    kept = "quorum atteint" if len(voters) >= session.quorum else "quorum non atteint"
    lines = [
        f"{number}. {item.application.project} ({item.application.number})",
        f"{french.counted(len(voters), 'membre prend part', 'membres prennent part')}, {kept}.",
        *[f"{one.member} {'a quitté la salle' if one.left_room_at else 'ne prend pas part'}." for one in away],
        f"Moyenne : {review.shown(item.average)} sur 20, {french.counted(item.read, 'avis', 'avis')}."
        if item.average is not None
        else "",
        item.discussion_note.strip(),
        *of_decision(decision),
    ]
    return french.no_break("\n".join(line for line in lines if line))


def of_decision(decision: Decision | None) -> list[str]:
    if decision is None:
        return ["Aucune décision."]
    rank = f", rang {decision.rank}" if decision.rank else ""
    programmes = ", ".join(str(programme) for programme in decision.programmes.all())
    told = [f"Décision : {decision.get_outcome_display().lower()}{rank}{f' : {programmes}' if programmes else ''}."]
    if decision.reason:
        told.append(f"Motif : {decision.get_reason_display().lower()}.")
    if decision.advice.strip():
        told.append(f"Conseil donné : {decision.advice.strip()}")
    if decision.message.strip():
        told.append(f"Dit à la personne : {decision.message.strip()}")
    return told


# Corrected by officers


@transaction.atomic
def generate(session: CommitteeSession, *, by: User, now: datetime) -> Minutes:
    """Write the minutes from the session, or write them anew while nobody has signed; former texts stay in history."""
    held = committee.lock(session, *ENDED)
    _refuse_lost(by, held)
    minutes, _ = Minutes.objects.get_or_create(session=held, defaults={"version": 0})
    return _write(_unsigned(minutes), compose(held), by, now)


@transaction.atomic
def correct(minutes: Minutes, texts: dict[int, str], *, version: int, by: User, now: datetime) -> Minutes:
    """Replace the sections of these positions; a section that the person may not read is left as it is."""
    committee.lock(minutes.session, *ENDED)
    held = _unsigned(minutes)
    if held.version != version:
        raise StaleMinutes
    hidden = hidden_from(by, held.session)
    sections = [
        [item, texts[place].strip() if place in texts and item not in hidden else text]
        for place, (item, text) in enumerate(held.sections)
    ]
    return held if sections == held.sections else _write(held, sections, by, now)


def _unsigned(minutes: Minutes) -> Minutes:
    held = Minutes.objects.select_for_update(of=("self",)).select_related("session__call").get(pk=minutes.pk)
    if held.signed_at:
        raise CommitteeRefused("Le procès-verbal est signé : son texte ne change plus.")
    return held


def _write(minutes: Minutes, sections: list[Section], by: User, now: datetime) -> Minutes:
    minutes.sections, minutes.version = sections, minutes.version + 1
    minutes.save(update_fields=["sections", "version"])
    MinutesVersion.objects.create(minutes=minutes, number=minutes.version, sections=sections, by=by, at=now)
    return minutes


def _refuse_lost(by: User, session: CommitteeSession) -> None:
    if links.hidden_from(by, session):
        raise CommitteeRefused("Un lien vous sépare d’un dossier : une autre personne rédige le procès-verbal.")


# Signed by the chair


@transaction.atomic
def sign(minutes: Minutes, *, version: int, by: User, now: datetime) -> Minutes:
    """Freeze the text that the chair has read (`version`), with its fingerprint; decisions are published."""
    session = committee.lock(minutes.session)
    if not session.members.filter(user=by, chair=True, left_at=None).exists():
        raise CommitteeRefused("Seule la présidence du comité signe le procès-verbal.")
    if session.phase != Phase.PUBLISHED:
        raise CommitteeRefused("Le procès-verbal se signe quand les décisions sont publiées.")
    held = _unsigned(minutes)
    if held.version != version:
        raise StaleMinutes
    held.signed_by, held.signed_at = by, now
    held.fingerprint = fingerprint(held)
    held.save(update_fields=["signed_by", "signed_at", "fingerprint"])
    return held


def fingerprint(minutes: Minutes) -> str:
    """SHA-256 of what was signed: the text, who signed and when."""
    signed = [minutes.session_id, minutes.version, minutes.sections, minutes.signed_by_id]
    signed.append(minutes.signed_at.astimezone(ZoneInfo("UTC")).isoformat() if minutes.signed_at else "")
    return sha256(json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def is_intact(minutes: Minutes) -> bool:
    """Whether the stored text is the one that was signed."""
    return bool(minutes.signed_at) and fingerprint(minutes) == minutes.fingerprint


# Who reads what


def hidden_from(user: access.Person, session: CommitteeSession) -> set[int]:
    """Files whose section the person never reads: those she lost; for a member, those she was not free to read."""
    lost = links.hidden_from(user, session)
    if access.runs(user, session.call) or session.members.filter(user=user, chair=True, left_at=None).exists():
        return lost
    own = InterestDeclaration.objects.filter(item__session=session, member__user=user, kind=InterestKind.NONE)
    return set(session.items.exclude(pk__in=own.values("item")).values_list("pk", flat=True))


@dataclass(frozen=True)
class Shown:
    place: int
    text: str
    is_hidden: bool

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def rest(self) -> str:
        return self.text.partition("\n")[2]


def read_by(user: access.Person, minutes: Minutes) -> list[Shown]:
    hidden = hidden_from(user, minutes.session)
    return [
        Shown(place, "" if item in hidden else text, item in hidden)
        for place, (item, text) in enumerate(minutes.sections)
    ]
