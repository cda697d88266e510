"""The words of a decision: which letter says it, and what fills its blanks; a preview reads the same."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from applications import letters
from applications.models import Decision, Letter, RedirectProposal
from applications.screening import other_programme, programme_lines
from programmes import call_letters
from programmes.models import Programme
from projects.models import TeamMember

Outcome = Decision.Outcome
LETTERS = {
    Outcome.ADMIT: "admitted",
    Outcome.WAITLIST: "waitlisted",
    Outcome.DECLINE: "declined",
    Outcome.REDIRECT: "redirected",
}


def letter_of(decision: Decision, now: datetime) -> tuple[str, dict[str, str]]:
    """The letter's code and the words of this decision, as it would be written at `now`."""
    call = decision.application.call
    programmes = list(decision.programmes.all())
    deadline = decision.confirm_by or timezone.localdate(now) + timedelta(days=call.confirmation_days)
    words = {
        "points_forts": decision.message,
        "raison": decision.get_reason_display() if decision.reason else decision.message,
        "conseil": decision.advice,
        "pistes": programme_lines(programmes) or other_leads(),
        "rang": str(decision.rank or ""),
        "date_limite": letters.day_words(deadline),
        "date_fin_liste": letters.day_words(call.starts_on),
        "duree": duration_words(call.programme),
        "prix": price_words(call.programme),
        "duree_echange": "30 minutes",
        **other_programme(programmes),
    }
    return LETTERS[Outcome(decision.outcome)], words


def previews(decisions: list[Decision], now: datetime) -> list[Letter]:
    """The letters that the publication would write for files of one call, not saved, in a fixed number of queries."""
    if not decisions:
        return []
    templates = call_letters.texts(decisions[0].application.call, list(LETTERS.values()))
    people = writers([decision.application.project_id for decision in decisions])
    drafts = []
    for decision in decisions:
        code, words = letter_of(decision, now)
        team = people.get(decision.application.project_id, [])
        drafts.append(letters.draft(templates[code], decision.application, team, words))
    return drafts


def writers(projects: list) -> dict:
    """Those who answer for each project, as `letters.addressees` finds them for one."""
    rows = TeamMember.objects.active().filter(project__in=projects, role__in=TeamMember.WRITERS)
    found: dict = {}
    for row in rows.select_related("user").order_by("user"):
        found.setdefault(row.project_id, []).append(row.user)
    return found


def ask_for_agreement(decision: Decision, *, by: User, now: datetime) -> RedirectProposal:
    """After a committee the person still chooses: accept, prefer another lead, or stay without (decisions.md 34)."""
    proposal, _ = RedirectProposal.objects.get_or_create(
        application=decision.application,
        answered_at=None,
        defaults={"sentence": decision.message, "proposed_by": by, "proposed_at": now},
    )
    proposal.programmes.set(decision.programmes.all())
    return proposal


def other_leads() -> str:
    """What can be offered to anybody: nobody is left without a next step."""
    return f"- regarder les autres programmes : {settings.SITE_ADDRESS}{reverse('programmes:index')}"


def duration_words(programme: Programme) -> str:
    if not programme.duration_value:
        return ""
    unit = programme.get_duration_unit_display()
    plural = "s" if programme.duration_value > 1 and not unit.endswith("s") else ""
    return f"{programme.duration_value} {unit}{plural}"


def price_words(programme: Programme) -> str:
    if programme.cost is None:
        return ""
    return "gratuit" if programme.cost == 0 else f"{programme.cost} €"
