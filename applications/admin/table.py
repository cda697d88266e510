"""The officers' list beside its page: the columns that she chooses, and the same files as a table to download."""

from copy import copy

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccessEntry
from applications import pipeline
from applications.admin import columns
from applications.models import ColumnChoice
from ess_portal.lib import exports, french
from programmes.models import Call
from projects.models import TeamMember

LIST = "admin:applications_application_changelist"
MOST_LINES, MOST_PRINTED, AT_ONCE = 10_000, 2_000, 200
EXPORTED = "pipeline_export"
TOO_MANY = "Cette liste dépasse {} dossiers. Choisissez un appel ou un filtre, puis recommencez."
LOST = "Cette liste n’existe plus telle quelle. Choisissez de nouveau vos filtres."


class Refused(Exception):
    """The sentence says why, in French."""


def kept_of(query):
    """A query string of the list without the page and Django's note of an error."""
    kept = QueryDict(query, mutable=True)
    for passing in ("p", "e", "all"):
        kept.pop(passing, None)
    return kept


def address_of(kept):
    return f"{reverse(LIST)}?{kept.urlencode()}" if kept else reverse(LIST)


def whole(page, request, query):
    """The list that this query string shows, all pages; raises Refused when it shows none."""
    asked = copy(request)
    asked.GET, asked.whole = kept_of(query), True
    asked.__dict__.pop("chosen_columns", None)
    try:
        return page.get_changelist_instance(asked)
    except (IncorrectLookupParameters, SuspiciousOperation) as error:
        raise Refused(LOST) from error


def ids_of(listed, most):
    """The ids of its files in their order; raises Refused above `most`."""
    found = list(listed.queryset.values_list("pk", flat=True)[: most + 1])
    if len(found) > most:
        raise Refused(TOO_MANY.format(french.number(most)))
    return found


def rows_of(listed, ids, shown, day):
    """Files read a few at a time, so that thousands never stand in memory."""
    people = any(column.personal for column in shown)
    for start in range(0, len(ids), AT_ONCE):
        yield from pipeline.rows(listed.root_queryset, ids[start : start + AT_ONCE], day, people=people)


def choose(page):
    """POST of the columns: show them, or download the list with them. The choice is remembered in each case."""

    @require_POST
    def view(request):
        if not page.has_view_permission(request):
            raise PermissionDenied
        query, write = request.POST.get("retour", ""), WRITERS.get(request.POST.get("faire"))
        codes = [code for code in request.POST.getlist("colonnes") if code in columns.BY_CODE]
        back = kept_of(query)
        try:
            if not codes:
                raise Refused("Cochez au moins une colonne.")
            listed = whole(page, request, query) if write else None  # sorted by the columns that the page shows
            ColumnChoice.objects.update_or_create(user=request.user, defaults={"columns": ",".join(codes)})
            if write:
                return download(request, listed, columns.chosen(codes), name_of(request, query), write)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(address_of(back))
        for passing in (columns.PARAMETER, "o"):  # a sort is the number of a column
            back.pop(passing, None)
        return HttpResponseRedirect(address_of(back))

    return view


def download(request, listed, shown, name, write):
    ids = ids_of(listed, MOST_LINES)
    if any(column.personal for column in shown):
        note_reading(ids, by=request.user)
    rows = rows_of(listed, ids, shown, timezone.localdate())
    return write(name, exports.lines_of([(column.heading, column.value) for column in shown], rows))


def note_reading(ids, *, by):
    """One line for each person whose name or address leaves, and file."""
    owners = TeamMember.objects.active().filter(project__applications__in=ids, role=TeamMember.Role.OWNER)
    exported = set(ids)
    AccessEntry.objects.bulk_create(
        AccessEntry(kind=EXPORTED, reader=by, subject_id=owner, object_id=str(file))
        for owner, file in owners.order_by().values_list("user", "project__applications")
        if file in exported
    )


def call_of(request, query):
    """The call that the query chooses, among those that the person runs."""
    pk = kept_of(query).get("call__id__exact", "")
    calls = Call.objects.run_by(request.user).select_related("programme__lead_actor")
    return calls.filter(pk=pk).first() if pk.isdecimal() else None


def sheet(page):
    """The list on paper: every page of it, its columns in words, nothing around."""

    @require_safe
    def view(request):
        if not page.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.urlencode()
        try:
            listed = whole(page, request, query)
            ids = ids_of(listed, MOST_PRINTED)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(reverse(LIST))
        today = timezone.localdate()
        if any(column.personal for column in listed.shown):
            note_reading(ids, by=request.user)
        context = {
            **page.admin_site.each_context(request),
            "call": call_of(request, query),
            "shown": listed.shown,
            "lines": [
                [column.printed(row) for column in listed.shown] for row in rows_of(listed, ids, listed.shown, today)
            ],
            "today": today,
            "back": address_of(kept_of(query)),
        }
        return render(request, "admin/applications/print.html", context)

    return view


def name_of(request, query):
    """« candidatures-<appel>-2027-01-31 », without its ending."""
    call = call_of(request, query)
    return "-".join(filter(None, ["candidatures", slugify(call.title)[:60] if call else "", str(timezone.localdate())]))


def as_csv(name, lines):
    """Figures with the comma of French spreadsheets."""
    return exports.csv_response(f"{name}.csv", ([with_comma(value) for value in line] for line in lines))


def with_comma(value):
    return str(value).replace(".", ",") if isinstance(value, float) else value


def as_xlsx(name, lines):
    return exports.xlsx_response(f"{name}.xlsx", "Candidatures", lines)


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
