"""What the selection pages draw: states as badges (a tone, an icon, a word), marks as dots, figures in words."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from applications import review
from applications.models import Decision
from applications.review import Phase
from applications.states import State
from ess_portal.lib import french
from programmes.eligibility import Status

register = template.Library()

AXIS_START, AXIS_UNIT = 6, 7.4  # a strip 160 wide holds marks from 0 to 20

LOOKS = {
    State.SUBMITTED: ("info", "inbox", "à vérifier"),
    State.ADMISSIBLE: ("ok", "check-circle", "recevable"),
    State.INADMISSIBLE: ("", "no-symbol", "non recevable"),
    State.ADMITTED: ("ok", "check-circle", "admise"),
    State.WAITLISTED: ("warn", "queue-list", "liste d’attente"),
    State.DECLINED: ("", "x-circle", "non retenue"),
    State.REDIRECTED: ("", "arrow-uturn-right", "orientée ailleurs"),
    State.CONFIRMED: ("ok", "hand-thumb-up", "place confirmée"),
    State.LAPSED: ("", "clock", "sans réponse"),
    State.WITHDRAWN: ("", "arrow-uturn-right", "retirée"),
    State.DRAFT: ("", "pencil-square", "brouillon"),
}
VERDICTS = {
    Status.MET: ("ok", "check-circle", "remplie"),
    Status.NOT_MET: ("bad", "x-circle", "non remplie"),
    Status.UNKNOWN: ("warn", "question-mark-circle", "à vérifier"),
}
OUTCOMES = {
    Decision.Outcome.ADMIT: ("ok", "check-circle", "Admise"),
    Decision.Outcome.WAITLIST: ("warn", "queue-list", "Liste d’attente"),
    Decision.Outcome.DECLINE: ("", "x-circle", "Non retenue"),
    Decision.Outcome.REDIRECT: ("info", "arrow-uturn-right", "Orientée ailleurs"),
}


def badge(tone, icon, text):
    return render_to_string("components/badge.html", {"tone": tone, "icon": icon, "text": text})


@register.simple_tag
def state_badge(state):
    return badge(*LOOKS[State(state)])


def awaited_badge(due_on, today):
    if due_on is None:
        return "–"
    late = due_on < today
    text = f"date passée ({french.day(due_on, year=False)})" if late else f"avant le {french.day(due_on, year=False)}"
    return badge("bad" if late else "warn", "exclamation-triangle" if late else "clock", text)


def turn_cell(turn, due_on, today):
    """On a list: whose answer is awaited, since when, and before which date the team was asked."""
    who, _, since = turn_words(turn).partition(", ")
    words = format_html('{}<br><span class="xs muted">{}</span>', who, since) if since else who
    if turn.is_the_teams and due_on:
        return format_html("{}<br>{}", words, awaited_badge(due_on, today))
    return words


@register.simple_tag
def turn_words(turn):
    """« de nous, depuis 12 jours », as officers read it."""
    who = {"team": "de l’équipe", "staff": "de nous"}.get(turn.side)
    if who is None:
        return "–"
    if turn.since is None:
        return who
    days = french.days_between(timezone.localdate(turn.since), timezone.localdate())
    return f"{who}, depuis {french.counted(days, 'jour', 'jours')}" if days > 0 else f"{who}, depuis aujourd’hui"


@register.simple_tag
def verdict_badge(status):
    return badge(*VERDICTS[Status(status)])


@register.simple_tag
def outcome_badge(decision):
    """The decision in a badge; a place on the waiting list says its rank."""
    tone, icon, text = OUTCOMES[Decision.Outcome(decision.outcome)]
    return badge(tone, icon, f"{text}, rang {decision.rank}" if decision.rank else text)


@register.filter
def score(value):
    """« 14,1 », or « – » when nobody has marked."""
    return review.shown(value)


@register.filter
def is_wide(spread):
    return spread is not None and spread >= review.WIDE_SPREAD


@register.inclusion_tag("committee/_dots.html")
def dots(scores, average):
    """Marks on 20 along an axis, with their average."""
    known = sorted(value for value in scores if value is not None)
    ends = f"Notes de {review.shown(known[0])} à {review.shown(known[-1])} sur 20" if known else "Aucune note"
    return {
        "dots": [abscissa(value) for value in known],
        "average": abscissa(average) if average is not None else None,
        "low": abscissa(known[0]) if known else None,
        "high": abscissa(known[-1]) if known else None,
        "label": f"{ends}, moyenne {review.shown(average)}" if known else ends,
    }


def abscissa(value):
    return f"{AXIS_START + AXIS_UNIT * value:.1f}"


PHASES = {
    Phase.READING: ("info", "book-open", "Lecture et notes"),
    Phase.DISCUSSION: ("ok", "play-circle", "En séance"),
    Phase.CLOSED: ("warn", "lock-closed", "Séance close"),
    Phase.PUBLISHED: ("", "megaphone", "Décisions publiées"),
}


@register.simple_tag
def phase_badge(phase):
    return badge(*PHASES[Phase(phase)])
