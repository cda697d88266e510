"""The private calendar of a person, read by her calendar program at a secret address: neutral titles and links."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import STATUS, TRANSP, Event

from accounts import calendar_keys
from accounts.models import User
from ess_portal.agenda import Kind, PersonalDate, dates_of
from programmes.ical import calendar_response, new_calendar

NAME = "Mes dates Correspondances"
FILE = "mes-dates.ics"


@login_not_required
@require_safe
def feed(request, token):
    """The secret is the right; a wrong one is an address that does not exist. Whoever reads too often is put off."""
    now = timezone.now()
    user = calendar_keys.owner(token)
    if user is None:
        put_off = ratelimit.consume_or_429(request, action="calendar_wrong", limit_get=True)
        if put_off is None:
            raise Http404
        return put_off
    put_off = ratelimit.consume_or_429(request, action="calendar", key=str(user.pk), limit_get=True)
    if put_off is not None:
        return put_off
    response = calendar_response(calendar_of(user, dates_of(user, now), now), FILE)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def calendar_of(user: User, dates: Iterable[PersonalDate], now: datetime) -> bytes:
    dates = list(dates)
    zones = {one.zone for one in dates if one.is_instant}
    calendar = new_calendar(NAME, f"{settings.SITE_ADDRESS}#espace-{user.pk}", [one.day for one in dates], zones)
    for one in dates:
        calendar.add_component(_event(one, now))
    return calendar.to_ical()


def _event(one: PersonalDate, now: datetime) -> Event:
    address = settings.SITE_ADDRESS + one.url
    return Event.new(
        uid=f"{one.key}@{urlsplit(settings.SITE_ADDRESS).hostname}",
        start=one.at,
        stamp=now,
        summary=one.kind.label,
        description=address,
        url=address,
        status=STATUS.CONFIRMED,
        transparency=TRANSP.OPAQUE if one.kind == Kind.COMMITTEE else TRANSP.TRANSPARENT,
    )
