"""One participation: the same address for everybody, the sections by right."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccessEntry
from followup import access, line, meetings
from followup.forms import ComponentForm, PromiseForm
from followup.models import ComponentProgress, HourEntry, HourPackage, Meeting, Participation, Promise


def visible(request, pk):
    rows = Participation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("project", "cohort__programme", "cohort__call"), pk=pk)


@require_safe
def detail(request, pk):
    participation = visible(request, pk)
    rights = access.rights(request.user, participation)
    packages = list(packages_of(request.user, participation))
    stops = line.stops(ComponentProgress.objects.visible_to(request.user).filter(participation=participation))
    context = {
        "participation": participation,
        "rights": rights,
        "letter": participation.cohort.programme.line_id or "I",
        "manage_url": reverse("admin:followup_participation_change", args=[pk]) if rights.runs else "",
        "packages": packages,
        "unmeasured": line.unmeasured(stops, {package.kind for package in packages}),
        "line": stops,
        "here": next((stop for stop in stops if stop.here), None),
        "component_form": ComponentForm(participation=participation) if rights.moves_components else None,
        "promises": list(promises(request.user, participation)),
        "page": Paginator(meetings_of(request.user, participation), 10).get_page(request.GET.get("page")),
        "need": need(request.user, participation, rights),
        "consultations": consultations(request.user, rights),
        **people(participation, rights),
    }
    return render(request, "followup/participation.html", context)


def packages_of(user, participation):
    overrides = Prefetch("entries", HourEntry.objects.filter(override=True), to_attr="overrides")
    return HourPackage.objects.visible_to(user).filter(participation=participation).prefetch_related(overrides)


def promises(user, participation):
    rows = Promise.objects.visible_to(user).filter(meeting__participation=participation)
    return rows.open().select_related("who", "meeting").order_by("meeting__held_on", "pk")


def meetings_of(user, participation):
    rows = Meeting.objects.visible_to(user).filter(participation=participation)
    return rows.select_related("held_by").prefetch_related(Prefetch("promises", Promise.objects.select_related("who")))


def need(user, participation, rights):
    """What the mentor was asked for, on her own page."""
    if "mentor" not in rights.kinds:
        return ""
    return participation.roles.active().get(user=user, kind="mentor").need


def people(participation, rights):
    """Who is around, and who was; nobody but the whole circle reads that list."""
    if not rights.sees_whole:
        return {"around": [], "before": []}
    today = timezone.localdate()
    roles = list(participation.roles.select_related("user").order_by("pk"))
    gone = [role for role in roles if role.ends_on and role.ends_on <= today]
    return {"around": [role for role in roles if role not in gone], "before": gone}


def consultations(user, rights):
    """Who read a private note about the person: she alone sees it, and never what the note says."""
    if not rights.takes_part:
        return []
    return list(AccessEntry.objects.filter(subject=user, kind="private_note").select_related("reader")[:10])


@require_POST
def component(request, pk):
    """Say where the person is on the line of the programme."""
    participation = visible(request, pk)
    if not access.rights(request.user, participation).moves_components:
        raise Http404
    form = ComponentForm(request.POST, participation=participation)
    if form.is_valid():
        meetings.move_component(
            form.cleaned_data["progress"], form.cleaned_data["status"], by=request.user, now=timezone.now()
        )
        messages.success(request, "Le parcours est à jour.")
    else:
        messages.error(request, "Choisissez une étape du parcours et son état.")
    return redirect(participation)


@require_POST
def promise(request, pk):
    """Say what became of a promise."""
    row = get_object_or_404(
        Promise.objects.visible_to(request.user).select_related("meeting__participation__cohort"), pk=pk
    )
    form = PromiseForm(request.POST)
    try:
        if form.is_valid():
            meetings.settle(row, form.cleaned_data["status"], by=request.user, now=timezone.now())
            messages.success(request, f"C’est noté : {row.get_status_display().lower()}.")
    except meetings.MeetingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(row.meeting.participation)
