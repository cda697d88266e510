"""Around a sheet: report an error without an account and follow it; for its people, confirm it or propose changes."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors import checking, keepers, proposals, reports
from actors.forms import ReportForm, proposal_form
from actors.models import Proposal, Report
from actors.models.actor import SheetStatus
from actors.sheet_kinds import KINDS, kind_of, part_of

READ_AND_WRITE = ["GET", "HEAD", "POST"]
TOO_MANY = "Plusieurs signalements viennent de partir d’ici. Gardez cette page ouverte et renvoyez-la dans une heure."
PROPOSALS_SHOWN = 5


def kind_at(segment):
    if segment not in KINDS:
        raise Http404
    return KINDS[segment]


@login_not_required
@require_http_methods(READ_AND_WRITE)
def report(request, segment, slug):
    kind = kind_at(segment)
    sheet = get_object_or_404(kind.public(), slug=slug)
    form = ReportForm(request.POST if request.method == "POST" else None, kind=kind)
    status = 200
    if form.is_valid():
        if ratelimit.consume(request, action="report"):
            received = reports.receive(sheet, now=timezone.now(), **form.cleaned_data)
            return redirect("sheets:follow", token=reports.token_of(received))
        form.add_error(None, TOO_MANY)
        status = 429
    response = render(request, "sheets/report.html", {"sheet": sheet, "kind": kind, "form": form}, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response


@login_not_required
@require_safe
def follow(request, token):
    found = reports.report_of(token)
    if found is None:
        raise Http404
    return render(request, "sheets/follow.html", {"report": found, "part": part_of(found)})


def kept(request, segment, slug):
    return get_object_or_404(kind_at(segment).kept_by(request.user), slug=slug)


@require_safe
def mine(request, segment, slug):
    """One sheet for those who keep it: what is said of it, what they proposed, what they can do."""
    sheet = kept(request, segment, slug)
    kind = kind_of(sheet)
    house = kind.house(sheet)
    made = Proposal.objects.about(sheet).select_related("actor", "programme", "by").prefetch_related("changes")
    lists = {}
    told = Report.objects.about(sheet) if kind.leader else Report.objects.filter(actor=house)
    waiting = told.waiting().select_related("actor", "programme")
    context = {
        "sheet": sheet,
        "kind": kind,
        "house": house,
        "others": [] if kind.leader else KINDS["programmes"].public().filter(lead_actor=house).order_by("sort_name"),
        "reports": [(one, part_of(one)) for one in waiting],
        "proposals": [
            (one, proposals.compare(one, lists)) for one in made.order_by("-made_at", "-pk")[:PROPOSALS_SHOWN]
        ],
        "sources": sheet.sources.filter(public=True),
        "can_confirm": sheet.status != SheetStatus.CLOSED and keepers.is_of_house(request.user, house),
        "edits": edit_link(request.user, sheet),
    }
    return render(request, "sheets/mine.html", context)


def edit_link(user, sheet):
    """Managers write the words of their organisation's sheet directly, in the back-office."""
    managed = user.organisation_roles.active().filter(kind="manager", actor=sheet.pk).exists()
    return reverse("admin:actors_actor_change", args=[sheet.pk]) if not kind_of(sheet).leader and managed else ""


@require_POST
def confirm(request, segment, slug):
    sheet = kept(request, segment, slug)
    if not keepers.is_of_house(request.user, kind_of(sheet).house(sheet)):
        raise Http404
    try:
        checking.confirm(sheet, by=request.user, day=timezone.localdate())
    except checking.SheetClosed:
        messages.error(request, "Cette fiche dit que la structure a fermé. Si ce n’est pas vrai, signalez une erreur.")
    else:
        messages.success(request, "Merci. La fiche dit maintenant que vous l’avez confirmée aujourd’hui.")
    return redirect("sheets:mine", segment=segment, slug=slug)


@require_http_methods(READ_AND_WRITE)
def propose(request, segment, slug):
    sheet = kept(request, segment, slug)
    form = proposal_form(sheet, request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = proposals.propose(
            sheet, form.changes(), by=request.user, note=form.cleaned_data["note"], now=timezone.now()
        )
        if keepers.checks(request.user, made.actor):
            messages.success(request, "Votre correction est prête. Relisez-la, puis acceptez-la.")
            return redirect("admin:actors_proposal_change", made.pk)
        messages.success(request, "Votre proposition est partie. Vous serez prévenu ou prévenue de la réponse.")
        return redirect("sheets:mine", segment=segment, slug=slug)
    return render(request, "sheets/propose.html", {"sheet": sheet, "kind": kind_of(sheet), "form": form})
