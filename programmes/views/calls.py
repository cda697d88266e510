"""Calls for applications, as everybody sees them: the list, the month, one call."""

from itertools import groupby

from django.db.models import Case, F, IntegerField, Q, When
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from actors.addresses import keeps_old_addresses
from actors.around import Part, around
from actors.public import public_page, revision_of
from programmes import linked_data, meetings, month, results, sheet
from programmes.call_catalogue import CallList
from programmes.call_filters import Situation, query_of, shown
from programmes.models import Call, Question, Rule
from programmes.models.call import Phase
from programmes.opening import announce, announced

LEADS_SHOWN = 3


@public_page
def index(request):
    calls = CallList(request.GET, revision_of(request), timezone.now())
    page = calls.page(request.GET.get("page"))
    sections = groupby(page, key=lambda line: line[0])
    context = {
        **_filtered(request, calls.filters),
        "facets": calls.facets,
        "total": calls.total,
        "relaxations": [] if calls.total else calls.relaxations(),
        "sections": [(Situation(code), [line for _, line in lines]) for code, lines in sections],
        "page": page,
    }
    return render(request, "programmes/calls.html", context)


@public_page
def calendar(request):
    now = timezone.now()
    today = timezone.localdate(now)
    calls = CallList(request.GET, revision_of(request), now)
    asked = month.Month.asked(request.GET.get("mois", ""), today)
    day = asked.day(request.GET.get("jour", ""))
    context = {
        **_filtered(request, calls.filters),
        "month": asked,
        "day": day,
        "drawn": calls.drawn_month(asked, day),
        "is_current": asked.holds(today),
        "around": [one if one.within_reach(today) else None for one in (asked.plus(-1), asked.plus(1))],
    }
    return render(request, "programmes/calls_month.html", context)


@public_page
@keeps_old_addresses(Call)
def detail(request, slug):
    now = timezone.now()
    calls = shown(Call.objects.public()).select_related("programme__line")
    call = get_object_or_404(calls, slug=slug)
    one = announce(call, now)
    found = around(
        {
            "required": Part(call.documents.filter(required=True), "pk", "kind__name", "help_text", since="position"),
            "optional": Part(call.documents.filter(required=False), "pk", "kind__name", "help_text", since="position"),
            "criteria": Part(_weighed(call.criteria), "counted", "name", note="help_text", since="position"),
            "categories": Part(call.categories, "places", "name", note="help_text", since="position"),
            "questions": Part(_questions(call), "section", "label", since="position"),
        }
    )
    result = results.results_of(call)
    context = {
        "call": call,
        "one": one,
        "programme": call.programme,
        "linked_data": linked_data.call(one),
        "documents": [
            (item, name == "required") for name in ("required", "optional") for item in _in_order(found[name])
        ],
        "categories": _in_order(found["categories"]),
        "criteria": _in_order(found["criteria"]),
        "questions": _in_order(found["questions"]),
        "conditions": sheet.conditions(Rule.objects.filter(Q(programme=call.programme_id) | Q(call=call))),
        "leads": [] if one.phase == Phase.OPEN else _leads(call, now),
        "meetings": meetings.to_come(call, now) if call.requires_meeting and not call.cancelled_at else [],
        "extensions": call.extensions.all() if call.extended_at else [],
        "result": result,
        "figures": results.figures(result) if result else [],
    }
    return render(request, "programmes/call.html", context)


def _filtered(request, filters):
    return {"filters": filters, "chips": list(filters.chips(request.GET)), "query": query_of(filters)}


def _questions(call):
    """Questions of the form that an applicant would start on today: a correction being written is not public."""
    latest = call.revisions.order_by(F("frozen_at").desc(nulls_last=True), "-number").values("pk")[:1]
    return Question.objects.asked_alone().filter(revision__in=latest)


def _in_order(items):
    return sorted(items, key=lambda item: int(item.since))


def _leads(call, now):
    """Other calls open now, those of the same line first: somebody who arrives too late still has somewhere to go."""
    others = Call.objects.open_at(now).exclude(pk=call.pk)
    others = announced(others.select_related("programme__lead_actor", "programme__region"), now)
    return sorted(others, key=lambda one: one.call.programme.line_id != call.programme.line_id)[:LEADS_SHOWN]


def _weighed(criteria):
    """Each criterion with its weight in the total, 0 for one that only informs."""
    return criteria.annotate(
        counted=Case(When(informative=True, then=0), default=F("weight"), output_field=IntegerField())
    )
