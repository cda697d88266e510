"""What the search index says of programmes, stages and words of the glossary."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from actors.indexing import Entry, names_of, store
from actors.models.actor import SheetStatus
from programmes.models import GlossaryTerm, Programme, Stage


def index_programmes(slugs: Iterable[str] | None = None) -> None:
    """Bring the index of programmes up to date, all of them or these only."""
    slugs = None if slugs is None else list(slugs)
    public = Programme.objects.public()
    programmes = public.select_related("lead_actor", "region", "line").prefetch_related(
        "stages", "audiences", "partners"
    )
    if slugs is not None:
        programmes = programmes.filter(slug__in=slugs)
    aliases, of_actors = names_of("programme"), names_of("actor")
    entries = [_programme(programme, aliases[programme.slug], of_actors) for programme in programmes]
    store("programme", entries, public.values("slug"), slugs)


def follow(kind: str, slugs: list[str] | None) -> None:
    """Write again what bears names that changed: the programmes that an organisation leads or takes part in."""
    if kind == "actor" and slugs is not None:
        naming = Programme.objects.filter(Q(lead_actor__slug__in=slugs) | Q(partners__slug__in=slugs))
        index_programmes(naming.order_by().values_list("slug", flat=True).distinct())
    elif kind in {"actor", "programme"}:
        index_programmes(slugs)
    elif kind == "zone":
        index_glossary()


def index_stages() -> None:
    """Bring the index of stages up to date."""
    stages = Stage.objects.select_related("function")
    store("stage", [_stage(stage) for stage in stages], Stage.objects.values("code"))


def index_glossary() -> None:
    """Bring the index of the glossary up to date; the old names of zones lead to their term."""
    aliases = names_of("zone")
    terms = GlossaryTerm.objects.all()
    store("term", [_term(term, aliases[term.code]) for term in terms], terms.order_by().values("slug"))


def _programme(programme, aliases, of_actors):
    leader = programme.lead_actor
    around = [leader, *of_actors[leader.slug], leader.city, programme.region, programme.line]
    partners = [actor.name for actor in programme.partners.all() if actor.listed]
    return Entry(
        slug=programme.slug,
        title=f"{programme.name} (fermé)" if programme.status == SheetStatus.CLOSED else programme.name,
        url=programme.get_absolute_url(),
        names=[programme.name, programme.short_name, *aliases],
        facts=[*around, *partners, programme.get_kind_display(), *programme.stages.all(), *programme.audiences.all()],
        text=[programme.summary, programme.target, programme.what_you_do, programme.conditions],
    )


def _stage(stage):
    return Entry(
        slug=stage.code,
        title=stage.name,
        url=stage.get_absolute_url(),
        names=[stage.name],
        facts=[stage.question, stage.plan_zone, stage.function],
        text=[stage.question, stage.description],
    )


def _term(term, aliases):
    return Entry(
        slug=term.slug,
        title=term.term,
        url=f"{reverse('programmes:glossary')}#{term.slug}",
        names=[term.term, *aliases],
        facts=[term.also_said],
        text=[term.definition, term.also_said],
    )
