"""Calls for applications, as everybody sees them."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from actors.around import Part, around
from actors.public import public_page
from programmes import sheet
from programmes.models import Call, Question, Rule
from programmes.models.call import Phase
from programmes.opening import announce, announced

ON_A_PAGE = 20
LEADS_SHOWN = 3


@public_page
def index(request):
    now = timezone.now()
    calls = Call.objects.public().select_related("programme__lead_actor", "programme__region")
    is_over = Q(closes_at__lte=now) | Q(cancelled_at__isnull=False)
    current = announced(calls.exclude(is_over), now)
    past = Paginator(calls.filter(is_over).order_by("-closes_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "open": [one for one in current if one.phase == Phase.OPEN],
        "upcoming": [one for one in current if one.phase == Phase.UPCOMING],
        "past": [announce(call, now) for call in past],
        "page": past,
    }
    return render(request, "programmes/calls.html", context)


@public_page
def detail(request, slug):
    now = timezone.now()
    calls = Call.objects.public().select_related("programme__lead_actor", "programme__region", "programme__line")
    call = get_object_or_404(calls, slug=slug)
    one = announce(call, now)
    found = around(
        {
            "required": Part(call.documents.filter(required=True), "pk", "kind__name", "help_text", since="position"),
            "optional": Part(call.documents.filter(required=False), "pk", "kind__name", "help_text", since="position"),
            "criteria": Part(call.criteria, "weight", "name", note="help_text", since="position"),
            "questions": Part(_questions(call), "section", "label", since="position"),
        }
    )
    context = {
        "call": call,
        "one": one,
        "programme": call.programme,
        "documents": [
            (item, name == "required") for name in ("required", "optional") for item in _in_order(found[name])
        ],
        "criteria": _in_order(found["criteria"]),
        "questions": _in_order(found["questions"]),
        "conditions": sheet.conditions(Rule.objects.filter(Q(programme=call.programme_id) | Q(call=call))),
        "leads": [] if one.phase == Phase.OPEN else _leads(call, now),
    }
    return render(request, "programmes/call.html", context)


def _questions(call):
    """Questions of the form that an applicant would start on today: its latest version."""
    latest = call.revisions.order_by("-number").values("pk")[:1]
    return Question.objects.filter(revision__in=latest)


def _in_order(items):
    return sorted(items, key=lambda item: int(item.since))


def _leads(call, now):
    """Other calls open now, those of the same line first: somebody who arrives too late still has somewhere to go."""
    others = Call.objects.open_at(now).exclude(pk=call.pk)
    others = announced(others.select_related("programme__lead_actor", "programme__region"), now)
    return sorted(others, key=lambda one: one.call.programme.line_id != call.programme.line_id)[:LEADS_SHOWN]
