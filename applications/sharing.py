"""Who could read which file: the balanced proposal of a session, with its reasons, and who takes a file given back."""

from dataclasses import dataclass

from applications import balancing, committee
from applications.models import AgendaItem, CommitteeMember, CommitteeSession, ReadingRefusal
from ess_portal.lib import french


@dataclass(frozen=True)
class Cell:
    """One file and one member: chosen or not, why, and what bars her."""

    member: CommitteeMember
    pair: str
    chosen: bool
    why: str = ""
    barrier: str = ""


@dataclass(frozen=True)
class Line:
    item: AgendaItem
    cells: list[Cell]
    lacks: str = ""


@dataclass(frozen=True)
class Proposal:
    """The whole table as it would be given; `loads` says how many files each member would read."""

    lines: list[Line]
    loads: list[tuple[CommitteeMember, int]]

    @property
    def short(self) -> list[Line]:
        return [line for line in self.lines if line.lacks]


def propose(session: CommitteeSession, least: int, *, chair_reads: bool = True) -> Proposal:
    """At least `least` readers per file; what is already given stays. Nothing is written."""
    known = readers_of(session)
    members = [member for member in known if chair_reads or not member.chair]
    items = list(files_of(session))
    barred = committee.barriers(session)
    given = {(given.item_id, given.member_id) for item in items for given in item.assignments.all()}
    about = {item.pk: topics(item) for item in items}
    plan = balancing.share(
        [balancing.File(item.pk, frozenset(about[item.pk])) for item in items],
        [balancing.Reader(member.pk, knowledge(member)) for member in members],
        set(barred),
        given,
        least,
    )
    lines = []
    for item in items:
        chosen = plan.readers_of[item.pk]
        cells = [
            Cell(
                member,
                f"{item.pk}:{member.pk}",
                member.pk in chosen,
                why(member, about[item.pk], plan, (item.pk, member.pk) in given) if member.pk in chosen else "",
                barred.get((item.pk, member.pk), ""),
            )
            for member in known
        ]
        lines.append(Line(item, cells, lack(plan.short.get(item.pk, 0), len(chosen))))
    return Proposal(lines, [(member, plan.loads[member.pk]) for member in known])


def readers_of(session: CommitteeSession) -> list[CommitteeMember]:
    return list(committee.sitting(session).prefetch_related("stages", "departments"))


def files_of(session: CommitteeSession):
    stages = session.items.select_related("application__project__stage", "application__project__department")
    return stages.prefetch_related("assignments")


def topics(item: AgendaItem) -> dict[str, str]:
    """What a file is about, in words that a seat may share: code → label."""
    project = item.application.project
    found = {f"stage:{project.stage_id}": f"étape {project.stage}"}
    if project.department_id:
        found[f"department:{project.department_id}"] = str(project.department)
    return found


def knowledge(member: CommitteeMember) -> frozenset[str]:
    stages = {f"stage:{stage.pk}" for stage in member.stages.all()}
    return frozenset(stages | {f"department:{department.pk}" for department in member.departments.all()})


def why(member: CommitteeMember, about: dict[str, str], plan: balancing.Plan, given: bool) -> str:
    """« déjà confié », « connaît : … », or the balance of loads."""
    if given:
        return "déjà confié"
    shared = [label for code, label in about.items() if code in knowledge(member)]
    if shared:
        return f"connaît : {', '.join(shared)}"
    return f"équilibre : {french.counted(plan.loads[member.pk], 'dossier', 'dossiers')} en tout"


def lack(missing: int, found: int) -> str:
    if not missing:
        return ""
    possible = french.counted(found, "lecteur possible", "lecteurs possibles")
    return f"{possible} sur {found + missing} : les autres membres ne peuvent pas lire ce dossier"


# Files given back


def given_back(session: CommitteeSession, hidden: set[int]) -> list[tuple[ReadingRefusal, CommitteeMember | None]]:
    """Each file given back without being replaced, and the least loaded member who may take it.

    A file leaves the list once it has been given to somebody after the refusal.
    """
    refusals = list(
        ReadingRefusal.objects.filter(item__session=session)
        .exclude(item__in=hidden)
        .select_related("item__application__project", "member__user")
        .prefetch_related("item__assignments")
    )
    waiting = [one for one in refusals if not any(g.assigned_at > one.at for g in one.item.assignments.all())]
    if not waiting:
        return []
    members = readers_of(session)
    barred = committee.barriers(session)
    given = [(one.item_id, one.member_id) for one in committee.assignments(session)]
    load = {member.pk: sum(reader == member.pk for _, reader in given) for member in members}
    found = []
    for refusal in waiting:
        free = [m for m in members if (refusal.item_id, m.pk) not in barred and (refusal.item_id, m.pk) not in given]
        known = set(topics(refusal.item))
        free.sort(key=lambda member: (load[member.pk], -len(known & knowledge(member)), member.pk))
        found.append((refusal, free[0] if free else None))
    return found
