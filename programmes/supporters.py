"""Which organisations can help a visitor, beside the one to call first: found in the facts, never guessed."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from actors.filters import working_in
from actors.models import Actor
from actors.models.actor import SheetStatus
from programmes.eligibility import Facts
from programmes.models import ActorProgrammeRelation, Programme
from programmes.orientation import Reading

SHOWN = 3
BRANCH_KIND = "branch"
HERE, IN_THE_REGION, ELSEWHERE = 0, 1, 2
LEADS, BRANCH, TAKES_PART, SAME_KIND = range(4)


@dataclass(frozen=True)
class Supporter:
    actor: Actor
    reason: str


def supporters(facts: Facts, proposals: list[Reading], called: Actor | None) -> list[Supporter]:
    """At most three open organisations, `called` left out, in one query. The smallest of these comes first:

    1. place: it is or works in the visitor's département, then in her region, then elsewhere (only when it has a part
       in a proposed programme);
    2. part: it leads a proposed programme (in their order), is the branch, in her département, of one that does, takes
       part in one, or is, where she is, of a kind that leads programmes at her stage;
    3. its name.
    """
    programmes = [reading.programme for reading in proposals if isinstance(reading.programme, Programme)]
    leaders = [programme.lead_actor_id for programme in programmes]
    chosen = [programme.pk for programme in programmes]
    tied = _tied(leaders, chosen)
    near, nearness = _near(facts)
    branches = Q(parent__in=leaders, kind=BRANCH_KIND, department__in=facts.answers.get("lieu", ()))
    at_stage = Programme.objects.public().filter(stages__in=facts.answers.get("etape", ()))
    same_kind = near & Q(kind__in=at_stage.values("lead_actor__kind"))
    found = Actor.objects.public().exclude(status=SheetStatus.CLOSED).exclude(pk=called.pk if called else None)
    found = found.filter(tied | branches | same_kind).annotate(
        nearness=nearness,
        part=Case(
            When(pk__in=leaders, then=Value(LEADS)),
            When(branches, then=Value(BRANCH)),
            When(tied, then=Value(TAKES_PART)),
            default=Value(SAME_KIND),
        ),
        turn=Case(*[When(pk=pk, then=Value(turn)) for turn, pk in enumerate(leaders)], default=Value(len(leaders))),
    )
    found = found.select_related("kind", "department", "region", "parent").defer("description", "editor_note")
    return [
        Supporter(actor, _reason(actor, proposals))
        for actor in found.order_by("nearness", "part", "turn", "sort_name", "pk")[:SHOWN]
    ]


def _tied(leaders, programmes):
    relations = ActorProgrammeRelation.objects.filter(programme__in=programmes, until_year=None)
    partners = Programme.partners.through.objects.filter(programme__in=programmes)
    designers = Programme.pedagogical_engineering.through.objects.filter(programme__in=programmes)
    parts = [relations.values("actor"), partners.values("actor"), designers.values("actor")]
    tied = Q(pk__in=leaders)
    for part in parts:
        tied |= Q(pk__in=part)
    return tied


def _near(facts):
    """Organisations of the place, and how near each is; nobody is near when the place is not known."""
    cases = []
    for department in facts.answers.get("lieu", ()):
        cases.append(When(working_in(department=department), then=Value(HERE)))
    near = Q(pk__in=())
    for region in facts.answers.get("region", ()):
        near |= working_in(region=region)
        cases.append(When(working_in(region=region), then=Value(IN_THE_REGION)))
    return near, Case(*cases, default=Value(ELSEWHERE))


def _reason(actor, proposals):
    led = [reading.programme.short_name for reading in proposals if reading.programme.lead_actor_id == actor.pk]
    if led:
        return f"Porte {' et '.join(led)}"
    if actor.part == BRANCH:
        return f"Antenne : {actor.parent.name} porte un programme proposé"
    if actor.part == TAKES_PART:
        return "Prend part à un programme proposé"
    return "Près de chez vous\u00a0: les structures de cette nature accompagnent à votre étape"
