"""The usual delay of a programme: from sending to the first answer, counted honestly on the last two years.

A file that still waits counts as having waited until now, so that a programme that answers the easy half at once
does not look quick (the estimate of Kaplan and Meier). Whole days, computed here and not by the database, so both
engines say the same. No figure below five answers, and never one per person.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from applications.models import Application
from ess_portal.lib import french
from programmes.models import Programme

WINDOW = timedelta(days=730)
FEWEST = 5
OF_THE_TEAM = frozenset({"submit", "withdraw", "confirm"})
UNKNOWN = "Pas encore assez de réponses dans ce programme pour annoncer un délai habituel."


@dataclass(frozen=True)
class Usual:
    """`median` and `nine_in_ten` in days; None when too many files still wait to say it. `longest` was seen."""

    cases: int
    median: int | None
    nine_in_ten: int | None
    longest: int

    @property
    def words(self) -> str:
        if self.median is None:
            return f"D’habitude, la première réponse demande plus de {days(self.longest)}."
        half = f"D’habitude, la première réponse vient en {days(self.median)} ou moins une fois sur deux"
        if self.nine_in_ten is None:
            return f"{half}, et il arrive qu’elle demande plus de {days(self.longest)}."
        return f"{half}, en {days(self.nine_in_ten)} ou moins neuf fois sur dix."

    @property
    def source(self) -> str:
        files = french.counted(self.cases, "dossier", "dossiers")
        return f"Compté sur {files} de ce programme depuis deux ans, ceux qui attendent encore compris."


def days(count: int) -> str:
    return french.counted(count, "jour", "jours")


def usual(programme: Programme, now: datetime) -> Usual | None:
    """What may be said of the programme; None under five answered files."""
    waits = list(waited(programme, now))
    if sum(answered for _, answered in waits) < FEWEST:
        return None
    longest = max(length for length, _ in waits)
    return Usual(len(waits), quantile(waits, 0.5), quantile(waits, 0.9), longest)


def waited(programme: Programme, now: datetime) -> Iterable[tuple[int, bool]]:
    """(days, whether they ended with an answer) of each file sent within the window; a withdrawal ends the wait."""
    by_then = Q(steps__at__lte=now)
    rows = (
        Application.objects.filter(call__programme=programme)
        .annotate(
            sent=Min("steps__at", filter=Q(steps__name="submit")),
            answer=Min("steps__at", filter=~Q(steps__name__in=OF_THE_TEAM) & by_then),
            left=Min("steps__at", filter=Q(steps__name="withdraw") & by_then),
        )
        .filter(sent__gt=now - WINDOW, sent__lte=now)
        .order_by()
        .values_list("sent", "answer", "left")
    )
    for sent, answer, left in rows:
        end = answer or left or now
        yield french.days_between(timezone.localdate(sent), timezone.localdate(end)), answer is not None


def quantile(waits: list[tuple[int, bool]], share: float) -> int | None:
    """The fewest days within which `share` of the files had their answer; None when it was never reached."""
    answers = Counter(length for length, answered in waits if answered)
    waiting = 1.0
    for length in sorted(answers):
        at_risk = sum(1 for other, _ in waits if other >= length)
        waiting *= 1 - answers[length] / at_risk
        if waiting <= 1 - share + 1e-9:
            return length
    return None
