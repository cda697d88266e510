"""What the search index says of programmes and of the words of the glossary."""

from collections.abc import Iterable

from django.urls import reverse

from actors.indexing import names_of
from actors.search import Entry, store
from programmes.models import GlossaryTerm, Programme


def index_programmes(slugs: Iterable[str] | None = None) -> None:
    """Bring the index of programmes up to date, all of them or these only."""
    programmes = Programme.objects.public().select_related("lead_actor", "region", "line")
    programmes = programmes.prefetch_related("stages", "audiences")
    if slugs is not None:
        programmes = programmes.filter(slug__in=list(slugs))
    aliases = names_of("programme")
    store("programme", [_programme(programme, aliases[programme.slug]) for programme in programmes], slugs)


def index_glossary() -> None:
    """Bring the index of the glossary up to date; the old names of zones lead to their term."""
    aliases = names_of("zone")
    store("term", [_term(term, aliases[term.code]) for term in GlossaryTerm.objects.all()])


def _programme(programme, aliases):
    around = [
        programme.lead_actor,
        programme.lead_actor.city,
        programme.region,
        programme.line,
        programme.get_kind_display(),
        programme.summary,
        programme.target,
        programme.what_you_do,
        programme.conditions,
        *programme.stages.all(),
        *programme.audiences.all(),
    ]
    return Entry(
        slug=programme.slug,
        title=programme.name,
        url=programme.get_absolute_url(),
        strong=" ".join([programme.name, *aliases]),
        weak=" ".join(str(part) for part in around if part),
    )


def _term(term, aliases):
    return Entry(
        slug=term.slug,
        title=term.term,
        url=f"{reverse('programmes:glossary')}#{term.slug}",
        strong=" ".join([term.term, *aliases]),
        weak=f"{term.definition} {term.also_said}",
    )
