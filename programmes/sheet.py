"""Everything a programme's sheet shows around the programme, in few queries."""

from dataclasses import dataclass, field

from django.db.models import Max, Min, Q
from django.urls import reverse

from actors.around import Item, Part, around
from actors.models import Alias
from actors.relations import Tied, dated, role_in
from programmes.models import Programme, Rule


@dataclass
class Condition:
    sentence: str
    remedy: str
    redirects: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Neighbours:
    """Where one may come from, go on to, or change, on the plan: items whose `note` is the letter of the line."""

    before: list[Item]
    after: list[Item]
    beside: list[Item]

    def __bool__(self):
        return bool(self.before or self.after or self.beside)


def shown():
    """Public programmes with what the head of the sheet needs, and the span of their stages."""
    programmes = Programme.objects.public().select_related("lead_actor", "region", "line", "national_animator")
    return programmes.annotate(first_stage=Min("stages__order"), last_stage=Max("stages__order"))


def surroundings(programme) -> dict[str, list[Item]]:
    """Stages, audiences, documents, sources, partners, old names and neighbours: one query."""
    partners = {
        "partners": Part(programme.partners.public(), "slug", "name"),
        "pedagogy": Part(programme.pedagogical_engineering.public(), "slug", "name"),
        "relations": dated(programme.actor_relations.filter(actor__listed=True), "actor"),
    }
    return around(
        {
            "stages": Part(programme.stages, "code", "name", since="order"),
            "audiences": Part(programme.audiences, "code", "name"),
            "documents": Part(programme.documents, "code", "name", note="note"),
            "sources": Part(programme.sources.filter(public=True), "code", "label", note="date"),
            "aliases": Part(
                Alias.objects.filter(target_kind="programme", slug=programme.slug), "name", "name", note="note"
            ),
            "near": Part(_near(programme), "slug", "name", note="line_id", since="stages__order"),
            **partners,
        }
    )


def partners(programme, found) -> list[Tied]:
    """Organisations of the programme with what each does: the leader first, then in order of name."""
    leader = Item(programme.lead_actor.slug, programme.lead_actor.name, "leads_programme")
    known: dict[str, Tied] = {}
    roles = [leader, *found["relations"]]
    if programme.national_animator and programme.national_animator.listed:
        animator = programme.national_animator
        roles.append(Item(animator.slug, animator.name, "national_animator"))
    roles += [Item(item.code, item.label, "designs_pedagogy") for item in found["pedagogy"]]
    for item in roles:
        _add(_known(known, item).roles, item)
    for item in found["partners"]:
        partner = _known(known, item)
        partner.roles = partner.roles or [role_in("partner")]
    first, *others = known.values()
    return [first, *sorted(others, key=lambda partner: partner.name)]


def _known(known, item):
    url = reverse("actors:detail", args=[item.code])
    return known.setdefault(item.code, Tied(url, item.label))


def _add(roles, item):
    """Add a role with its years, once; the years win over the bare role."""
    words = role_in(item.note)
    years = _years(item)
    if years:
        roles[:] = [role for role in roles if role != words]
        roles.append(f"{words} ({years})")
    elif not any(role.startswith(words) for role in roles):
        roles.append(words)


def _years(item):
    if item.since and item.until:
        return f"de {item.since} à {item.until}"
    if item.until:
        return f"jusqu’en {item.until}"
    return f"depuis {item.since}" if item.since else ""


def conditions(rules) -> list[Condition]:
    """Compulsory conditions in the words of `rules` (a queryset), what to do otherwise, and where else to look."""
    rules = rules.filter(strength=Rule.Strength.HARD).exclude(not_met="")
    rows = rules.order_by("call", "position", "pk", "redirects__sort_name").values_list(
        "pk", "not_met", "remedy", "redirects__slug", "redirects__name", "redirects__lead_actor__listed"
    )
    found = {}
    for pk, sentence, remedy, slug, name, listed in rows:
        condition = found.setdefault(pk, Condition(sentence, remedy))
        if listed:
            condition.redirects.append((reverse("programmes:detail", args=[slug]), name))
    return list(found.values())


def neighbours(programme, found) -> Neighbours:
    """Programmes of the stage before, of the stage after, and of another line at the stages served."""
    if not programme.line_id or programme.first_stage is None:
        return Neighbours([], [], [])
    before, beside, after = {}, {}, {}
    for item in sorted(found["near"], key=lambda item: item.label):
        order = int(item.since)
        if order < programme.first_stage:
            before[item.code] = item
        elif order > programme.last_stage:
            after[item.code] = item
        elif item.note != programme.line_id:
            beside[item.code] = item
    seen = set(beside)
    return Neighbours(
        [item for code, item in before.items() if code not in seen],
        [item for code, item in after.items() if code not in seen],
        list(beside.values()),
    )


def _near(programme):
    near = Programme.objects.public().exclude(pk=programme.pk).filter(line__isnull=False)
    if programme.first_stage is None:
        return near.none()
    if programme.region_id:
        near = near.filter(Q(region=programme.region_id) | Q(region=None))
    return near.filter(stages__order__range=(programme.first_stage - 1, programme.last_stage + 1))
