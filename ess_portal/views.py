"""The public home, which looks into every app."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone

from actors.catalogue import kept
from actors.models import Actor
from actors.public import public_page, revision_of
from programmes.models import Call
from programmes.opening import announced
from programmes.pathway import current_plan
from programmes.territory import programmes_by_region, tiles

CALLS_SHOWN = 5


@public_page
def home(request):
    return render(request, "home.html", kept("home", revision_of(request), _shown))


def _shown():
    """What the home page says of the directory as it stands."""
    now = timezone.now()
    calls = Call.objects.public().filter(Q(closes_at=None) | Q(closes_at__gt=now), cancelled_at=None)
    calls = announced(calls.select_related("programme__lead_actor", "programme__region"), now)
    by_region = programmes_by_region()
    return {
        "plan": current_plan(),
        "calls": calls[:CALLS_SHOWN],
        "more_calls": len(calls) - CALLS_SHOWN,
        "tiles": tiles(by_region),
        "programmes": sum(by_region.values()),
        "actors": Actor.objects.aggregate(stored=Count("pk"), listed=Count("pk", filter=Q(listed=True))),
    }
