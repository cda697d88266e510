"""The public directory of organisations: the list, and the sheet of one of them."""

from django.conf import settings
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from actors import linked_data, sheet
from actors.addresses import keeps_old_addresses
from actors.distance import neighbours
from actors.filters import ActorFilter
from actors.models import Actor
from actors.nearness import MOST_CHOICES
from actors.places import find_places
from actors.public import public_page, revision_of
from actors.sources import partial_date, said
from ess_portal.lib.exports import csv_response, lines_of

COLUMNS = [
    ("Acteur", lambda one: one.name),
    ("Nature", lambda one: one.kind.name),
    ("Ville", lambda one: one.city),
    ("Département", lambda one: one.department and one.department.name),
    ("Région", lambda one: one.region and one.region.name),
    ("Près de vous", lambda one: one.nearness),
    ("Réseaux", lambda one: ", ".join(network.name for network in one.networks.all() if network.listed)),
    ("Programmes menés", lambda one: one.led),
    ("Site internet", lambda one: one.website),
    ("SIRET", lambda one: one.siret),
    ("État de la fiche", lambda one: one.get_status_display()),
    ("Vérifiée le", lambda one: one.checked_on),
    ("Résumé", lambda one: one.summary),
    ("Fiche", lambda one: settings.SITE_ADDRESS + one.get_absolute_url()),
]


def _shown():
    actors = Actor.objects.select_related("kind", "department", "region").annotate(led=Count("led_programmes"))
    return actors.defer("description", "editor_note")


@public_page
def index(request):
    filters = ActorFilter.over(request.GET, revision_of(request))
    page = filters.page(request.GET.get("page"), _shown(), _card)
    return render(request, "actors/index.html", {"filters": filters, "page": page})


def _card(actor):
    return render_to_string("actors/_card.html", {"actor": actor})


@public_page
def table(request):
    filters = ActorFilter.over(request.GET, revision_of(request))
    return csv_response("acteurs.csv", lines_of(COLUMNS, filters.stream(_shown().prefetch_related("networks"))))


@public_page
def places(request):
    """Options for the field of a place, as one types: the same places, named the same, as the lists understand."""
    return render(request, "actors/places.html", {"places": find_places(request.GET.get("lieu", ""), MOST_CHOICES)})


@public_page
@keeps_old_addresses(Actor)
def detail(request, slug):
    actor = get_object_or_404(sheet.shown(), slug=slug)
    found = sheet.surroundings(actor)
    context = {
        "actor": actor,
        "found": found,
        "groups": sheet.groups(actor, found),
        "programmes": sheet.programmes(found),
        "neighbours": neighbours(actor, found),
        "aliases": [(item.label, item.note, partial_date(item.until)) for item in found["aliases"]],
        "sources": said(found["sources"]),
        "successors": sheet.successors(found),
        "linked_data": linked_data.organisation(actor, found),
    }
    return render(request, "actors/detail.html", context)
