"""What a call still lacks before it is announced: each line names the part of the call where it is mended."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from programmes.models import Call, Programme

COPY_MARK = " (copie)"


@dataclass(frozen=True)
class Line:
    """One thing to have before announcing; `part` is a field of the call or the name of one of its lists."""

    sentence: str
    part: str
    done: bool


def lines(call: Call, now: datetime) -> list[Line]:
    """The whole checklist, in the order in which a call is written."""
    checks = [*_texts(call), *_dates(call, now), *_lists(call, now)]
    return [Line(sentence, part, bool(done)) for done, sentence, part in checks]


def lacks(call: Call, now: datetime) -> list[Line]:
    """What must still be written before the call is announced; empty when it is ready."""
    return [line for line in lines(call, now) if not line.done]


def _texts(call):
    public = Programme.objects.public().filter(pk=call.programme_id).exists()
    yield public, "Un programme dont la structure est dans l’annuaire public.", "programme"
    yield (
        not call.title.endswith(COPY_MARK),
        f"Un titre propre à cet appel, sans «\u00a0{COPY_MARK.strip()}\u00a0».",
        "title",
    )
    yield call.presentation.strip(), "La présentation de l’appel.", "presentation"
    yield call.contact.strip(), "Un contact pour les questions.", "contact"


def _dates(call, now):
    yield call.opens_at, "La date d’ouverture.", "opens_at"
    if call.is_permanent:  # no session and no cohort: decisions all year round (decisions.md 56)
        return
    yield call.closes_at and call.closes_at > now, "Une clôture à venir.", "closes_at"
    yield call.committee_on, "La date du comité.", "committee_on"
    yield call.answer_by, "La date de réponse au plus tard.", "answer_by"
    yield call.starts_on, "Le premier jour du programme.", "starts_on"
    if call.committee_on and call.answer_by:
        yield call.committee_on <= call.answer_by, "Une réponse promise après le comité, pas avant.", "answer_by"


def _lists(call, now):
    yield call.revisions.filter(questions__isnull=False).exists(), "Au moins une question.", "questions"
    yield call.criteria.exists(), "Au moins un critère de notation.", "criteria"
    shared = call.categories.aggregate(total=Sum("places"))["total"]
    if shared is not None:
        words = (
            f"Des catégories qui comptent ensemble les {call.places} places de l’appel (elles en comptent {shared})."
        )
        yield shared == call.places, words, "categories"
    if call.requires_meeting:
        yield call.meetings.to_come(now).exists(), "Une réunion d’information à venir.", "meetings"
