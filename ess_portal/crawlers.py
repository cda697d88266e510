"""What search engines read first: the map of the site, by section, and what is not for them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import F, Max, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from actors.models import Actor, Department, DirectoryRevision, Region
from actors.public import public_page
from ess_portal.lib.linked_data import absolute
from programmes.models import Call, Line, Programme, Stage

LISTS = ["home", "programmes:index", "programmes:calls", "programmes:stages", "programmes:departments"]
LISTS += ["programmes:glossary", "programmes:compare", "actors:index"]
LISTS += ["programmes:orientation", "programmes:plan", "programmes:gaps", "programmes:calls_month"]
NOT_FOR_THEM = ["/espace/", "/compte/", "/projets/", "/candidatures/", "/comite/", "/suivi/", "/gestion/"]
NOT_FOR_THEM += [
    "/comparer/?programme",
    "/recherche/?q",
    "/orientation/resultat/",
    "/orientation/en-confiance/",
]  # as many addresses as there are choices


class Section(Sitemap):
    """Addresses under the configured host; few enough for one file."""

    def files(self):
        return [1]

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_ADDRESS).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_ADDRESS).netloc


class Dated(Section):
    """Objects whose `changed` says when they last changed, where that is known; in several files if need be."""

    def files(self):
        return self.paginator.page_range

    def lastmod(self, item):
        return item.changed


class Pages(Section):
    """Lists, and the few pages of the pathway and of territories, whose changes nobody dates."""

    def items(self):
        pages = [reverse(name) for name in LISTS]
        for model, fields in ((Stage, ["code"]), (Line, ["slug"]), (Region, ["code"]), (Department, ["code"])):
            pages += [row.get_absolute_url() for row in model.objects.only(*fields).order_by("pk")]
        return pages

    def location(self, item):
        return item


class Programmes(Dated):
    def items(self):
        return _dated(Programme)


class Actors(Dated):
    def items(self):
        return _dated(Actor)


class Calls(Dated):
    def items(self):
        return Call.objects.public().annotate(changed=F("changed_at")).only("slug").order_by("pk")


SECTIONS = {"pages": Pages, "programmes": Programmes, "acteurs": Actors, "appels": Calls}


@public_page
def sitemap_index(request):
    """One file per section, or several where a section passes what the protocol allows in one."""
    changed = DirectoryRevision.objects.values_list("changed_at", flat=True).first()
    files = []
    for name, section in SECTIONS.items():
        address = absolute(reverse("sitemap_section", args=[name]))
        for number in section().files():
            files.append(SitemapIndexItem(address if number == 1 else f"{address}?p={number}", changed))
    return render(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@public_page
def sitemap(request, section):
    return views.sitemap(request, SECTIONS, section).render()


@public_page
def robots(request):
    """Nothing of a demonstration is to be found: its calls and its people are fictional."""
    lines = ["User-agent: *"]
    lines += ["Disallow: /"] if settings.DEMO else [f"Disallow: {path}" for path in NOT_FOR_THEM]
    lines += [] if settings.DEMO else ["", f"Sitemap: {absolute(reverse('sitemap'))}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _dated(model):
    """Public objects with the date of their last recorded change."""
    changes = model.history.filter(id=OuterRef("pk")).order_by().values("id")
    last = Subquery(changes.annotate(last=Max("history_date")).values("last"))
    return model.objects.public().annotate(changed=last).only("slug").order_by("pk")
