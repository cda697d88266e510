"""What the search index says of organisations."""

from collections import defaultdict
from collections.abc import Iterable

from actors.models import Actor, Alias
from actors.search import Entry, store


def names_of(target_kind: str) -> dict[str, list[str]]:
    """Old and usual names of every object of a kind, by its slug."""
    names = defaultdict(list)
    for slug, name in Alias.objects.filter(target_kind=target_kind).values_list("slug", "name"):
        names[slug].append(name)
    return names


def index_actors(slugs: Iterable[str] | None = None) -> None:
    """Bring the index of organisations up to date, all of them or these only."""
    actors = Actor.objects.public().select_related("kind", "department", "region", "parent")
    if slugs is not None:
        actors = actors.filter(slug__in=list(slugs))
    aliases = names_of("actor")
    store("actor", [_entry(actor, aliases[actor.slug]) for actor in actors], slugs)


def _entry(actor, aliases):
    around = (actor.kind, actor.city, actor.department, actor.region, actor.summary, actor.description)
    return Entry(
        slug=actor.slug,
        title=actor.name,
        url=actor.get_absolute_url(),
        strong=" ".join([actor.name, *aliases]),
        weak=" ".join(str(part) for part in around if part),
    )
