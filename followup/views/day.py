"""The referent's day, and the list of those whom one follows or with whom one is followed."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from followup import sheets
from followup.forms import LogForm
from followup.models import SILENCE_DAYS, Participation

PEOPLE_SHOWN = 12
MEETINGS_SHOWN = 5


@require_safe
def day(request):
    today = timezone.localdate()
    people = sheets.sheets(sheets.supported_by(request.user), request.user, today)
    if not people:
        return redirect("followup:index")
    silent = sorted((sheet for sheet in people if sheet.silent), key=lambda sheet: -sheet.silence)
    context = {
        "today": today,
        "people": people[:PEOPLE_SHOWN],
        "count": len(people),
        "silent": silent,
        "silence_days": SILENCE_DAYS,
        "meetings": list(sheets.latest_meetings(request.user, MEETINGS_SHOWN)),
        "promises": list(sheets.promised_by(request.user)),
        "sheets": people,
        "form": LogForm(sheets=people, day=today),
    }
    return render(request, "followup/day.html", context)


@require_safe
def index(request):
    today = timezone.localdate()
    supported = sheets.supported_by(request.user)
    page = Paginator(supported, 20).get_page(request.GET.get("page"))
    mine = Participation.objects.followed_by(request.user, "participant").select_related("project", "cohort__programme")
    if not page.paginator.count and len(mine) == 1:
        return redirect(mine[0])
    context = {
        "page": page,
        "people": sheets.sheets(page, request.user, today),
        "count": page.paginator.count,
        "mine": mine,
        "silence_days": SILENCE_DAYS,
    }
    return render(request, "followup/index.html", context)
