"""Calls of the demonstration: one open, one in committee, one under way, and those of other programmes."""

from datetime import datetime, timedelta

from accounts.models import User
from ess_portal.demo.content import CRITERIA, QUESTIONS
from programmes import calls
from programmes.models import Call, CallCriterion, CallDocument, Programme, Question

EVENING = 18


def at_evening(moment: datetime, days: int) -> datetime:
    """Six in the evening, `days` after `moment`."""
    return (moment + timedelta(days=days)).replace(hour=EVENING, minute=0, second=0, microsecond=0)


def make_call(
    slug: str, programme: str, title: str, *, by: User, now: datetime, opens: int, closes: int | None, places: int
) -> Call:
    """A complete call of a real programme, announced the day before; `opens` and `closes` are days from now."""
    opens_at = at_evening(now, opens).replace(hour=9)
    call = Call.objects.create(
        slug=slug,
        programme=Programme.objects.get(slug=programme),
        title=title,
        presentation=(
            "Appel fictif de la démonstration. Les conditions viennent du programme réel ; "
            "les dates, les places et les critères sont inventés."
        ),
        opens_at=opens_at,
        closes_at=None if closes is None else at_evening(now, closes),
        committee_on=None if closes is None else (now + timedelta(days=closes + 15)).date(),
        answer_by=None if closes is None else (now + timedelta(days=closes + 22)).date(),
        starts_on=None if closes is None else (now + timedelta(days=closes + 60)).date(),
        places=places,
        contact="appels@demo.example",
    )
    write_form(call)
    return calls.publish(call, by=by, now=opens_at - timedelta(days=1))


def write_form(call: Call) -> None:
    """Questions, documents (those of the programme's sheet) and the grid."""
    revision = calls.form_of(call)
    Question.objects.bulk_create(
        Question(
            revision=revision,
            section=section,
            position=position,
            code=code,
            kind=kind,
            label=label,
            help_text=help_text,
            max_length=limit,
            options=options,
        )
        for position, (section, code, kind, label, help_text, limit, options) in enumerate(QUESTIONS, 1)
    )
    documents = call.programme.documents.exclude(code="dossier_candidature")
    CallDocument.objects.bulk_create(
        CallDocument(call=call, kind=kind, position=position, required=kind.code == "preuve_adhesion_cress")
        for position, kind in enumerate(documents, 1)
    )
    CallCriterion.objects.bulk_create(
        CallCriterion(call=call, name=name, help_text=help_text, weight=weight, position=position)
        for position, (name, help_text, weight) in enumerate(CRITERIA, 1)
    )
