"""Calls of the demonstration: one open, one in committee, one under way, and those of other programmes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from ess_portal.demo.content import CRITERIA, INFORMATIVE, LEVELS, QUESTIONS
from ess_portal.lib.french import no_break
from programmes import calls
from programmes.models import Call, CallCriterion, CallDocument, Entry, Programme, Question

EVENING = 18


@dataclass(frozen=True)
class Other:
    """A call that only fills the lists and the calendar; `opens` and `closes` are days from now."""

    slug: str
    programme: str
    title: str
    opens: int
    closes: int
    places: int
    zone: str = ""


OTHERS = [
    Other("alter-incub-ouvert", "alter-incub-occitanie-parcours", "Alter’Incub Occitanie, appel en cours", -12, 26, 10),
    Other("ronalpia-ouvert", "ronalpia-incubation", "Ronalpia, prochaine saison d’incubation", -20, 18, 12),
    Other("dla-la-reunion", "dla", "DLA, atelier collectif à La Réunion", -8, 15, 20, "Indian/Reunion"),
    Other(
        "human-safety-net-a-venir", "incubateur-human-safety-net", "Entrepreneurs réfugiés, session à venir", 9, 50, 15
    ),
    Other(
        "createurs-a-venir", "createurs-nouvelle-aquitaine", "Créateurs Nouvelle-Aquitaine, appel à venir", 33, 80, 8
    ),
    Other("couveuse-passee", "inter-made-couveuse", "Couveuse, promotion précédente", -120, -80, 10),
    Other(
        "alter-incub-passe", "alter-incub-occitanie-parcours", "Alter’Incub Occitanie, appel précédent", -95, -40, 10
    ),
]
CANCELLED = Other("tremplin-annule", "tremplin-ares", "Tremplin, session annulée", -30, 20, 6)


def at_evening(moment: datetime, days: int) -> datetime:
    """Six in the evening, `days` after `moment`."""
    return (moment + timedelta(days=days)).replace(hour=EVENING, minute=0, second=0, microsecond=0)


def make_call(slug: str, programme: str, title: str, *, by: User, now: datetime, **dates) -> Call:
    """A complete call of a real programme, announced the day before it opens."""
    return announce(prepare_call(slug, programme, title, now=now, **dates), by=by)


def announce(call: Call, by: User) -> Call:
    opens_at = call.opens_at or timezone.now()
    return calls.publish(call, by=by, now=opens_at - timedelta(days=1))


def prepare_call(
    slug: str,
    programme: str,
    title: str,
    *,
    now: datetime,
    opens: int,
    closes: int | None,
    places: int,
    zone: str = "",
    **fields,
) -> Call:
    """The same before it is announced; `opens` and `closes` are days from now."""
    now = now.astimezone(ZoneInfo(zone)) if zone else now
    opens_at = at_evening(now, opens).replace(hour=9)
    call = Call.objects.create(
        slug=slug,
        programme=Programme.objects.get(slug=programme),
        title=title,
        presentation=no_break(
            "Appel fictif de la démonstration. Les conditions viennent du programme réel ; "
            "les dates, les places et les critères sont inventés."
        ),
        entry=Entry.PERMANENT if closes is None else Entry.SESSION,
        opens_at=opens_at,
        closes_at=None if closes is None else at_evening(now, closes),
        committee_on=None if closes is None else (now + timedelta(days=closes + 15)).date(),
        answer_by=None if closes is None else (now + timedelta(days=closes + 22)).date(),
        starts_on=None if closes is None else (now + timedelta(days=closes + 60)).date(),
        places=places,
        time_zone=zone,
        contact="appels@demo.example",
        **fields,
    )
    write_form(call)
    return call


def fill_the_calendar(now: datetime, by: User) -> None:
    """Calls of other programmes, one of them cancelled last week, one in the time of La Réunion."""
    made = {}
    for one in [*OTHERS, CANCELLED]:
        made[one.slug] = make_call(
            one.slug, one.programme, one.title, by=by, now=now,
            opens=one.opens, closes=one.closes, places=one.places, zone=one.zone,
        )  # fmt: skip
    calls.cancel(
        made[CANCELLED.slug],
        note="La structure qui devait accueillir le groupe ne peut plus le faire. Une autre session est cherchée.",
        by=by,
        now=now - timedelta(days=7),
    )


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
            label=no_break(label),
            help_text=no_break(help_text),
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
        CallCriterion(
            call=call,
            name=name,
            help_text=no_break(help_text),
            weight=weight,
            position=position,
            levels=LEVELS if position == 2 else "",
        )
        for position, (name, help_text, weight) in enumerate(CRITERIA, 1)
    )
    name, help_text = INFORMATIVE
    CallCriterion.objects.create(
        call=call, name=name, help_text=help_text, informative=True, position=len(CRITERIA) + 1
    )
