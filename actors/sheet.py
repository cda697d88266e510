"""Everything an organisation's sheet shows around it: links both ways, programmes, places, other names, sources."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse

from actors.around import Item, Part, around
from actors.distance import neighbours_parts
from actors.models import Actor, Alias
from actors.relations import SUCCEEDED_BY, Tied, dated, from_here, role_in, to_here


@dataclass(frozen=True)
class Group:
    """Organisations tied in the same way: « Filiale de », « Ses antennes »."""

    label: str
    items: list[Item]


def shown():
    return Actor.objects.public().select_related("kind", "department", "region", "legal_form", "parent")


def surroundings(actor) -> dict[str, list[Item]]:
    """Links, programmes, sites, coverage, other names and sources: one query."""
    name = Coalesce(F("department__name"), F("region__name"), F("zone__name"))
    others = {
        "from": dated(actor.relations_from.filter(target_actor__listed=True), "target_actor"),
        "to": dated(actor.relations_to.filter(source_actor__listed=True), "source_actor"),
        "networks": Part(actor.networks.public(), "slug", "name"),
        "members": Part(actor.network_members.public(), "slug", "name"),
        "children": Part(actor.children.public(), "slug", "name"),
    }
    places = {
        "sites": Part(actor.sites, "name", "name", note="city"),
        "coverage": Part(actor.coverages, "pk", name),
        "aliases": Part(
            Alias.objects.filter(target_kind="actor", slug=actor.slug), "name", "name", "note", until="until"
        ),
        "sources": Part(actor.sources.filter(public=True), "code", "label", note="date"),
    }
    return around(others | _programmes(actor) | places | neighbours_parts(actor))


def _programmes(actor):
    taking_part = actor.programme_relations.filter(programme__lead_actor__listed=True)
    return {
        "leads_programme": Part(actor.led_programmes.public(), "slug", "name"),
        "designs_pedagogy": Part(actor.designed_programmes.public(), "slug", "name"),
        "national_animator": Part(actor.animated_programmes.public(), "slug", "name"),
        "takes_part": Part(taking_part, "programme__slug", "programme__name", note="kind"),
        "partner": Part(actor.partner_programmes.public(), "slug", "name"),
    }


def groups(actor, found) -> list[Group]:
    """Links in plain words, the same organisation once per side: what a relation says, a shortcut does not repeat."""
    ties = {}
    for item in found["from"]:
        ties.setdefault(from_here(item.note), []).append(item)
    for item in found["to"]:
        ties.setdefault(to_here(item.note), []).append(item)
    above = {item.code for item in found["from"]}
    below = {item.code for item in found["to"]}
    if actor.parent and actor.parent.listed and actor.parent.slug not in above:
        ties.setdefault("Rattachée à", []).append(Item(actor.parent.slug, actor.parent.name))
        above.add(actor.parent.slug)
    for label, name, seen in (("Dans le réseau", "networks", above), ("Lui sont rattachées", "children", below)):
        _add(ties, label, found[name], seen)
    _add(ties, "Membres de ce réseau", found["members"], below)
    return [Group(label, sorted(items, key=lambda item: item.label)) for label, items in ties.items()]


def _add(ties, label, items, seen):
    new = [item for item in items if item.code not in seen]
    seen.update(item.code for item in new)
    if new:
        ties.setdefault(label, []).extend(new)


def successors(found) -> list[Item]:
    """Organisations that took over from this one, when it has closed."""
    return [item for item in found["from"] if item.note == SUCCEEDED_BY]


def programmes(found) -> list[Tied]:
    """Programmes in which the organisation has a part, with its roles; those it leads first."""
    known = {}
    for kind in ("leads_programme", "designs_pedagogy", "national_animator", "takes_part", "partner"):
        for item in sorted(found[kind], key=lambda item: item.label):
            url = reverse("programmes:detail", args=[item.code])
            role = known.setdefault(item.code, Tied(url, item.label))
            words = role_in(item.note or kind)
            if words not in role.roles and not (kind == "partner" and role.roles):
                role.roles.append(words)
    return list(known.values())
