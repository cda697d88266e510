"""Results of a past call in words: never a name, never a number under five, nothing before publication."""

from collections.abc import Iterable

from ess_portal.lib.french import counted, number
from programmes.models import Call, CallResult

FEWEST = 5


def results_of(call: Call) -> CallResult | None:
    """Published results of a call fetched with `select_related("result")`."""
    return getattr(call, "result", None)


def figures(result: CallResult) -> Iterable[tuple[str, str]]:
    """Label and value; the number of places is no secret, people are hidden when they are few."""
    yield "Places offertes", number(result.places)
    yield "Candidatures reçues", _hidden_when_few(result.received)
    yield "Projets admis", _hidden_when_few(result.admitted)
    yield "En liste d’attente", _hidden_when_few(result.waiting)


def in_short(result: CallResult) -> str:
    """« 34 candidatures pour 7 places »; without the first figure when it is too small to be told."""
    places = counted(result.places, "place", "places")
    if result.received < FEWEST:
        return f"{places} offertes" if result.places > 1 else f"{places} offerte"
    return f"{counted(result.received, 'candidature', 'candidatures')} pour {places}"


def _hidden_when_few(value):
    return number(value) if value >= FEWEST else f"moins de {FEWEST}"
