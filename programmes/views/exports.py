"""The list of programmes in other forms, with the same filters: a table, a calendar of its calls, and their news."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from actors.public import public_page, revision_of
from ess_portal.lib.exports import csv_response, lines_of
from programmes.call_filters import shown
from programmes.filters import ProgrammeFilter
from programmes.ical import calendar_of, calendar_response
from programmes.models import Call, Programme
from programmes.views.call_feeds import MOST_CALLS, CallsAtom

NAME = "Programmes ESS"
COLUMNS = [
    ("Programme", lambda one: one.name),
    ("Structure", lambda one: one.lead_actor.name),
    ("Territoire", lambda one: one.territory),
    ("Près de vous", lambda one: one.nearness),
    ("Nature", lambda one: one.get_kind_display()),
    ("Étapes", lambda one: ", ".join(stage.name for stage in one.stages.all())),
    ("Publics", lambda one: ", ".join(audience.name for audience in one.audiences.all())),
    ("Comment on entre", lambda one: one.get_entry_mode_display()),
    ("Durée", lambda one: one.duration),
    ("Prix en euros", lambda one: one.cost),
    ("Précision sur le prix", lambda one: one.cost_note),
    ("Places par promotion", lambda one: one.cohort_size),
    ("Appels ouverts", lambda one: one.open_calls),
    ("Prochaine clôture", lambda one: _instant(one.next_closing)),
    ("Prochaine ouverture", lambda one: _instant(one.next_opening)),
    ("État de la fiche", lambda one: one.get_status_display()),
    ("Vérifiée le", lambda one: one.checked_on),
    ("Résumé", lambda one: one.summary),
    ("Fiche", lambda one: settings.SITE_ADDRESS + one.get_absolute_url()),
]


def _instant(moment):
    return moment and f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@public_page
def table(request):
    filters = ProgrammeFilter.over(request.GET, revision_of(request))
    programmes = Programme.objects.with_calls_at(timezone.now()).select_related("lead_actor", "region")
    rows = filters.stream(programmes.prefetch_related("stages", "audiences"))
    return csv_response("programmes.csv", lines_of(COLUMNS, rows))


@public_page
def calendar(request):
    filters, now = ProgrammeFilter.over(request.GET, revision_of(request)), timezone.now()
    calls = shown(_calls(filters)).filter(cancelled_at=None).exclude(closes_at__lte=now).order_by("opens_at", "pk")
    return calendar_response(calendar_of(calls[:MOST_CALLS], filters.title(NAME)), "programmes.ics")


class ProgrammesAtom(CallsAtom):
    """What is new among the calls of the programmes that the filters of the address keep."""

    def get_object(self, request):
        return ProgrammeFilter.over(request.GET, revision_of(request)), timezone.now()

    def title(self, asked):
        return asked[0].title(NAME)

    def link(self, asked):
        return _address("programmes:index", asked)

    def feed_url(self, asked):
        return _address("programmes:atom", asked)

    def calls(self, asked):
        return _calls(asked[0])


def _calls(filters):
    return Call.objects.public().filter(programme__in=filters.keys())


def _address(name, asked):
    return settings.SITE_ADDRESS + reverse(name) + asked[0].address()


atom = public_page(ProgrammesAtom())
