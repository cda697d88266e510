"""Calls for machines: iCalendar to subscribe to, Atom and RSS of what is new, with the filters of the list."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from actors.addresses import keeps_old_addresses
from actors.models import Region
from actors.public import public_page
from programmes.call_filters import CallFilter, query_of, shown
from programmes.ical import calendar_of, calendar_response, page_of
from programmes.models import Call, Programme
from programmes.news import Kind, news_of, with_news

KEPT_IN_CALENDARS = timedelta(days=365)
KEPT_IN_FEEDS = timedelta(days=90)
MOST_CALLS = 500
MOST_NEWS = 50


def _calendar(filters, now, name, filename):
    ended = now - KEPT_IN_CALENDARS
    calls = shown(filters.narrow()).exclude(closes_at__lt=ended).order_by("-opens_at", "-pk")[:MOST_CALLS]
    return calendar_response(calendar_of(calls, name), filename)


@public_page
def calendar_of_all(request):
    now = timezone.now()
    filters = CallFilter.over(request.GET, now)
    labels = [chip.label for chip in filters.chips(request.GET)]
    return _calendar(filters, now, " · ".join(["Appels ESS", *labels]), "appels.ics")


@public_page
@keeps_old_addresses(Programme)
def calendar_of_programme(request, slug):
    now = timezone.now()
    programme = get_object_or_404(Programme.objects.public(), slug=slug)
    filters = CallFilter.over(QueryDict(f"programme={slug}"), now)
    return _calendar(filters, now, f"Appels ESS · {programme.short_name}", f"{slug}.ics")


@public_page
def calendar_of_region(request, code):
    now = timezone.now()
    region = get_object_or_404(Region, code=code)
    filters = CallFilter.over(QueryDict(f"region={region.code}"), now)
    return _calendar(filters, now, f"Appels ESS · {region.name}", f"region-{region.code}.ics")


@public_page
@keeps_old_addresses(Call)
def calendar_of_call(request, slug):
    call = get_object_or_404(shown(Call.objects.public()), slug=slug)
    return calendar_response(calendar_of([call], call.title), f"{slug}.ics")


class CallsAtom(Feed):
    """What is new among the calls that the filters of the address keep."""

    feed_type = Atom1Feed
    subtitle = "Nouveaux appels, ouvertures et clôtures repoussées."
    language = "fr"
    author_name = "Correspondances"

    def get_object(self, request):
        now = timezone.now()
        return CallFilter.over(request.GET, now), request.GET, now

    def title(self, asked):
        filters, data, _ = asked
        return " · ".join(["Appels ESS", *(chip.label for chip in filters.chips(data))])

    def link(self, asked):
        return _address("programmes:calls", asked[0])

    def feed_url(self, asked):
        return _address("programmes:calls_atom", asked[0])

    def feed_guid(self, asked):
        return self.feed_url(asked)

    def calls(self, asked):
        return asked[0].narrow()

    def items(self, asked):
        now = asked[-1]
        since = now - KEPT_IN_FEEDS
        calls = with_news(shown(self.calls(asked)), since, now)
        news = [one for call in calls for one in news_of(call, now) if one.kind != Kind.CLOSING and one.at >= since]
        return sorted(news, key=lambda one: (one.at, one.key), reverse=True)[:MOST_NEWS]

    def item_title(self, one):
        return f"{one.kind.label} : {one.call.title}"

    def item_description(self, one):
        return f"{one.call.programme.name}, {one.call.leader.name}. {one.when}"

    def item_link(self, one):
        return page_of(one.call)

    def item_guid(self, one):
        return f"tag:{urlsplit(settings.SITE_ADDRESS).hostname},2027:appel:{one.key}"

    def item_pubdate(self, one):
        return one.at

    def item_updateddate(self, one):
        return max(one.at, one.call.changed_at)

    def item_categories(self, one):
        return [one.kind.label]


class CallsRss(CallsAtom):
    feed_type = Feed.feed_type
    description = CallsAtom.subtitle
    item_guid_is_permalink = False

    def feed_url(self, asked):
        return _address("programmes:calls_rss", asked[0])


def _address(name, filters):
    query = query_of(filters)
    return settings.SITE_ADDRESS + reverse(name) + (f"?{query}" if query else "")


atom = public_page(CallsAtom())
rss = public_page(CallsRss())
